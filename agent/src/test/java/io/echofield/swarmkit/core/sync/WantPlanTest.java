package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Everybody gets a turn, also behind logs that nobody can fill. */
class WantPlanTest {
  private final WantPlan plan = LinkSessions.alone().wants;

  @Test
  @Shows("X-23")
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
  @Shows("X-37")
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

  @Test
  @Shows({"X-13", "X-23"})
  void idsThatNobodySendsLeaveRoomForLogsAndAreGivenUp() {
    for (int ids = 1; ids <= 40; ids++) {
      LinkSession radio = LinkSessions.alone(LinkLimits.radio(200, 60));
      radio.wants.lists(ids(ids), 0);
      radio.wants.heard(item(1), true, 0);
      WantPlan.Asked first = radio.wants.ask(radio.wants.dueMono());
      assertThat(first.ranges()).as("with %d ids", ids).isNotEmpty();
      Set<Bytes> asked = new HashSet<>();
      first.items().forEach(item -> asked.add(item.id()));
      while (radio.wants.dueMono() < Duty.NEVER) {
        radio.wants.ask(radio.wants.dueMono()).items().forEach(item -> asked.add(item.id()));
      }
      assertThat(asked).as("all of %d had a turn", ids).hasSize(ids);
    }
    plan.lists(ids(5), 0);
    int questions = 0;
    while (plan.dueMono() < Duty.NEVER) {
      plan.ask(plan.dueMono());
      questions++;
    }
    assertThat(questions).isLessThanOrEqualTo(WantedIds.QUESTIONS_MAX + 1);
  }

  @Test
  @Shows("X-37")
  void entriesThatWereNotAskedForAreNoAnswer() {
    hear(1);
    List<Entry> others = List.of(Cancels.at(Cancels.log(7), 1, "another"));
    long before = 0;
    for (int question = 0; question < 3; question++) {
      plan.ask(plan.dueMono());
      long due = plan.dueMono();
      plan.progress(others, due - 1);
      assertThat(plan.dueMono()).as("neither sooner nor later").isEqualTo(due);
      assertThat(due - before).as("pauses grow").isGreaterThan(before);
      before = due;
    }
  }

  @Test
  @Shows("X-13")
  void aQuestionHasAThousandIdsAtMostAndRangesBesideThem() {
    List<Bytes> many =
        IntStream.range(0, 1_200).mapToObj(i -> Bytes.ofHex(String.format("%016x", i))).toList();
    plan.lists(many, 0);
    for (int i = 0; i < WantPlan.RANGES_MAX + 1; i++) {
      hear(i);
    }
    WantPlan.Asked asked = plan.ask(plan.dueMono());
    assertThat(asked.items()).hasSize(1_000);
    assertThat(asked.ranges()).hasSize(32);
  }

  @Test
  @Shows("X-13")
  void aSignatureIsAskedForTogetherWithAThousandSeqsAtMost() {
    LogId near = item(1).log();
    LogId far = item(2).log();
    plan.heard(new Message.Heads.Item(near, 1_024, 1_024, IdSum.ZERO, 1_024), true, 0);
    plan.heard(new Message.Heads.Item(far, 1_025, 1_025, IdSum.ZERO, 1_025), true, 0);
    WantPlan.Asked asked = plan.ask(plan.dueMono());
    assertThat(asked.ranges()).hasSize(2);
    assertThat(asked.signatures()).containsExactly(near);
  }

  @Test
  @Shows("X-37")
  void whatNobodySendsIsAskedForAsOftenAsItIsShownButMoreAndMoreSeldom() {
    hear(1);
    List<Long> pauses = new ArrayList<>();
    long now = plan.dueMono();
    for (int question = 0; question < 7; question++) {
      plan.ask(now);
      if (plan.dueMono() == Duty.NEVER) {
        hear(1);
      }
      pauses.add(plan.dueMono() - now);
      now = plan.dueMono();
    }
    assertThat(pauses).containsExactly(2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L, 64_000L);
  }

  @Test
  @Shows("X-24")
  void whatAFullAnswerLeftOverIsAskedForAtOnceAndElseWhenNothingComesAnyMore() {
    LogId log = Cancels.log(7);
    plan.heard(new Message.Heads.Item(log, 2_000, 2_000, IdSum.ZERO, 0), true, 0);
    long now = plan.dueMono();
    plan.ask(now);
    List<Entry> frame =
        LongStream.rangeClosed(1, 100)
            .mapToObj(seq -> Cancels.at(log, seq, "x".repeat(250)))
            .toList();
    plan.progress(frame, now);
    assertThat(plan.dueMono()).isEqualTo(now + 300);
    now += 200;
    plan.progress(frame, now);
    assertThat(plan.dueMono()).as("frames come slowly").isEqualTo(now + 4 * 200);
    for (int i = 0; i < 6; i++) {
      plan.progress(frame, now);
    }
    assertThat(plan.dueMono()).as("256 KiB came").isBetween(now, now + 50);
  }

