package io.echofield.swarmkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.RandomWrites;
import io.echofield.swarmkit.lab.StoreComparison;
import io.echofield.swarmkit.lab.StoreModel;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.EntryWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store must do; a test class for each implementation extends this. */
public abstract class NodeStoreContract {
  public static final SwarmHash HASH =
      new SwarmHash(new SwarmId(Bytes.copyOf(new byte[SwarmId.BYTES])));
  public static final EntryCodec CODEC = new EntryWire(HASH);

  /** A closed store with the same content each time in one test; empty at first. */
  protected abstract NodeStore store();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void randomWritesAreAnsweredAsByTheModelAlsoAfterReopening(long seed) throws StoreException {
    RandomWrites source = new RandomWrites(seed, CODEC);
    SplittableRandom random = new SplittableRandom(seed);
    StoreModel model = new StoreModel();
    for (int round = 0; round < 5; round++) {
      try (NodeStore store = store()) {
        assertSame(store.open(), model.restored());
        for (int i = 0; i < 12; i++) {
          List<Write> writes = source.batch(20);
          store.commit(writes);
          model.apply(writes);
        }
        assertAnswers(store.reader(), model, source, random);
        assertSame(store.restored(), model.restored());
      }
    }
  }

  @Test
  void aNewStoreIsEmpty() throws StoreException {
    try (NodeStore store = store()) {
      assertSame(store.open(), Restored.nothing());
      LedgerReader reader = store.reader();
      assertThat(reader.arrivals(0, 10)).isEmpty();
      assertThat(reader.tasks(Optional.empty(), 10)).isEmpty();
      assertThat(reader.live(TaskId.ROSTER.key())).isEmpty();
      assertThat(reader.contains(new EntryId(Bytes.copyOf(new byte[EntryId.BYTES])))).isFalse();
    }
  }

  @Test
  void anEmptyBatchDoesNothing() throws StoreException {
    try (NodeStore store = store()) {
      store.open();
      store.commit(List.of());
    }
    try (NodeStore store = store()) {
      assertSame(store.open(), Restored.nothing());
    }
  }

  @Test
  void aWrongBatchIsRefusedAsAWhole() throws StoreException {
    RandomWrites source = new RandomWrites(7, CODEC);
    StoreModel model = new StoreModel();
    try (NodeStore store = store()) {
      store.open();
      List<Write> good = source.batch(20);
      store.commit(good);
      model.apply(good);
      List<Write> more = source.batch(20);
      List<Write> twice = new ArrayList<>(more);
      twice.addAll(good);
      assertThatThrownBy(() -> store.commit(twice)).isInstanceOf(IllegalStateException.class);
      EntryId unknown = new EntryId(Bytes.copyOf(new byte[EntryId.BYTES]));
      List<Write> dangling = new ArrayList<>(more);
      dangling.add(new Write.Live(source.tasks().get(1).key(), List.of(unknown)));
      assertThatThrownBy(() -> store.commit(dangling)).isInstanceOf(IllegalStateException.class);
      assertAnswers(store.reader(), model, source, new SplittableRandom(7));
      store.commit(more);
      model.apply(more);
      assertAnswers(store.reader(), model, source, new SplittableRandom(7));
    }
    try (NodeStore store = store()) {
      assertSame(store.open(), model.restored());
    }
  }

  @Test
  void makingSureOfSpaceChangesNothing() throws StoreException {
    RandomWrites source = new RandomWrites(8, CODEC);
    StoreModel model = new StoreModel();
    try (NodeStore store = store()) {
      store.open();
      for (int i = 0; i < 5; i++) {
        List<Write> writes = source.batch(20);
        store.reserve(writes);
        assertSame(store.restored(), model.restored());
        assertAnswers(store.reader(), model, source, new SplittableRandom(8));
        store.commit(writes);
        model.apply(writes);
      }
    }
    try (NodeStore store = store()) {
      assertSame(store.open(), model.restored());
    }
  }

  @Test
  void aPrefixThatIsNoneIsAMistake() throws StoreException {
    try (NodeStore store = store()) {
      store.open();
      LedgerReader reader = store.reader();
      for (String digits : List.of("", "xyz", "0123456789abcdef0")) {
        assertThatThrownBy(() -> reader.tasksByHexPrefix(digits, 1))
            .isInstanceOf(IllegalArgumentException.class);
      }
      for (int size : List.of(0, 7, 33)) {
        Bytes prefix = Bytes.copyOf(new byte[size]);
        assertThatThrownBy(() -> reader.byPrefix(prefix, 1))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void closingTwiceIsClosing() throws StoreException {
    NodeStore store = store();
    store.close();
    store.open();
    store.close();
    store.close();
  }

  /** Asks the same questions of both. */
  public static void assertAnswers(
      LedgerReader reader, StoreModel model, RandomWrites source, SplittableRandom random) {
    assertThat(StoreComparison.everything(reader, model)).isEmpty();
    assertThat(StoreComparison.questions(reader, model, source, random)).isEmpty();
  }

  /** Lists come in any order, except cursors. */
  public static void assertSame(Restored found, Restored expected) {
    assertThat(StoreComparison.restored(found, expected)).isEmpty();
  }
}
