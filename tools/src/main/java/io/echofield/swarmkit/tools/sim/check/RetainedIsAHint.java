package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * V-14: whatever brokers forget, put back or exchange, no ledger loses anything, and what nodes
 * keep there of themselves is put right.
 */
final class RetainedIsAHint extends Checker {
  private record Place(int node, String cell, Channel channel) {}

  private static final long STEP_MILLIS = 100;
  private static final int REPAIR_STEPS = 150;

  private final Map<Integer, Long> arrivals = new HashMap<>();
  private final Map<Place, Bytes> published = new HashMap<>();
  private final Set<Place> mayBeLost = new HashSet<>();

  @Override
  public int invariant() {
    return 14;
  }

  @Override
  public void restored(VirtualNode node, boolean shown) {
    arrivals.remove(node.number());
  }

  @Override
  public void committed(VirtualNode node, Event event, Outcome outcome) {
    long held = node.core().ledger().arrivals();
    Long before = arrivals.put(node.number(), held);
    if (before != null && held < before) {
      violated(node, "held " + before + " entries and now holds " + held);
    }
  }

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    if (channel == Channel.BEACON || channel == Channel.HEAD) {
      Place place = new Place(node.number(), cell.name().text(), channel);
      published.put(place, frame);
      // A slow medium may carry it when it is no longer as good as now.
      if (cell.quality.loss() > 0 || cell.bytesPerSecond > 0) {
        mayBeLost.add(place);
      } else {
        mayBeLost.remove(place);
      }
    }
  }

  /** Looked at when the scenario is over: by then every node had time to look after its topics. */
  @Override
  public void end() {
    if (!world().fair()) {
      return;
    }
    for (VirtualNode node : world().running()) {
      for (VirtualCell cell : node.cells()) {
        if (cell.limits().retained() && cell.connected(node)) {
          compare(node, cell, Channel.BEACON);
          compare(node, cell, Channel.HEAD);
        }
      }
    }
  }

  private void compare(VirtualNode node, VirtualCell cell, Channel channel) {
    Place place = new Place(node.number(), cell.name().text(), channel);
    Bytes mine = published.get(place);
    Optional<VirtualCell.Kept> kept = cell.kept(channel, node.id(), 0);
    // A head that another broker or a stranger overwrote shows to its node when it connects again.
    // One that was lost on its way is said again when there is something new to say.
    boolean hidden =
        channel == Channel.HEAD
            && (kept.filter(k -> !k.own()).isPresent() || mayBeLost.contains(place));
    // A bridge may bring what the node published on another cell.
    boolean same = kept.filter(k -> newest(node, channel, k.frame())).isPresent();
    boolean due = mine != null || channel == Channel.BEACON;
    if (due && !same && !hidden && !onTheWay(node, cell, channel)) {
      violated(node, "what " + cell.name() + " keeps of its " + channel + " is not its newest");
    }
  }

  private boolean newest(VirtualNode node, Channel channel, Bytes frame) {
    return node.cells().stream()
        .map(cell -> published.get(new Place(node.number(), cell.name().text(), channel)))
        .anyMatch(frame::equals);
  }

  /**
   * Whether it comes to be the newest before long: a bridge can always bring an older one, which is
   * put right within a back-off of 10 s.
   */
  private boolean onTheWay(VirtualNode node, VirtualCell cell, Channel channel) {
    for (int step = 0; step < REPAIR_STEPS; step++) {
      world().swarm().run(STEP_MILLIS);
      if (cell.kept(channel, node.id(), 0)
          .filter(kept -> newest(node, channel, kept.frame()))
          .isPresent()) {
        return true;
      }
    }
    return false;
  }
}
