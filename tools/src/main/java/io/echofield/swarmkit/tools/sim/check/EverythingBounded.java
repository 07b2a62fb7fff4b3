package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Rejections;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.core.sync.LinkView;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * V-18: one event writes and says no more than a bound, by radio a node keeps to its share,
 * kinds of refusals have an end, and an outbox lets go of an entry only when somebody else holds
 * it. What the core keeps of members in heap is bounded class by class, which their own tests show.
 */
final class EverythingBounded extends Checker {
  /**
   * Writes that one new entry may lead to: itself, its log, its task's LIVE and whether it is due.
   */
  private static final long WRITES_PER_ENTRY_MAX = 4;

  /**
   * Writes of one event beside those: tasks looked at in one go (256), cursors, counters, peers.
   */
  private static final int WRITES_BESIDE_MAX = 300;

  /**
   * What one event may say on one LAN, in bytes, beside what the ledger holds; most seen: 16,669.
   */
  private static final long SAID_BYTES_MAX = 24_576;

  /** How often one event may say all that the ledger holds: as news, as an answer, as a tail. */
  private static final long SAID_TIMES_MAX = 3;

  /**
   * However much it holds: a burst, an answer as large, and frames of tails (16), HEADS (8)
   * and RANGES (4).
   */
  private static final long BURSTS_MAX = 2;

  private static final long FRAMES_BESIDE_MAX = 28;

  /** Entries that a node wrote itself and that no other node is known to have held. */
  private final Map<EntryId, Integer> alone = new HashMap<>();

  private final Composed composed = new Composed();
  private final Set<EntryId> written = new HashSet<>();
  private final Map<Integer, Map<LinkName, Long>> cursors = new HashMap<>();
  private final RadioShares shares = new RadioShares();

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
    composed.settled(node);
  }

  @Override
  public void restored(VirtualNode node, boolean shown) {
    cursors.remove(node.number());
  }

  @Override
  public void committed(VirtualNode node, Event event, Outcome outcome) {
    if (event instanceof Event.LinkUp up) {
      shares.linkUp(node, up.link());
    }
    bounds(node, outcome);
    for (Write write : outcome.writes()) {
      if (write instanceof Write.Append append) {
        held(node, append.stored().entry());
        shares.exists(append.stored().entry());
      }
    }
    composed.settled(node);
    for (Write write : outcome.writes()) {
      if (write instanceof Write.Cursor cursor) {
        moved(node, cursor);
      }
    }
  }

  private void bounds(VirtualNode node, Outcome outcome) {
    long entries = outcome.writes().stream().filter(Write.Append.class::isInstance).count();
    if (outcome.writes().size() > WRITES_PER_ENTRY_MAX * entries + WRITES_BESIDE_MAX) {
      violated(
          node,
          "makes " + outcome.writes().size() + " writes at once for " + entries + " new entries");
    }
    for (VirtualCell cell : node.cells()) {
      long bytes = said(outcome, cell.name());
      // By radio its share says how much.
      if (bytes > SAID_BYTES_MAX && !cell.limits().radio() && bytes > saidMax(node, cell)) {
        violated(node, "says " + bytes + " bytes at once on " + cell.name());
      }
    }
  }

  private static long said(Outcome outcome, LinkName link) {
    long bytes = 0;
    for (Send send : outcome.sends()) {
      bytes += send instanceof Send.OfFrame f && f.link().equals(link) ? f.frame().size() : 0;
    }
    return bytes;
  }

  private static long saidMax(VirtualNode node, VirtualCell cell) {
    LinkLimits limits = cell.limits();
    long held =
        node.store().reader().arrivals(0, Integer.MAX_VALUE).stream()
            .mapToLong(stored -> stored.entry().canonical().size())
            .sum();
    return Math.min(
        SAID_BYTES_MAX + SAID_TIMES_MAX * held,
        BURSTS_MAX * limits.burstBytes() + FRAMES_BESIDE_MAX * limits.frameBytesMax());
  }

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    if (cell.limits().radio() && !shares.take(node, cell, frame)) {
      violated(node, "says more on " + cell.name() + " than its share of it");
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
