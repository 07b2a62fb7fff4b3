package io.echofield.swarmkit.broker;

/**
 * What a local broker is doing. {@code RESTARTING}: it died and its supervisor waits to bring it
 * back.
 */
public enum BrokerState {
  RUNNING,
  RESTARTING,
  STOPPED
}
