package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @ParameterizedTest
  @CsvSource({
    "1, 500, 30000, 500",
    "2, 500, 30000, 1000",
    "6, 500, 30000, 16000",
    "7, 500, 30000, 30000",
    "1000000, 500, 30000, 30000",
    "0, 500, 30000, 500",
    "1, 30000, 30000, 30000",
    "40, 1, 9223372036854775807, 1073741824",
  })
  void doublesUpToTheCapAndJitterTakesAtMostHalf(int failures, long base, long cap, long whole) {
    assertThat(Backoff.delayMillis(failures, base, cap, 0)).isEqualTo(whole);
    assertThat(Backoff.delayMillis(failures, base, cap, ALMOST_ONE))
        .isBetween(whole / 2, whole / 2 + 1);
  }
}
