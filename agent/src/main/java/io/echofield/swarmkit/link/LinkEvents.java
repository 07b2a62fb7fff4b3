package io.echofield.swarmkit.link;

import io.echofield.swarmkit.core.id.NodeId;

/** What a link tells the node. Any thread; never blocks for long, never throws. */
public interface LinkEvents {
  /** The link can carry payloads now. */
  void up();

  /** The link cannot carry payloads any more; {@code reason} is a phrase for an operator. */
  void down(String reason);

  /**
   * False: the node's inbox is full and the payload was dropped; the peer's digest makes it come
   * again.
   */
  boolean received(Incoming incoming);

  /** The medium says that a node vanished (an MQTT will). A hint. */
  void vanished(NodeId node, long session);
}
