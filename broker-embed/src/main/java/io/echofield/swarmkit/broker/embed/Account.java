package io.echofield.swarmkit.broker.embed;

import io.echofield.swarmkit.core.id.NodeId;
import java.util.Optional;

/**
 * Who an admitted client is: a node of the swarm, or nobody in particular.
 *
 * @param node the node, or empty for a client without a user name
 */
record Account(Optional<NodeId> node) {
  static final Account ANONYMOUS = new Account(Optional.empty());

  static Account of(NodeId node) {
    return new Account(Optional.of(node));
  }

  /**
   * One word that {@link #parse} reads back; empty for the anonymous account, which no node id can
   * be.
   */
  String text() {
    return node.map(NodeId::text).orElse("");
  }

  static Account parse(String text) {
    return text.isEmpty() ? ANONYMOUS : of(new NodeId(text));
  }
}
