package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.broker.BrokerException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "localhost, 127.0.0.1",
    "127.1.2.3, 127.1.2.3",
    "::1, 0:0:0:0:0:0:0:1",
  })
  void loopbackIsTaken(String text, String address) throws Exception {
    assertThat(BindAddress.parse(text).text()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "192.168.1.4", "example.org", "", "999.1.1.1", "127.1", "*"})
  void anythingElseIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> BindAddress.parse(text))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageNotContaining("\n");
  }
}
