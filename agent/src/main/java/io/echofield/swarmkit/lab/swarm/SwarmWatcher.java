package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.sync.Channel;

/**
 * Sees what happens in a virtual swarm, in the order of happening; must change nothing. Called on
 * the thread of the swarm.
 */
public interface SwarmWatcher {
  /** A node hands a frame to a link; it may get lost. */
  default void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {}

  /** A frame reached a node and is about to be applied. */
  default void delivered(
      VirtualNode node, VirtualCell cell, Channel channel, boolean retained, Bytes frame) {}

  /** A life begins; the store is open, nothing is applied yet. */
  default void began(VirtualNode node) {}

  /** A life ended: the process is gone, the store stays. */
  default void ended(VirtualNode node) {}

  /**
   * The node's store was replaced by an older copy; it does not run.
   *
   * @param shown whether what lies beside the store shows it
   */
  default void restored(VirtualNode node, boolean shown) {}

  /** The node composes an entry of its own; it is not merged yet. */
  default void composed(VirtualNode node, Entry entry) {}

  /** An outcome is durable, and nothing of it was sent yet. */
  default void committed(VirtualNode node, Event event, Outcome outcome) {}

  /** A job is about to start. */
  default void started(VirtualNode node, Job.RunRemedy job) {}

  /** A command that wrote was answered with yes. */
  default void acknowledged(VirtualNode node, TaskId task) {}

  /** The core threw: it ends as a process does that fell over. */
  default void fell(VirtualNode node, Event event, RuntimeException why) {}
}
