package io.echofield.swarmkit.broker;

import java.util.function.Consumer;

/**
 * Port: the MQTT broker that a node may run for itself and its neighbours.
 *
 * <p>{@code agent} leaves it unbound; {@code broker-embed} fills it twice (a supervised child JVM,
 * and in-process). All methods may be called from any thread and may block for seconds; the caller
 * keeps them off the node's loop.
 */
public interface LocalBroker {
  /**
   * Starts the broker and returns once the endpoints really listen.
   *
   * @param onChange told, from any thread and never concurrently, whenever the broker's state
   *     changes after this call returned (for instance it died, or a supervisor brought it back,
   *     possibly on the same ports)
   * @throws BrokerException if it cannot start; nothing is left running then
   */
  BrokerEndpoints start(Consumer<BrokerState> onChange) throws BrokerException;

  /** Stops the broker; returns when its listeners are closed. Idempotent, never throws. */
  void stop();
}
