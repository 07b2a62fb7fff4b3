package io.echofield.swarmkit.app;

import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.LocalBroker;

/**
 * Makes the node's own broker; unbound in {@code agent}, bound by whoever brings an embedded broker
 * along.
 */
public interface BrokerFactory {
  LocalBroker create(BrokerSettings settings);
}
