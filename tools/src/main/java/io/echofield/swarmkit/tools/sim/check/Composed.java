package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Entries that nodes composed in their present lives and did not write yet. A copy of a node may
 * compose the very same entry, and a node that crashes on one may hear it from its copy later: that
 * one it did not write itself.
 */
final class Composed {
  private final Map<Integer, Set<EntryId>> byNode = new HashMap<>();

  void add(VirtualNode node, Entry entry) {
    byNode.computeIfAbsent(node.number(), number -> new HashSet<>()).add(entry.id());
  }

  /**
   * A life ended, or an outcome was committed: what was composed until now and not written never
   * will be, as when the disk was full.
   */
  void settled(VirtualNode node) {
    byNode.remove(node.number());
  }

  /** An entry is written: whether this life of the node composed it; true once. */
  boolean writes(VirtualNode node, Entry entry) {
    Set<EntryId> own = byNode.get(node.number());
    return own != null && entry.author().equals(node.author()) && own.remove(entry.id());
  }
}
