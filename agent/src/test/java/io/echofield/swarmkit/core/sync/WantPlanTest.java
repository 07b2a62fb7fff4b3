package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.IdSum;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Everybody gets a turn, also behind logs that nobody can fill. */
class WantPlanTest {
  private final WantPlan plan = LinkSessions.alone().wants;

  @Test
  void everyLogIsAskedForWithinOneRoundHoweverManyNobodyCanFill() {
    int logs = 10 * WantPlan.RANGES_MAX + 1;
    for (int i = 0; i < logs; i++) {
      hear(i);
    }
    Set<LogId> asked = new HashSet<>();
    long now = 100;
    for (int question = 0; question < 11; question++) {
      WantPlan.Asked want = plan.ask(now);
      assertThat(want.ranges()).hasSizeLessThanOrEqualTo(WantPlan.RANGES_MAX);
      want.ranges().forEach(range -> asked.add(range.log()));
      now = plan.dueMono();
    }
    assertThat(asked).hasSize(logs);
    assertThat(now)
        .as("pauses do not grow before all had a turn")
        .isLessThanOrEqualTo(100 + 11 * 4_000);
    for (int question = 0; question < 33; question++) {
      plan.ask(now);
      now = plan.dueMono();
    }
    assertThat(plan.dueMono()).as("nobody answered any of it").isEqualTo(Duty.NEVER);
  }

  @Test
  void moreLogsThanTheLimitDoNotTakeMoreThanTheLimit() {
    for (int i = 0; i < WantPlan.TARGETS_MAX + 100; i++) {
      hear(i);
    }
    Set<LogId> asked = new HashSet<>();
    for (int question = 0; question < 2 * WantPlan.TARGETS_MAX / WantPlan.RANGES_MAX; question++) {
      plan.ask(plan.dueMono()).ranges().forEach(range -> asked.add(range.log()));
    }
    assertThat(asked).hasSize(WantPlan.TARGETS_MAX);
  }

  @Test
  void whereNobodyCanBeHeardItIsNotAskedForForEver() {
    hear(1);
    int questions = 0;
    while (plan.dueMono() < Duty.NEVER && questions < 100) {
      plan.ask(plan.dueMono());
      questions++;
    }
    assertThat(questions).isBetween(3, 10);
    hear(2);
    assertThat(plan.dueMono()).as("there is news").isLessThan(Duty.NEVER);
  }

  private void hear(int number) {
    byte[] id = {0, 0, (byte) (number >> 16), (byte) (number >> 8), (byte) number, 1};
    LogId log = new LogId(new Author(Bytes.copyOf(id)), 1);
    plan.heard(new Message.Heads.Item(log, 5, 5, IdSum.ZERO, 0), true, 0);
  }
}
