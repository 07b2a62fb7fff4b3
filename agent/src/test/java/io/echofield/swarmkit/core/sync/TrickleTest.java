package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrickleTest {
  private static final long SHORTEST = 1_000;
  private static final int DOUBLINGS = 6;
  private static final long LONGEST = 64_000;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void itIsSaidOnceInTheSecondHalfOfEachIntervalAndTheIntervalsDouble(long seed) {
    Trickle trickle = new Trickle(new SplittableRandom(seed), SHORTEST, DOUBLINGS, 1, 500);
    long begin = 500;
    for (int i = 0; i < 10; i++) {
      long length = Math.min(LONGEST, SHORTEST << i);
      assertThat(trickle.intervalMillis()).isEqualTo(length);
      long say = trickle.dueMono();
      assertThat(say).isBetween(begin + length / 2, begin + length - 1);
      assertThat(trickle.fire(say - 1)).as("before it is due").isFalse();
      assertThat(trickle.fire(say)).isTrue();
      assertThat(trickle.fire(say)).as("once in an interval").isFalse();
      assertThat(trickle.dueMono()).isEqualTo(begin + length);
      assertThat(trickle.fire(begin + length)).isFalse();
      begin += length;
    }
  }

  @ParameterizedTest(name = "k {0}, {1} heard")
  @CsvSource({"1, 0, true", "1, 1, false", "2, 1, true", "2, 2, false", "2, 9, false"})
  void whatEnoughOthersSaidIsLeftOut(int k, int heard, boolean said) {
    Trickle trickle = new Trickle(new SplittableRandom(1), SHORTEST, DOUBLINGS, k, 0);
    for (int i = 0; i < heard; i++) {
      trickle.consistent();
    }
    assertThat(trickle.fire(trickle.dueMono())).isEqualTo(said);
    assertThat(trickle.fire(SHORTEST)).isFalse();
    assertThat(trickle.fire(trickle.dueMono())).as("counted for one interval only").isTrue();
  }

  @Test
  void whatDiffersBeginsTheShortestIntervalAnew() {
    Trickle trickle = new Trickle(new SplittableRandom(1), SHORTEST, DOUBLINGS, 1, 0);
    long now = quiet(trickle, 5 * LONGEST);
    assertThat(trickle.intervalMillis()).isEqualTo(LONGEST);
    trickle.consistent();
    trickle.inconsistent(now);
    assertThat(trickle.intervalMillis()).isEqualTo(SHORTEST);
    assertThat(trickle.dueMono()).isBetween(now + SHORTEST / 2, now + SHORTEST - 1);
    assertThat(trickle.fire(trickle.dueMono())).as("what was heard before is forgotten").isTrue();
  }

  @Test
  void whatDiffersInTheShortestIntervalChangesNothing() {
    Trickle trickle = new Trickle(new SplittableRandom(1), SHORTEST, DOUBLINGS, 1, 0);
    long due = trickle.dueMono();
    trickle.consistent();
    for (long now = 0; now < SHORTEST / 2; now += 100) {
      trickle.inconsistent(now);
    }
    assertThat(trickle.dueMono()).isEqualTo(due);
    assertThat(trickle.fire(due)).isFalse();
  }

  @Test
  void aLongSleepIsNotMadeUpFor() {
    Trickle trickle = new Trickle(new SplittableRandom(1), SHORTEST, DOUBLINGS, 1, 0);
    long late = 1_000_000_000_000L;
    assertThat(trickle.fire(late)).isTrue();
    assertThat(trickle.intervalMillis()).isEqualTo(2 * SHORTEST);
    assertThat(trickle.dueMono()).isBetween(late + SHORTEST, late + 2 * SHORTEST - 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void ofAHundredThatHearEachOtherKSayIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Trickle> swarm = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      swarm.add(new Trickle(random, SHORTEST, DOUBLINGS, 2, 0));
    }
    int said = 0;
    long end = 0;
    for (int i = 0; i < 5; i++) {
      end += SHORTEST << i;
    }
    for (long now = 0; now <= end; now++) {
      for (Trickle one : swarm) {
        if (now >= one.dueMono() && one.fire(now)) {
          said++;
          swarm.forEach(Trickle::consistent);
        }
      }
    }
    assertThat(said).as("two in each of five intervals").isEqualTo(2 * 5);
  }

  @ParameterizedTest(name = "{0} ms, {1} doublings, k {2}")
  @CsvSource({"1, 1, 1", "2147483648, 1, 1", "10, -1, 1", "10, 33, 1", "10, 1, 0"})
  void thereAreNoSuchIntervals(long shortest, int doublings, int k) {
    assertThatThrownBy(() -> new Trickle(new SplittableRandom(1), shortest, doublings, k, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long quiet(Trickle trickle, long until) {
    long now = 0;
    while (now < until) {
      now = trickle.dueMono();
      trickle.fire(now);
    }
    return now;
  }
}
