package io.echofield.swarmkit.tools.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "119, 119 s",
    "120, 2 min",
    "7199, 119 min",
    "7200, 2 h 0 min",
    "172799, 47 h 59 min",
    "1036800, 12 d 0 h"
  })
  void aDurationIsAsCoarseAsItIsLong(long seconds, String text) {
    assertThat(TimeText.seconds(seconds)).isEqualTo(text);
  }

  @Test
  void anAgeIsNeverNegative() {
    assertThat(TimeText.age("2026-11-23T07:59:18.5Z", NOW)).isEqualTo("41 s");
    assertThat(TimeText.age("2026-11-23T09:00:00Z", NOW)).isEqualTo("0 s");
    assertThat(TimeText.age("", NOW)).isEqualTo("-");
    assertThat(TimeText.age("soon", NOW)).isEqualTo("soon");
  }

  @Test
  void anExactTimeSortsAsText() {
    assertThat(TimeText.exact("2026-11-23T07:59:18.512Z")).isEqualTo("2026-11-23 07:59:18Z");
    assertThat(TimeText.since("2026-11-23T07:59:00Z", NOW))
        .isEqualTo("for 60 s (since 2026-11-23 07:59:00Z)");
    assertThat(TimeText.tenths(4_250)).isEqualTo("4.2 s");
  }
}
