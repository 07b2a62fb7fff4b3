package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.tools.measure.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * Two real nodes in virtual time on a link that keeps nothing: they hold a load, are cut apart, one
 * learns changes, and the link is there again. Every frame from then on counts, until both hold the
 * same and, as their beacons say, know it.
 */
final class TwoNodes {
  /** A direct link between two, in bytes. */
  private static final LinkLimits LINK = new LinkLimits(65_536, false, 262_144);

  private static final long SEED = 1;
  private static final long BEACON_MILLIS = 15_000;

  /** No health cycle falls into what is measured. */
  private static final long HEALTH_MILLIS = 86_400_000;

  private static final long SETTLE_MILLIS = 120_000;
  private static final long EQUAL_MILLIS_MAX = 120_000;

  /** Entries of one import, so that its writes fit into one event. */
  private static final int IMPORT_ENTRIES = 1_000;

  private final VirtualSwarm swarm =
      new VirtualSwarm(
          new VirtualSettings(SEED, false, ToyKeys.RING, BEACON_MILLIS, HEALTH_MILLIS, true));
  private final VirtualCell link = swarm.cell("link", LINK);
  private final VirtualNode left = swarm.node("left", link);
  private final VirtualNode right = swarm.node("right", link);
  private final List<Entry> base;
  private final List<Entry> changes;

  /**
   * Two nodes that have not begun.
   *
   * @param changes steps after those of the load
   */
  TwoNodes(TaskLoad load, List<TaskLoad.Step> changes) {
    List<Signer> writers = new ArrayList<>();
    for (int i = 0; i < load.writers(); i++) {
      writers.add(swarm.node("writer-" + i).keys());
    }
    TaskLoad.Writers writing = new TaskLoad.Writers(swarm.parts().codec(), writers);
    this.base = writing.write(load.steps());
    this.changes = writing.write(changes);
  }

  /** Bytes and frames, all and by kind. */
  List<Reading> run() {
    left.start();
    right.start();
    take(left, base);
    take(right, base);
    swarm.run(SETTLE_MILLIS);
    require(swarm.converged(), "two nodes with the same load are not equal");
    right.cut(link);
    left.cut(link);
    take(right, changes);
    require(!swarm.converged(), "the changes changed nothing");
    FrameCount count = new FrameCount(swarm);
    swarm.watch(count);
    right.heal(link);
    left.heal(link);
    long millis = swarm.runUntil(swarm::converged, EQUAL_MILLIS_MAX);
    require(millis >= 0, "the nodes did not become equal");
    List<Reading> readings = new ArrayList<>();
    readings.add(new Reading(PartitionSync.CARRIED, count.bytes()));
    readings.add(new Reading(PartitionSync.MESSAGES, count.frames()));
    readings.addAll(count.byKind());
    return readings;
  }

  private static void take(VirtualNode node, List<Entry> entries) {
    for (int from = 0; from < entries.size(); from += IMPORT_ENTRIES) {
      node.importEntries(entries.subList(from, Math.min(from + IMPORT_ENTRIES, entries.size())));
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
