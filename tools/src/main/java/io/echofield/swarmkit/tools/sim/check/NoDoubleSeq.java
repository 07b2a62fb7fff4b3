package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * V-5: nobody gives one number twice in one life of a store, nor after a restore that the folder
 * shows, and of two entries that bear one number both are kept.
 */
final class NoDoubleSeq extends Checker {
  private record Place(int node, int storeLife, LogId log, long seq) {}

  private final Map<Place, EntryId> written = new HashMap<>();
  private final Map<Integer, Integer> storeLives = new HashMap<>();
  private final Composed composed = new Composed();
  private final Set<EntryId> durable = new HashSet<>();

  @Override
  public int invariant() {
    return 5;
  }

  @Override
  public void composed(VirtualNode node, Entry entry) {
    composed.add(node, entry);
  }

  @Override
  public void ended(VirtualNode node) {
    composed.settled(node);
  }

  @Override
  public void restored(VirtualNode node, boolean shown) {
    if (!shown) {
      storeLives.merge(node.number(), 1, Integer::sum);
    }
    durable.removeIf(
        id -> world().nodes().values().stream().noneMatch(n -> n.store().reader().contains(id)));
  }

  @Override
  public void committed(VirtualNode node, Event event, Outcome outcome) {
    for (Write write : outcome.writes()) {
      if (write instanceof Write.Append append) {
        written(node, append.stored().entry());
      }
    }
    composed.settled(node);
  }

  private void written(VirtualNode node, Entry entry) {
    if (!composed.writes(node, entry)) {
      return;
    }
    durable.add(entry.id());
    int life = storeLives.getOrDefault(node.number(), 0);
    EntryId before =
        written.put(new Place(node.number(), life, entry.log(), entry.seq()), entry.id());
    if (before != null && !before.equals(entry.id())) {
      violated(node, "wrote seq " + entry.seq() + " of epoch " + entry.log().epoch() + " twice");
    }
  }

  @Override
  public void quiescent() {
    for (VirtualNode node : world().running()) {
      for (EntryId id : durable) {
        if (!node.store().reader().contains(id)) {
          violated(node, "an entry that was written is not kept: two with its number?");
          return;
        }
      }
    }
  }
}
