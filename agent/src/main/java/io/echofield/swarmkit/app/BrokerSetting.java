package io.echofield.swarmkit.app;

import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;

/**
 * The embedded broker.
 *
 * @param enabled whether this node runs one
 * @param bind loopback address to listen on
 * @param port 1 to 65,535, or 0 for a free one
 * @param anonymous what a client without a user name may do
 * @param inProcess run it in the agent's own process instead of a supervised child
 */
public record BrokerSetting(
    boolean enabled, String bind, int port, Anonymous anonymous, boolean inProcess) {
  public BrokerSetting {
    if (port < 0 || port > HostPort.PORT_MAX) {
      throw new IllegalArgumentException("broker port must be 0 to 65535 but was " + port);
    }
  }
}
