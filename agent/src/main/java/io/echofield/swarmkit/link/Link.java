package io.echofield.swarmkit.link;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.sync.LinkLimits;

/**
 * Port: one way to other nodes.
 *
 * <p>A link decides nothing about the ledger: it carries payloads, reconnects by itself, and
 * reports. {@link #offer} is called only from the thread that owns the node.
 */
public interface Link {
  LinkName name();

  LinkLimits limits();

  /** Begins to connect, in the background; returns at once. Called once. */
  void start(LinkHello hello, LinkEvents events);

  /**
   * Takes a payload for sending. Never blocks, never throws; false means not taken; true does not
   * mean delivered.
   */
  boolean offer(Outgoing outgoing);

  /**
   * Payloads taken but not yet handed to the medium are sent within {@code graceMillis} if
   * possible, then the link closes.
   */
  void stop(long graceMillis);

  /** Any thread. */
  LinkStatus status();
}
