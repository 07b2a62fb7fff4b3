/**
 * The embedded MQTT broker behind the {@code LocalBroker} port: in this JVM, or in a supervised
 * child JVM.
 *
 * <p>Nothing outside this package sees the broker's own classes; of this package, {@code
 * ChildBroker} and what it uses must load without them, because the agent's class path does not
 * carry them.
 */
package io.echofield.swarmkit.broker.embed;
