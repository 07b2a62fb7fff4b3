package io.echofield.swarmkit.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A big ledger is folded rarely while it grows, and soon when it does not any more. */
class LedgerNumbersTest {
  private static final int MANY = 2_000;

  private final SwarmParts parts = new SwarmParts();
  private final ToyKeys self = ToyKeys.of("self");
  private final Ledger ledger =
      new Ledger(
          parts.hash(),
          new RosterBook(parts.hash(), ToyKeys.VERIFIER, Optional.empty(), self),
          new MemoryStore().reader(),
          List.of(),
          LiveDigest.EMPTY,
          0);
  private final LedgerNumbers numbers = new LedgerNumbers(ledger);
  private int made;

  @Test
  void theFirstLookTellsTheLedgerAsItIs() {
    add(3);
    assertThat(numbers.look(0)).isTrue();
    assertThat(numbers.openTasks()).isEqualTo(3);
    assertThat(Long.toHexString(numbers.hashPrefix()))
        .isEqualTo(ledger.hash().hex().substring(0, 16).replaceFirst("^0+", ""));
  }

  @Test
  void aSmallLedgerIsToldWithinASecondOrTwo() {
    add(3);
    numbers.look(0);
    add(1);
    assertThat(numbers.look(500)).isFalse();
    assertThat(numbers.openTasks()).isEqualTo(3);
    assertThat(numbers.look(1_100)).isTrue();
    assertThat(numbers.openTasks()).isEqualTo(4);
  }

  @Test
  void nothingIsFoldedWhereNothingCame() {
    add(3);
    numbers.look(0);
    assertThat(numbers.look(1_000_000)).isFalse();
  }

  @Test
  void whileEntriesKeepComingFoldsTakeAFewHundredthsOfTheTime() {
    add(MANY);
    numbers.look(0);
    int folds = 0;
    long folded = 0;
    int millis = 60_000;
    for (int now = 100; now <= millis; now += 100) {
      add(5);
      long cost = ledger.hashCost();
      if (numbers.look(now)) {
        folds++;
        folded += cost;
      }
    }
    assertThat(folds).isPositive();
    // At 0.2 ms a task.
    assertThat(folded / 5).isLessThan(millis / 20);
  }

  @Test
  void aBigLedgerIsToldSoonAfterTheLastEntry() {
    add(MANY);
    numbers.look(0);
    add(MANY);
    assertThat(numbers.look(1_000)).isFalse();
    assertThat(numbers.look(1_000 + 1_000 + MANY)).isTrue();
    assertThat(numbers.openTasks()).isEqualTo(2L * MANY);
  }

  private void add(int tasks) {
    LogId log = new LogId(self.author(), 1);
    for (int i = 0; i < tasks; i++) {
      made++;
      Bytes salt = Bytes.copyOf(ByteBuffer.allocate(Body.Create.SALT_BYTES).putInt(made).array());
      Body create =
          new Body.Create(
              salt,
              new ActionName("notify"),
              Optional.of(self.author()),
              0,
              Spec.of(new TreeMap<>()),
              false,
              List.of(),
              Bytes.EMPTY);
      Draft draft = new Draft(log, made, 0, Bytes.EMPTY, new HybridTime(made), create);
      ledger.merge(parts.codec().compose(draft, self));
    }
  }
}
