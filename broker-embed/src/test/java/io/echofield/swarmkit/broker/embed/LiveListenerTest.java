package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.broker.BrokerException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveListenerTest {
  private static final LiveListener ASKED = new LiveListener("TCP_LISTENER", "127.0.0.1", 1884);

  @Test
  void theOneAskedForIsTaken() throws Exception {
    assertThat(LiveListener.requireOnly(List.of(ASKED), "127.0.0.1", 1884)).isEqualTo(1884);
    assertThat(LiveListener.requireOnly(List.of(ASKED), "127.0.0.1", 0)).isEqualTo(1884);
  }

  @Test
  void anythingElseIsRefused() {
    refused(List.of());
    refused(List.of(ASKED, new LiveListener("TCP_LISTENER", "0.0.0.0", 1883)));
    refused(List.of(new LiveListener("TCP_LISTENER", "0.0.0.0", 1884)));
    refused(List.of(new LiveListener("TCP_LISTENER", "127.0.0.1", 1883)));
    refused(List.of(new LiveListener("WEBSOCKET_LISTENER", "127.0.0.1", 1884)));
  }

  @Test
  void aFreePortMustHaveBecomeARealOne() {
    List<LiveListener> live = List.of(new LiveListener("TCP_LISTENER", "127.0.0.1", 0));
    assertThatThrownBy(() -> LiveListener.requireOnly(live, "127.0.0.1", 0))
        .isInstanceOf(BrokerException.class);
  }

  private static void refused(List<LiveListener> live) {
    assertThatThrownBy(() -> LiveListener.requireOnly(live, "127.0.0.1", 1884))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("127.0.0.1:1884");
  }
}
