package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nobody can send of a log does not hide the rest of it. */
class LogsWithGapsTest {
  private final LinkSession link = LinkSessions.alone();

  @Test
  @Shows({"X-13", "X-23"})
  void whatIsBehindMoreGapsThanOneQuestionHoldsIsAskedForToo() {
    LogId log = holdEverySecond(3 * WantPlan.RANGES_MAX, 1);
    long newest = shown(log, 1);
    List<Message.Want.LogRange> asked = ask(5);
    assertThat(asked).contains(new Message.Want.LogRange(log, newest, newest));
    int gaps = 3 * WantPlan.RANGES_MAX + 1;
    assertThat(asked.subList(0, gaps)).as("each once").doesNotHaveDuplicates();
    assertThat(asked.get(gaps)).as("and again from the first").isEqualTo(asked.get(0));
  }

  @Test
  @Shows("X-23")
  void aLogThatWasCutShortByAnotherBeginsTheNextQuestion() {
    LogId one = holdEverySecond(WantPlan.RANGES_MAX - 2, 1);
    LogId two = holdEverySecond(WantPlan.RANGES_MAX - 1, 2);
    shown(one, 1);
    long newest = shown(two, 1);
    List<Message.Want.LogRange> asked = ask(2);
    assertThat(asked.subList(0, 31)).allMatch(range -> range.log().equals(one));
    assertThat(asked.subList(31, 63)).allMatch(range -> range.log().equals(two));
    assertThat(asked).contains(new Message.Want.LogRange(two, newest, newest));
  }

  @Test
  void aRoundEndsHoweverDifferentTheNumbersOfQuestionsAre() {
    for (int questions = 2; questions <= 5; questions++) {
      shown(holdEverySecond(questions * WantPlan.RANGES_MAX - 1, questions), 1);
    }
    int asked = 0;
    while (link.wants.dueMono() < Duty.NEVER && asked < 1_000) {
      link.wants.ask(link.wants.dueMono());
      asked++;
    }
    assertThat(asked).as("three rounds without an answer and what was begun").isLessThan(4 * 20);
  }

  /** Seqs 2, 4, 6 ... of a log. */
  private LogId holdEverySecond(int entries, int epoch) {
    LogId log = Cancels.log(epoch);
    for (long i = 1; i <= entries; i++) {
      link.context.ledger().merge(Cancels.at(log, 2 * i, "not needed"));
    }
    return log;
  }

  /** Somebody holds the same and some more on top; returns the newest of it. */
  private long shown(LogId log, int more) {
    long count = link.context.ledger().log(log).count() + more;
    long newest = link.context.ledger().log(log).maxSeq() + more;
    link.wants.heard(new Message.Heads.Item(log, newest, count, IdSum.ZERO, 0), true, 0);
    return newest;
  }

  private List<Message.Want.LogRange> ask(int questions) {
    List<Message.Want.LogRange> asked = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      asked.addAll(link.wants.ask(link.wants.dueMono()).ranges());
    }
    return asked;
  }
}
