package io.echofield.swarmkit.tools.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static Samples samples(Double... values) {
    return new Samples(List.of(values));
  }

  @Test
  void theMedianIsTheMiddleOneOrBetweenTheTwoInTheMiddle() {
    assertThat(samples(9.0, 1.0, 5.0).median()).isEqualTo(5);
    assertThat(samples(9.0, 1.0, 5.0, 7.0).median()).isEqualTo(6);
    assertThat(samples(4.0).median()).isEqualTo(4);
  }

  @Test
  void theSpreadIsFromTheLowestToTheHighest() {
    assertThat(samples(3.0, 1.0, 2.0).min()).isEqualTo(1);
    assertThat(samples(3.0, 1.0, 2.0).max()).isEqualTo(3);
  }

  @Test
  void aRatioIsTakenRoundByRoundSoASlowRoundCancels() {
    Samples ours = samples(100.0, 10.0, 90.0);
    Samples peer = samples(50.0, 5.0, 45.0);
    assertThat(ours.per(peer).values()).containsExactly(2.0, 2.0, 2.0);
  }

  @Test
  void noSampleAndUnequalRoundsAreRefused() {
    assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> samples(1.0).per(samples(1.0, 2.0)))
        .hasMessageContaining("rounds differ: 1 and 2");
  }
}
