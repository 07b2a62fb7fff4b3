package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
  private static final Fault.Parties NAMED =
      new Fault.Parties("mast:1883", "node-a~swarm-mast", "node-a", true);

  static Stream<IOException> dialFailures() {
    return Stream.of(
        new UnknownHostException("mast"),
        new ConnectException("refused"),
        new SocketTimeoutException("timed out"),
        new NoRouteToHostException("no route"),
        new SSLHandshakeException("bad certificate"));
  }

  @ParameterizedTest
  @MethodSource("dialFailures")
  void eachWayNotToReachABrokerSaysWhereAndWhatNext(IOException failure) {
    Fault fault = Fault.ofDial(failure, NAMED);
    assertThat(fault.reason()).contains("mast:1883");
    assertThat(fault.next()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 134, 135})
  void aRefusedUserIsRetriedSlowly(int code) {
    Fault fault = Fault.ofConnect(new BrokerConnection.ConnectException(code, "no", null), NAMED);
    assertThat(fault.slow()).isTrue();
    assertThat(fault.reason()).isEqualTo("the broker at mast:1883 does not let node-a in");
    assertThat(fault.next()).isEqualTo("check the user name and the password file of this link");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 136, 137, 139})
  void aBusyBrokerIsRetriedQuickly(int code) {
    assertThat(
            Fault.ofConnect(new BrokerConnection.ConnectException(code, "no", null), NAMED).slow())
        .isFalse();
  }

  @Test
  void twoNodesOfOneNameAreNamed() {
    Fault fault = Fault.ofLoss(Fault.TAKEN_OVER, "closed", NAMED);
    assertThat(fault.reason()).contains("took over the id node-a~swarm-mast");
    assertThat(fault.slow()).isTrue();
  }
}
