package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * V-2: whoever gets the same entries in another order, some of them twice, has the same in the end.
 */
final class MergeOrderDoesNotMatter extends Checker {
  @Override
  public int invariant() {
    return 2;
  }

  @Override
  public void quiescent() {
    for (VirtualNode node : world().running()) {
      mergeAnew(node);
      return;
    }
  }

  private void mergeAnew(VirtualNode node) {
    SwarmParts parts = world().swarm().parts();
    RosterBook book = parts.book(node.keys());
    Ledger anew =
        new Ledger(parts.hash(), book, new MemoryStore().reader(), List.of(), LiveDigest.EMPTY, 0);
    List<StoredEntry> entries =
        new ArrayList<>(node.store().reader().arrivals(0, Integer.MAX_VALUE));
    SplittableRandom random = new SplittableRandom(world().swarm().settings().seed());
    for (int i = entries.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      StoredEntry moved = entries.get(i);
      entries.set(i, entries.get(j));
      entries.set(j, moved);
      if (random.nextInt(4) == 0) {
        anew.merge(moved.entry());
      }
    }
    entries.forEach(stored -> anew.merge(stored.entry()));
    Ledger held = node.core().ledger();
    if (!anew.live().equals(held.live())) {
      violated(node, "another order of the same entries gives another LIVE");
    } else if (!anew.hash().equals(held.hash())) {
      violated(node, "another order of the same entries gives other tasks");
    }
  }
}
