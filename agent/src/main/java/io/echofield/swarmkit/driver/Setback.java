package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.store.StoreException;
import java.util.Optional;

/**
 * The store did not do what was asked, so that the core does not stand for what is durable any
 * more.
 *
 * @param restored what is durable, to build the core anew; empty while the store is down
 * @param kept whether the writes turned out to be durable all the same
 */
record Setback(StoreException cause, Optional<Restored> restored, boolean kept) {}
