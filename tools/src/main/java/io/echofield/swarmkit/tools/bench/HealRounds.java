package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualBridge;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Reading;
import io.echofield.swarmkit.tools.measure.Series;
import io.echofield.swarmkit.tools.measure.Target;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a swarm of many nodes needs to become equal after two halves of it, which both got
 * entries meanwhile, can speak again.
 *
 * <p>A round is the time in which each node speaks once: the interval of beacons. What is forwarded
 * at once needs less than one; what was lost is found by a beacon and needs some.
 */
final class HealRounds implements Benchmark {
  /**
   * Cells of nodes in a tree, joined by nodes that are in two of them; one node joins the halves.
   */
  static final String ONE_BRIDGE = "one bridge";

  /** Two brokers that forward everything to each other: everybody hears everybody. */
  static final String FULL = "full";

  static final String LOSSY = ", 20 % loss";

  static final Metric ROUNDS = new Metric("rounds", "beacon intervals", LOWER);
  static final Metric TIME = new Metric("time", "s", LOWER);
  static final Metric BYTES = new Metric("said", "bytes/node", LOWER);

  private static final double IDEAL_ONE_BRIDGE_ROUNDS = 10;
  private static final double IDEAL_FULL_ROUNDS = 3;

  private static final long ROUND_MILLIS = 15_000;
  private static final long SETTLE_MILLIS = ROUND_MILLIS;
  private static final long HEAL_MILLIS_MAX = 100 * ROUND_MILLIS;
  private static final long LOOK_MILLIS = 50;
  private static final long DAY_MILLIS = 86_400_000;
  private static final double MILLIS = 1_000;

  /** A frame crosses two virtual links, so that 20 % of all get lost on the way. */
  private static final LinkQuality LOSES = new LinkQuality(1 - Math.sqrt(0.8), 0, 1, 5);

  private static final Parameter NODES =
      new Parameter("nodes", "nodes of the swarm", 1_000, 8, 10_000);
  private static final Parameter CELL =
      new Parameter("cell", "nodes of a cell where there is one bridge", 50, 3, 1_000);
  private static final Parameter WRITTEN =
      new Parameter("written", "entries that each half gets while they are apart", 10, 1, 10_000);

  @Override
  public String name() {
    return "heal-1000";
  }

  @Override
  public String measures() {
    return "Beacon intervals from the heal of a partition until all of 1,000 simulated nodes hold"
        + " the same, beside the ideal of nodes that each speak to one other in a round.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(NODES, CELL, WRITTEN);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int nodes = values.getInt(NODES);
    int cell = values.getInt(CELL);
    int written = values.getInt(WRITTEN);
    AtomicLong seed = new AtomicLong();
    List<Target> targets =
        List.of(
            target(ONE_BRIDGE, 1.5 * IDEAL_ONE_BRIDGE_ROUNDS),
            target(ONE_BRIDGE + LOSSY, 2 * IDEAL_ONE_BRIDGE_ROUNDS),
            target(FULL, 1.5 * IDEAL_FULL_ROUNDS),
            target(FULL + LOSSY, 2 * IDEAL_FULL_ROUNDS));
    List<Trial> trials = new ArrayList<>();
    for (boolean lossy : List.of(false, true)) {
      String loss = lossy ? LOSSY : "";
      trials.add(
          new Trial(
              ONE_BRIDGE + loss,
              Trial.OURS,
              unused -> run(seed.incrementAndGet(), nodes, cell, written, lossy)));
      trials.add(
          new Trial(
              FULL + loss,
              Trial.OURS,
              unused -> run(seed.incrementAndGet(), nodes, nodes, written, lossy)));
    }
    return new Plan(0, trials, targets, Map.of());
  }

  private static Target target(String workload, double rounds) {
    return Target.number(rounds, new Series(workload, Trial.OURS, ROUNDS));
  }

