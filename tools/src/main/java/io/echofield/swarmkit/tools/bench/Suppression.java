package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.tools.bench.FrameLog.Kind;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many of a large cell answer one member that lacks what all others hold.
 *
 * <p>Members are set back to their stores from before, one after the other. The model beside it has
 * the same longest back-off, and in it too all hear a frame after the same time.
 */
final class Suppression implements Benchmark {
  static final String WORKLOAD = "one asks";
  static final Metric REPLIES = new Metric("replies", "frames/want", LOWER);

  /** All other frames of the cell from the member's start until it holds everything. */
  static final Metric OTHERS = new Metric("other frames", "frames/want", LOWER);

  private static final String UNIFORM = "uniform timers (model)";
  private static final Set<Kind> WANTS = EnumSet.of(Kind.WANT);
  private static final Set<Kind> ENTRIES = EnumSet.of(Kind.ENTRIES);

  /** All hear a frame after this time. */
  private static final long HEARD_MILLIS = 25;

  private static final LinkQuality QUALITY =
      new LinkQuality(0, 0, HEARD_MILLIS / 2, HEARD_MILLIS - HEARD_MILLIS / 2);

  /** A medium that keeps nothing. */
  private static final LinkLimits LIMITS = SyncPair.LAN;

  /** Beacons at an interval are not looked at here. */
  private static final long BEACON_MILLIS = 3_600_000;

  private static final long DAY_MILLIS = 86_400_000;
  private static final long SETTLE_MILLIS = 30_000;

  private static final Parameter NODES =
      new Parameter("nodes", "members of the cell", 1_000, 2, 10_000);
  private static final Parameter REPEATS =
      new Parameter("repeats", "members that ask, one after the other", 30, 1, 1_000);

  @Override
  public String name() {
    return "suppression";
  }

  @Override
  public String measures() {
    return "Frames with entries for each WANT of one member of a cell of 1,000 that all hold what it"
        + " lacks, beside uniform timers.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(NODES, REPEATS);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int nodes = values.getInt(NODES);
    int repeats = values.getInt(REPEATS);
    AtomicLong seed = new AtomicLong();
    List<Target> targets = List.of(Target.number(2, new Series(WORKLOAD, Trial.OURS, REPLIES)));
    return new Plan(
        0,
        List.of(
            new Trial(WORKLOAD, Trial.OURS, unused -> run(seed.incrementAndGet(), nodes, repeats)),
            new Trial(
                WORKLOAD,
                UNIFORM,
                unused -> List.of(new Reading(REPLIES, uniform(seed.get(), nodes - 1, repeats))))),
        targets,
        Map.of());
  }

  /** Means over all times that it asks. */
  static List<Reading> run(long seed, int nodes, int repeats) {
    VirtualSwarm swarm =
        new VirtualSwarm(
            new VirtualSettings(seed, true, ToyKeys.RING, BEACON_MILLIS, DAY_MILLIS, true));
    VirtualCell cell = swarm.cell("cell", LIMITS);
    cell.quality = QUALITY;
    for (int i = 0; i < nodes; i++) {
      swarm.node(cell);
    }
    Written written = new Written(swarm, repeats);
    swarm.watch(written);
    swarm.startAll();
    swarm.run(SETTLE_MILLIS);
    List<List<List<Write>>> before = written.soFar();
    VirtualNode writer = swarm.node(nodes - 1);
    writer.importEntries(new LogLoad(swarm.parts().codec(), 1, seed).anywhere(1));
    swarm.run(SETTLE_MILLIS);
    FrameLog log = new FrameLog();
    swarm.watch(log);
    double wants = 0;
    double replies = 0;
    double others = 0;
    for (int i = 0; i < repeats; i++) {
      VirtualNode asker = swarm.node(i);
      setBack(asker, before.get(i));
      log.clear();
      asker.start();
      if (swarm.runUntil(() -> asker.holdsWhat(writer), SETTLE_MILLIS) < 0) {
        throw new IllegalStateException("nobody answered a member of a cell of " + nodes);
      }
      swarm.run(SETTLE_MILLIS);
      log.show();
      int answers = log.of(ENTRIES).size();
      int asked = log.of(WANTS).size();
      wants += Math.max(1, asked);
      replies += answers;
      others += log.all().size() - answers;
    }
    return List.of(new Reading(REPLIES, replies / wants), new Reading(OTHERS, others / wants));
  }

  private static void setBack(VirtualNode asker, List<List<Write>> before) {
    List<List<Write>> older = new ArrayList<>(before);
    // Its session goes on, or others would take what it says for old.
    older.add(List.of(new Write.Counter(Write.Counter.Name.SESSION, asker.core().session())));
    asker.crash();
    asker.restoreStore(older);
  }

  /** The mean of answers where everybody waits any time up to the longest. */
  static double uniform(long seed, int members, int repeats) {
    SplittableRandom random = new SplittableRandom(seed);
    long answers = 0;
    for (int i = 0; i < repeats; i++) {
      double[] times = random.doubles(members, 0, LinkLimits.LAN_BACKOFF_MILLIS).sorted().toArray();
      int said = 0;
      while (said < members && times[said] <= times[0] + HEARD_MILLIS) {
        said++;
      }
      answers += said;
    }
    return (double) answers / repeats;
  }

  /** Remembers what the first nodes made durable. */
  private static final class Written implements SwarmWatcher {
    private final List<List<List<Write>>> commits = new ArrayList<>();

    Written(VirtualSwarm swarm, int count) {
      swarm.nodes().subList(0, count).forEach(node -> commits.add(new ArrayList<>()));
    }

    List<List<List<Write>>> soFar() {
      return commits.stream().map(List::copyOf).toList();
    }

    @Override
    public void committed(VirtualNode node, Event event, Outcome outcome) {
      if (node.number() < commits.size()) {
        commits.get(node.number()).add(outcome.writes());
      }
    }
  }
}
