package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.node.Write;
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
 * Two real nodes that compare LIVE alone, in virtual time, on a link that keeps nothing: both held
 * everything, one goes on with an older store, and what it lacks is found by comparison, since the
 * other one's outbox has done its duty. Frames count from then on until LIVE is equal.
 */
final class SetBackNode {
  /** A direct link between two, in bytes. */
  private static final LinkLimits LINK = new LinkLimits(65_536, false, 262_144);

  private static final long SEED = 1;
  private static final long BEACON_MILLIS = 15_000;
  private static final long HEALTH_MILLIS = 86_400_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final int IMPORT_ENTRIES = 1_000;

  private final VirtualSwarm swarm =
      new VirtualSwarm(
          new VirtualSettings(SEED, false, ToyKeys.RING, BEACON_MILLIS, HEALTH_MILLIS, false));
  private final VirtualCell link = swarm.cell("link", LINK);
  private final VirtualNode whole = swarm.node("whole", link);
  private final VirtualNode lacking = swarm.node("lacking", link);
  private final List<Entry> held;
  private final List<Entry> lacked;

  SetBackNode(List<Entry> held, List<Entry> lacked) {
    this.held = held;
    this.lacked = lacked;
  }

  List<Reading> run() {
    whole.liveOnly = true;
    lacking.liveOnly = true;
    swarm.startAll();
    take(whole, held);
    take(lacking, held);
    settle();
    List<List<Write>> backup = lacking.backup();
    take(whole, lacked);
    settle();
    lacking.crash();
    lacking.restore(backup);
    FrameCount count = new FrameCount(swarm);
    swarm.watch(count);
    lacking.start();
    require(!sameLive(), "the older store lacks nothing");
    require(swarm.runUntil(this::sameLive, MINUTE_MILLIS) >= 0, "the nodes did not become equal");
    List<Reading> readings = new ArrayList<>();
    readings.add(new Reading(Reconcile.DIGESTS, count.digestBytes()));
    readings.add(new Reading(Reconcile.MESSAGES, count.digestFrames()));
    readings.addAll(count.byKind());
    return readings;
  }

  /** Until both are equal and every outbox knows it. */
  private void settle() {
    swarm.run(MINUTE_MILLIS);
    require(sameLive(), "two nodes with the same load are not equal");
  }

  private boolean sameLive() {
    return whole.core().ledger().live().equals(lacking.core().ledger().live());
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
