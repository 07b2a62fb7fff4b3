package io.echofield.swarmkit.tools.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "demo, demo, 0",
    "demoo, demo, 1",
    "demo, dem, 1",
    "dmeo, demo, 1",
    "status, stauts, 1",
    "a, b, 1",
    "'', abc, 3",
    "kitten, sitting, 3"
  })
  void distanceCountsLettersToChange(String a, String b, int distance) {
    assertThat(Nearest.distance(a, b)).isEqualTo(distance);
  }

  @Test
  void onlyAWordThatIsNearIsNamed() {
    assertThat(Nearest.of("statsu", List.of("task", "status", "node"))).contains("status");
    assertThat(Nearest.of("--nod-id", List.of("--node-id", "--no-color"))).contains("--node-id");
    assertThat(Nearest.of("--prio", List.of("--param", "--priority"))).contains("--priority");
    assertThat(Nearest.of("frobnicate", List.of("task", "status", "node"))).isEmpty();
  }
}
