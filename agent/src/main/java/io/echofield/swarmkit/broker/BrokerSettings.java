package io.echofield.swarmkit.broker;

import io.echofield.swarmkit.core.id.Bytes;
import java.nio.file.Path;

/**
 * What a local broker needs to know.
 *
 * @param bind address to listen on; anything but loopback is refused in this version
 * @param port 1 to 65,535, or 0 for a free one
 * @param folder where the broker keeps its own files; made if missing
 * @param topicRoot first topic level of the swarm
 * @param anonymous what a client without a user name may do
 * @param accountKey secret from which node passwords are derived, see {@link BrokerAccounts}
 */
public record BrokerSettings(
    String bind, int port, Path folder, String topicRoot, Anonymous anonymous, Bytes accountKey) {
  /** What a client without a user name may do on the loopback listener. */
  public enum Anonymous {
    /** Subscribe to {@code <root>/health/#} and nothing else. */
    HEALTH,
    /** Not connect at all. */
    NONE
  }

  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("broker port must be 0 to 65535 but was " + port);
    }
  }
}
