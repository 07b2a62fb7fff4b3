package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log whose author lived twice has two entries at one seq: both are owed to whoever asks. */
class ForkedLogsTest {
  private static final LogId LOG = Cancels.log(7);

  private final LinkSession link = LinkSessions.alone();

  @Test
  @Shows("X-26")
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
  @Shows("X-25")
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

  private static Entry cancel(long seq, String reason) {
    return Cancels.at(LOG, seq, reason);
  }
}
