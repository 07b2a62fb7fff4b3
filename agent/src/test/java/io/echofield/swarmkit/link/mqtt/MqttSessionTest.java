package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttSessionTest {
  @ParameterizedTest
  @CsvSource({"65535, 64", "65, 64", "64, 63", "20, 19", "10, 9", "2, 1", "1, 1"})
  void theWindowIsBelowWhatTheBrokerAllows(int receiveMaximum, int window) {
    assertThat(MqttSession.window(receiveMaximum)).isEqualTo(window);
  }
}
