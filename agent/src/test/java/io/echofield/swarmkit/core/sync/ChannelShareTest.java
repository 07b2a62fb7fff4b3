package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelShareTest {
  private record Sent(long mono, int bytes) {}

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("R-2")
  void noSpanOfTimeHasMoreThanItsShare(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rate = 1 + random.nextInt(2_000);
    int burst = 1 + random.nextInt(1_000);
    long now = random.nextLong(1_000_000);
    ChannelShare share = new ChannelShare(rate, burst, now);
    List<Sent> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      now += random.nextInt(4) == 0 ? random.nextInt(5_000) : 0;
      int bytes = 1 + random.nextInt(300);
      long when = share.whenAllowed(bytes, now);
      assertThat(share.allows(bytes, now)).isEqualTo(when == now);
      assertThat(when == now || !share.allows(bytes, when - 1)).as("as soon as possible").isTrue();
      assertThat(share.allows(bytes, when)).isTrue();
      now = when;
      share.take(bytes, now);
      all.add(new Sent(now, bytes));
    }
    for (int from = 0; from < all.size(); from++) {
      long sum = 0;
      for (int to = from; to < all.size(); to++) {
        sum += all.get(to).bytes();
        double span = (all.get(to).mono() - all.get(from).mono()) / 1_000.0;
        assertThat((double) sum).isLessThanOrEqualTo(burst + rate * span + 300);
      }
    }
  }

  @ParameterizedTest(name = "{0} bytes after {1} ms: at {2}")
  @CsvSource({
    "0, 0, 0",
    "1, 0, 10",
    "10, 0, 100",
    "10, 50, 100",
    "10, 100, 100",
    "10, 101, 101",
    "200, 0, 2000",
    "201, 0, 2000",
    "5000, 0, 2000",
    "200, 90000, 90000",
    "5000, 90000, 90000",
  })
  void aBucketFillsAtItsRate(int bytes, long now, long when) {
    ChannelShare share = new ChannelShare(100, 200, 0);
    share.take(200, 0);
    assertThat(share.whenAllowed(bytes, now)).isEqualTo(when);
  }

  @Test
  void everyMillisecondCounts() {
    ChannelShare share = new ChannelShare(1, 10, 0);
    share.take(10, 0);
    for (long now = 0; now < 1_000; now++) {
      assertThat(share.allows(1, now)).isFalse();
    }
    assertThat(share.allows(1, 1_000)).isTrue();
  }

  @Test
  void whatWentWithoutLeaveIsADebt() {
    ChannelShare share = new ChannelShare(100, 200, 0);
    share.take(500, 0);
    assertThat(share.whenAllowed(1, 0)).isEqualTo(3_010);
    assertThat(share.whenAllowed(0, 0)).isEqualTo(3_000);
  }

  @Test
  void theLargestNumbersDoNotOverflow() {
    ChannelShare share = new ChannelShare(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE / 2);
    assertThat(share.allows(Integer.MAX_VALUE, Long.MAX_VALUE / 2)).isTrue();
    share.take(Integer.MAX_VALUE, Long.MAX_VALUE / 2);
    assertThat(share.whenAllowed(Integer.MAX_VALUE, Long.MAX_VALUE / 2))
        .isEqualTo(Long.MAX_VALUE / 2 + 1_000);
  }

  @Test
  void withoutALimitEverythingGoesAtOnce() {
    ChannelShare share = ChannelShare.unlimited();
    for (long now = 7; now < 100; now++) {
      assertThat(share.whenAllowed(Integer.MAX_VALUE, now)).isEqualTo(now);
      assertThat(share.allows(Integer.MAX_VALUE, now)).isTrue();
      share.take(Integer.MAX_VALUE, now);
    }
  }

  @ParameterizedTest(name = "{0} bytes per second, {1} at once")
  @CsvSource({"0, 1", "-1, 1", "1, 0", "1, -1"})
  void aShareIsMoreThanNothing(int rate, int burst) {
    assertThatThrownBy(() -> new ChannelShare(rate, burst, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(rate + " bytes per second and " + burst);
  }
}
