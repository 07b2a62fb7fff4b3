package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** V-6: a node writes nothing about a task that lowers what it holds of it. */
final class StepsNeverLower extends Checker {
  /** What each node wrote on the store it has now. */
  private final Map<Integer, Set<EntryId>> written = new HashMap<>();

  @Override
  public void restored(VirtualNode node) {
    written.remove(node.number());
  }

  @Override
  public int invariant() {
    return 6;
  }

  @Override
  public void composed(VirtualNode node, Entry entry) {
    written.computeIfAbsent(node.number(), number -> new HashSet<>()).add(entry.id());
    if (!node.running() || entry.key().isEmpty() || entry.body() instanceof Body.Create) {
      return;
    }
    List<StoredEntry> held =
        node.core().ledger().reader().history(entry.key().get(), 0, Integer.MAX_VALUE);
    if (entry.body() instanceof Body.Life life) {
      held.forEach(stored -> compare(node, life, stored.entry()));
    } else if (entry.body() instanceof Body.Edit edit) {
      for (StoredEntry stored : held) {
        if (stored.entry().body() instanceof Body.Edit seen
            && stored.proven()
            && seen.spec().version() >= edit.spec().version()) {
          violated(node, "edited version " + edit.spec().version() + " over a newer one");
        }
      }
    }
  }

  /** Compares a step with one cell that the node holds. */
  private void compare(VirtualNode node, Body.Life life, Entry held) {
    if (!(held.body() instanceof Body.Life seen) || seen.gen() != life.gen()) {
      return;
    }
    // What bears its name but was forged, or written by another life of its, binds nobody here.
    boolean own = written.get(node.number()).contains(held.id());
    boolean starts = life.phase() == Phase.CLAIMED || life.phase() == Phase.RUNNING;
    if (own && seen.term() == life.term() && seen.phase().compareTo(life.phase()) >= 0) {
      violated(node, "wrote " + life.phase() + " over " + seen.phase() + " in one cell");
    } else if (starts && own && seen.term() > life.term()) {
      violated(node, "began term " + life.term() + " but had written term " + seen.term());
    }
  }
}
