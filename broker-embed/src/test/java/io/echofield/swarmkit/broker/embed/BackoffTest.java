package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest(name = "after {0} failures {1} to {2} ms")
  @CsvSource({
    "0, 125, 250",
    "1, 125, 250",
    "2, 250, 500",
    "5, 2000, 4000",
    "7, 8000, 16000",
    "8, 15000, 30000",
    "9, 15000, 30000",
    "2147483647, 15000, 30000",
  })
  void doublesWithJitterUpToTheBound(int failures, long least, long most) {
    Random random = new Random(failures);
    for (int i = 0; i < 1_000; i++) {
      assertThat(Backoff.delayMillis(failures, random)).isBetween(least, most);
    }
  }
}
