package io.echofield.swarmkit.tools.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "34356.4, '34,356'",
    "100, 100",
    "52.14, 52.1",
    "10, 10",
    "2, 2",
    "1.256, 1.26",
    "0.9441, 0.944",
    "0.7, 0.7",
    "0, 0",
    "-3.5, -3.5"
  })
  void threeDigitsCount(double value, String text) {
    assertThat(NumberText.of(value)).isEqualTo(text);
  }
}
