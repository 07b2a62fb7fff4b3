package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log whose author lived twice has two entries at one seq: both are owed to whoever asks. */
class ForkedLogsTest {
  private static final LogId LOG = new LogId(ToyKeys.of("author").author(), 7);

  private final LinkSession link = LinkSessions.alone();
  private final SwarmParts swarm = new SwarmParts();

  @Test
  void oneOfTwoEntriesAtASeqDoesNotStandForTheOther() {
    Entry one = cancel(1, "one");
    Entry other = cancel(1, "other");
    link.context.ledger().merge(one);
    link.context.ledger().merge(other);
    ask(1, 1);
    link.answers.overheard(List.of(one), 0);
    assertThat(link.answers.busy()).as("the other one is still owed").isTrue();
    link.answers.overheard(List.of(other), 0);
    assertThat(link.answers.busy()).isFalse();
  }

  @Test
  void whatWasHeardAtASeqIsNotOwedWhereTheLogIsNotForked() {
    link.context.ledger().merge(cancel(1, "one"));
    link.context.ledger().merge(cancel(2, "two"));
    ask(1, 2);
    link.answers.overheard(List.of(cancel(1, "one"), cancel(2, "two")), 0);
    assertThat(link.answers.busy()).isFalse();
  }

  @Test
  void whatSomebodyMadeUpOfALogHidesNeitherItsBranchesNorItsSignature() {
    link.context.ledger().merge(cancel(1, "one"));
    link.context.ledger().merge(cancel(2, "two"));
    long made = 4_000_000_000L;
    hear(new Message.Heads.Item(LOG, made, made, IdSum.ZERO, 0));
    hear(new Message.Heads.Item(LOG, 2, 3, IdSum.ZERO, 2));
    for (int i = 0; i < 5; i++) {
      link.wants.ask(i * 60_000L);
    }
    WantPlan.Asked asked = link.wants.ask(600_000);
    assertThat(asked.ranges()).contains(new Message.Want.LogRange(LOG, 1, 2));
    assertThat(asked.signatures()).containsExactly(LOG);
  }

  private void hear(Message.Heads.Item item) {
    link.wants.heard(item, true, 0);
  }

  private void ask(long from, long to) {
    List<Message.Want.LogRange> ranges = List.of(new Message.Want.LogRange(LOG, from, to));
    Message.Stamp stamp = new Message.Stamp(1, 1);
    link.answers.asked(new Message.Want(stamp, ranges, List.of(), List.of()), 0);
  }

  private Entry cancel(long seq, String reason) {
    Draft draft =
        new Draft(
            LOG,
            seq,
            0,
            Bytes.ofHex("00112233445566778899aabbccddeeff"),
            HybridTime.ofWall(1_700_000_000_000L + seq),
            new Body.Cancel(0, reason));
    return swarm.codec().compose(draft, ToyKeys.of("author"));
  }
}
