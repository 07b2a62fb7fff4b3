package io.echofield.swarmkit.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.testkit.Shows;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HybridTimeTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final long Y2099 = 4_070_908_800_000L;
  private static final int STEPS = 500;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "{0} ms is {1} s after 2020")
  @CsvSource({
    "1577836800000, 0",
    "1577836800999, 0",
    "1577836801000, 1",
    "1577836799999, 0",
    "0, 0",
    "-9223372036854775808, 0",
    "5872804095999, 4294967295",
    "9223372036854775807, 4294967295"
  })
  @Shows("H-1")
  void wallReadingsAreSecondsSince2020AndOthersTheNearestEnd(long wallMillis, long seconds) {
    HybridTime time = HybridTime.ofWall(wallMillis);
    assertThat(time.bits() >>> 16).isEqualTo(seconds);
    assertThat(time.counter()).isZero();
    assertThat(time.wallMillis()).isEqualTo(HybridTime.BASE_MILLIS + seconds * 1_000);
  }

  @Test
  @Shows("H-1")
  void nextIsGreaterAndCountsIntoTheNextSecond() {
    HybridTime full = new HybridTime((5L << 16) | 0xffff);
    assertThat(full.next().bits()).isEqualTo(6L << 16);
    assertThat(full.next()).isGreaterThan(full);
    HybridTime last = new HybridTime(HybridTime.BITS_MAX);
    assertThat(last.next()).isEqualTo(last);
  }

  @Test
  void only48BitsAreATime() {
    assertThatThrownBy(() -> new HybridTime(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HybridTime(HybridTime.BITS_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void stampsGrowOverClocksThatStandStillOrStepBackAlittle(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HybridClock clock = new HybridClock(HybridTime.ZERO);
    long wall = NOW;
    HybridTime before = HybridTime.ZERO;
    for (int i = 0; i < STEPS; i++) {
      wall += random.nextLong(-300, 400);
      HybridTime stamp = clock.stamp(wall);
      assertThat(stamp).isGreaterThan(before);
      assertThat(clock.last()).isEqualTo(stamp);
      before = stamp;
    }
  }

  @Test
  @Shows("H-1")
  void aClockThatWasCorrectedByMoreThanTheBoundStartsAgain() {
    HybridClock clock = new HybridClock(HybridTime.ofWall(Y2099));
    assertThat(clock.stamp(NOW)).isEqualTo(HybridTime.ofWall(NOW));
    HybridClock slightlyAhead = new HybridClock(HybridTime.ofWall(NOW + 599_000));
    assertThat(slightlyAhead.stamp(NOW)).isEqualTo(HybridTime.ofWall(NOW + 599_000).next());
  }

  @Test
  @Shows("H-2")
  void aTimeFarAheadIsSuspectAndDragsNobodyAlong() {
    HybridClock clock = new HybridClock(HybridTime.ZERO);
    assertThat(clock.witness(HybridTime.ofWall(Y2099), NOW))
        .isEqualTo(HybridClock.Admission.SUSPECT);
    assertThat(clock.last()).isEqualTo(HybridTime.ZERO);
    HybridTime atTheBound = HybridTime.ofWall(NOW + HybridClock.AHEAD_MAX_MILLIS);
    assertThat(clock.witness(atTheBound, NOW)).isEqualTo(HybridClock.Admission.ADMITTED);
    assertThat(clock.stamp(NOW)).isEqualTo(atTheBound.next());
  }

  @Test
  @Shows("H-2")
  void whatIsSeenComesBeforeWhatIsStampedThen() {
    HybridClock clock = new HybridClock(HybridTime.ofWall(NOW));
    HybridTime seen = HybridTime.ofWall(NOW + 5_000).next().next();
    assertThat(clock.witness(seen, NOW)).isEqualTo(HybridClock.Admission.ADMITTED);
    assertThat(clock.stamp(NOW)).isGreaterThan(seen);
    assertThat(clock.witness(HybridTime.ZERO, NOW)).isEqualTo(HybridClock.Admission.ADMITTED);
    assertThat(clock.stamp(NOW)).isGreaterThan(seen);
  }
}