  @Test
  @Shows("X-37")
  void byRadioThePauseBeginsWithFourTimesTheLongestWait() {
    LinkSession radio = LinkSessions.alone(LinkLimits.radio(200, 60));
    radio.wants.heard(item(1), true, 0);
    long now = radio.wants.dueMono();
    for (long pause : new long[] {40_000, 80_000}) {
      radio.wants.ask(now);
      assertThat(radio.wants.dueMono() - now).isEqualTo(pause);
      now = radio.wants.dueMono();
    }
  }

  @Test
  @Shows("X-35")
  void amongAFewItIsAskedForAtOnceAndAmongManyFewAreEarly() {
    assertThat(waits(LinkSession.SMALL_GROUP)).allMatch(wait -> wait >= 0 && wait <= 50);
    List<Long> many = waits(LinkSession.SMALL_GROUP + 1);
    assertThat(many).allMatch(wait -> wait >= 0 && wait <= 750);
    assertThat(many).filteredOn(wait -> wait > 375).hasSizeGreaterThan(80);
  }

  /** How long each of a hundred logs waits to be asked for after it was shown. */
  private static List<Long> waits(int heard) {
    WantPlan wants = hearing(heard).wants;
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      wants.heard(item(i), true, 0);
      waits.add(wants.dueMono());
      wants.ask(wants.dueMono());
    }
    return waits;
  }

  private static LinkSession hearing(int members) {
    LinkSession link = LinkSessions.alone();
    for (int i = 0; i < members; i++) {
      link.listeners.hear(ToyKeys.of("member " + i).author(), 1, 60_000, 0);
    }
    return link;
  }

  @Test
  @Shows("X-35")
  void whatIsWantedStillIsAskedForSoonWhenSomebodyIsNew() {
    Map<LinkSession, Long> soon = new LinkedHashMap<>();
    soon.put(LinkSessions.alone(), 300L);
    soon.put(LinkSessions.alone(LinkLimits.radio(200, 60)), 10_000L);
    soon.forEach(
        (link, millis) -> {
          link.wants.heard(item(1), true, 0);
          while (link.wants.dueMono() < Duty.NEVER) {
            link.wants.ask(link.wants.dueMono());
          }
          link.wants.hurry(1_000_000);
          assertThat(link.wants.dueMono()).isEqualTo(1_000_000 + millis);
        });
  }

  @Test
  @Shows("X-35")
  void amongManyAQuestionThatAnotherAskedWaitsOnceForTheAnswer() {
    LinkSession link = hearing(LinkSession.SMALL_GROUP + 1);
    link.wants.heard(item(1), true, 0);
    long due = link.wants.dueMono();
    link.wants.overheard(want(2), 0);
    assertThat(link.wants.dueMono()).as("another log").isEqualTo(due);
    link.wants.overheard(want(1), 0);
    assertThat(link.wants.dueMono()).isEqualTo(2 * 750);
    link.wants.overheard(want(1), 100);
    assertThat(link.wants.dueMono()).as("once").isEqualTo(2 * 750);
    LinkSession few = hearing(LinkSession.SMALL_GROUP);
    few.wants.heard(item(1), true, 0);
    due = few.wants.dueMono();
    few.wants.overheard(want(1), 0);
    assertThat(few.wants.dueMono()).isEqualTo(due);
  }

  private static Message.Want want(int number) {
    Message.Want.LogRange range = new Message.Want.LogRange(item(number).log(), 1, 5);
    return new Message.Want(new Message.Stamp(1, 1), List.of(range), List.of(), List.of());
  }

  private static List<Bytes> ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Bytes.copyOf(new byte[] {1, (byte) i, 3, 4, 5, 6, 7, 8}))
        .toList();
  }

  private void hear(int number) {
    plan.heard(item(number), true, 0);
  }

  private static Message.Heads.Item item(int number) {
    byte[] id = {0, 0, (byte) (number >> 16), (byte) (number >> 8), (byte) number, 1};
    LogId log = new LogId(new Author(Bytes.copyOf(id)), 1);
    return new Message.Heads.Item(log, 5, 5, IdSum.ZERO, 0);
  }
}
