package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.core.id.Bytes;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChildProtocolTest {
  private static final BrokerSettings SETTINGS =
      new BrokerSettings(
          "127.0.0.1", 65_535, Path.of("/d/a b=ü\n"), "swarm", Anonymous.NONE, Bytes.ofHex("00ff"));

  @Test
  void settingsArriveWholeAndNoByteMoreIsRead() throws Exception {
    byte[] sent = ChildProtocol.encode(SETTINGS);
    byte[] followed = Arrays.copyOf(sent, sent.length + 1);
    followed[sent.length] = ChildProtocol.STOP;
    ByteArrayInputStream stream = new ByteArrayInputStream(followed);
    assertThat(ChildProtocol.decode(stream)).isEqualTo(SETTINGS);
    assertThat(stream.read()).isEqualTo(ChildProtocol.STOP);
  }

  @Test
  void aCutStreamIsAnEndNotASetting() {
    byte[] sent = ChildProtocol.encode(SETTINGS);
    for (int length = 0; length < sent.length; length++) {
      ByteArrayInputStream cut = new ByteArrayInputStream(sent, 0, length);
      assertThatThrownBy(() -> ChildProtocol.decode(cut)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void readyLineCarriesTheEndpoints() {
    BrokerEndpoints endpoints = new BrokerEndpoints("127.0.0.1", 1883, 77);
    String line = new String(ChildProtocol.ready(endpoints), UTF_8);
    assertThat(line).endsWith("\n");
    assertThat(ChildProtocol.parseReady(line.strip())).contains(endpoints);
    assertThat(ChildProtocol.parseFailed(line.strip())).isEmpty();
  }

  @Test
  void failedLineCarriesReasonAndTheFirstLineOfTheMessage() {
    BrokerException failure = new BrokerException(Reason.PORT_IN_USE, "port 1 is in use\nmore");
    String line = new String(ChildProtocol.failed(failure), UTF_8);
    BrokerException parsed = ChildProtocol.parseFailed(line.strip()).orElseThrow();
    assertThat(parsed.reason()).isEqualTo(Reason.PORT_IN_USE);
    assertThat(parsed).hasMessage("port 1 is in use");
    assertThat(ChildProtocol.parseReady(line.strip())).isEmpty();
  }

  @Test
  void otherLinesSayNothing() {
    assertThat(ChildProtocol.parseReady("WARN something ready")).isEmpty();
    assertThat(ChildProtocol.parseFailed("ERROR failed")).isEmpty();
  }
}