  /** With cells of half the nodes or more there are two, bridged; else there are trees of cells. */
  static List<Reading> run(long seed, int nodes, int cellNodes, int written, boolean lossy) {
    VirtualSwarm swarm =
        new VirtualSwarm(
            new VirtualSettings(seed, true, ToyKeys.RING, ROUND_MILLIS, DAY_MILLIS, true));
    Halves halves = cellNodes * 2 >= nodes ? bridged(swarm, nodes) : trees(swarm, nodes, cellNodes);
    halves.cut().run();
    swarm.startAll();
    swarm.run(SETTLE_MILLIS);
    LogLoad load = new LogLoad(swarm.parts().codec(), 2 * written, seed);
    List<Entry> entries = load.inEach(2 * written, 1);
    swarm.node(0).importEntries(entries.subList(0, written));
    swarm.node(nodes - 1).importEntries(entries.subList(written, 2 * written));
    swarm.run(SETTLE_MILLIS);
    if (lossy) {
      swarm.cells().forEach(cell -> cell.quality = LOSES);
    }
    if (equal(swarm)) {
      throw new IllegalStateException("the halves were not cut apart");
    }
    long before = swarm.cells().stream().mapToLong(cell -> cell.bytes).sum();
    halves.heal().run();
    long start = swarm.nowMillis();
    while (!equal(swarm)) {
      swarm.run(LOOK_MILLIS);
      if (swarm.nowMillis() - start > HEAL_MILLIS_MAX) {
        throw new IllegalStateException("not equal after " + HEAL_MILLIS_MAX + " ms");
      }
    }
    double millis = swarm.nowMillis() - start;
    double bytes = swarm.cells().stream().mapToLong(cell -> cell.bytes).sum() - before;
    return List.of(
        new Reading(ROUNDS, millis / ROUND_MILLIS),
        new Reading(TIME, millis / MILLIS),
        new Reading(BYTES, bytes / nodes));
  }

  private static boolean equal(VirtualSwarm swarm) {
    LiveDigest first = swarm.node(0).core().ledger().live();
    return swarm.nodes().stream().allMatch(node -> node.core().ledger().live().equals(first))
        && swarm.converged();
  }

  /** How the two halves are cut and healed. */
  private record Halves(Runnable cut, Runnable heal) {}

  private static Halves bridged(VirtualSwarm swarm, int nodes) {
    VirtualCell one = swarm.cell("one", SyncPair.LAN);
    VirtualCell other = swarm.cell("other", SyncPair.LAN);
    VirtualBridge bridge = swarm.bridge(one, other);
    for (int i = 0; i < nodes; i++) {
      swarm.node(i < nodes / 2 ? one : other);
    }
    return new Halves(bridge::cut, bridge::heal);
  }

  /** Each half a binary tree of cells; the first node of a cell is in the cell above it too. */
  private static Halves trees(VirtualSwarm swarm, int nodes, int cellNodes) {
    int cells = (nodes / 2 + cellNodes - 1) / cellNodes;
    List<VirtualCell> all = new ArrayList<>();
    for (int i = 0; i < 2 * cells; i++) {
      all.add(swarm.cell("cell-" + i, SyncPair.LAN));
    }
    VirtualCell otherRoot = all.get(cells);
    VirtualNode bridge = swarm.node(all.get(0), otherRoot);
    for (int i = 1; i < nodes; i++) {
      int half = 2 * i < nodes ? 0 : 1;
      int place = i - half * (nodes / 2);
      int cell = place / cellNodes;
      boolean gateway = cell > 0 && place % cellNodes == 0;
      VirtualCell own = all.get(half * cells + Math.min(cell, cells - 1));
      if (gateway) {
        swarm.node(own, all.get(half * cells + (cell - 1) / 2));
      } else {
        swarm.node(own);
      }
    }
    return new Halves(() -> bridge.cut(otherRoot), () -> bridge.heal(otherRoot));
  }
}
