package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.NodeParts;
import io.echofield.swarmkit.core.node.Outcome;

/**
 * Faults planted around a node, to see that a checker catches them: by other parts, events and
 * outcomes than it should have. The core itself has no switch for any of this.
 */
public interface Tamper {
  /** Plants nothing. */
  Tamper NONE = new Tamper() {};

  /** What the core gets instead of these parts, at the begin of each life. */
  default NodeParts parts(VirtualNode node, NodeParts parts) {
    return parts;
  }

  /** What the core is told instead of this event. */
  default Event event(VirtualNode node, Event event) {
    return event;
  }

  /** What the owner of the core does instead of this outcome. */
  default Outcome outcome(VirtualNode node, Event event, Outcome outcome) {
    return outcome;
  }

  /** Whether sends, replies and jobs come before the commit. */
  default boolean hasty(VirtualNode node) {
    return false;
  }
}
