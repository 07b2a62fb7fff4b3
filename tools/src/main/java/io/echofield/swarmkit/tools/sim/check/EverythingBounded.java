package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Rejections;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.LinkView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * V-18: one event writes and says no more than a bound, kinds of refusals have an end, and an
 * outbox lets go of an entry only when somebody else holds it. What the core keeps of members in
 * heap is bounded class by class, which their own tests show.
 */
final class EverythingBounded extends Checker {
  private static final int WRITES_MAX = 70_000;
  private static final long SENT_BYTES_MAX = 4L << 20;

  /** Entries that a node wrote itself and that no other node is known to have held. */
  private final Map<EntryId, Integer> alone = new HashMap<>();

  private final Composed composed = new Composed();
  private final Set<EntryId> written = new HashSet<>();
  private final Map<Integer, Map<LinkName, Long>> cursors = new HashMap<>();

  @Override
  public int invariant() {
    return 18;
  }

  @Override
  public void composed(VirtualNode node, Entry entry) {
    composed.add(node, entry);
  }

  @Override
  public void ended(VirtualNode node) {
    composed.ended(node);
  }

  @Override
  public void restored(VirtualNode node, boolean shown) {
    cursors.remove(node.number());
  }

  @Override
  public void committed(VirtualNode node, Event event, Outcome outcome) {
    bounds(node, outcome);
    for (Write write : outcome.writes()) {
      if (write instanceof Write.Append append) {
        held(node, append.stored().entry());
      }
    }
    for (Write write : outcome.writes()) {
      if (write instanceof Write.Cursor cursor) {
        moved(node, cursor);
      }
    }
  }

  private void bounds(VirtualNode node, Outcome outcome) {
    long bytes = 0;
    for (Send send : outcome.sends()) {
      bytes += send instanceof Send.OfFrame frame ? frame.frame().size() : 0;
    }
    if (bytes > SENT_BYTES_MAX) {
      violated(node, "says " + bytes + " bytes at once");
    }
    if (outcome.writes().size() > WRITES_MAX) {
      violated(node, "makes " + outcome.writes().size() + " writes at once");
    }
  }

  private void held(VirtualNode node, Entry entry) {
    // Two copies of a node may write the very same entry.
    boolean own = composed.writes(node, entry);
    if (own && written.add(entry.id())) {
      alone.put(entry.id(), node.number());
    } else {
      Integer writer = alone.get(entry.id());
      if (writer != null && writer != node.number()) {
        alone.remove(entry.id());
      }
    }
  }

  private void moved(VirtualNode node, Write.Cursor cursor) {
    long before =
        cursors
            .computeIfAbsent(node.number(), number -> new HashMap<>())
            .getOrDefault(cursor.link(), 0L);
    cursors.get(node.number()).put(cursor.link(), cursor.arrival());
    int many = (int) Math.max(0, Math.min(Integer.MAX_VALUE, cursor.arrival() - before));
    for (StoredEntry stored : node.store().reader().arrivals(before, many)) {
      Integer writer = alone.get(stored.entry().id());
      if (writer != null && writer == node.number() && stored.arrival() <= cursor.arrival()) {
        violated(
            node,
            "took entry "
                + stored.arrival()
                + " off the outbox of "
                + cursor.link()
                + ", which nobody else holds");
        return;
      }
    }
  }

  @Override
  public void end() {
    for (VirtualNode node : world().running()) {
      if (node.core().rejections().counts().size() > Rejections.REASONS_MAX + 1) {
        violated(node, "counts refusals under too many reasons");
      }
      for (LinkView link : node.core().links()) {
        if (link.owed() < 0 || link.cursor() > node.core().ledger().arrivals()) {
          violated(node, "the outbox of " + link.name() + " is ahead of the ledger");
        }
      }
    }
  }
}
