package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What nodes say in a day on a radio when nothing happens: status on its timer, digests by Trickle.
 */
final class RadioIdle implements Benchmark {
  static final String WORKLOAD = "idle";
  static final Metric BYTES = new Metric("all", "bytes/day/node", LOWER);
  static final Metric STATUS = new Metric("status", "bytes/day/node", LOWER);
  static final Metric DIGESTS = new Metric("digests", "bytes/day/node", LOWER);

  private static final int RADIO_FRAME_BYTES = 200;
  private static final int RADIO_BYTES_PER_SECOND = 60;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int HOURS_A_DAY = 24;

  private static final Parameter NODES = new Parameter("nodes", "nodes on one radio", 10, 2, 100);
  private static final Parameter HOURS =
      new Parameter("hours", "hours that are looked at", 24, 1, 240);

  @Override
  public String name() {
    return "radio-idle";
  }

  @Override
  public String measures() {
    return "Bytes a day and node of a radio cell in sync, with a status every 15 minutes and digests"
        + " by Trickle.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(NODES, HOURS);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int nodes = values.getInt(NODES);
    int hours = values.getInt(HOURS);
    AtomicLong seed = new AtomicLong();
    List<Target> targets = List.of(Target.number(10_000, new Series(WORKLOAD, Trial.OURS, BYTES)));
    return new Plan(
        0,
        List.of(
            new Trial(WORKLOAD, Trial.OURS, unused -> run(seed.incrementAndGet(), nodes, hours))),
        targets,
        Map.of());
  }

  static List<Reading> run(long seed, int nodes, int hours) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell cell =
        swarm.cell("radio", LinkLimits.radio(RADIO_FRAME_BYTES, RADIO_BYTES_PER_SECOND));
    for (int i = 0; i < nodes; i++) {
      swarm.node(cell);
    }
    FrameLog log = new FrameLog();
    swarm.watch(log);
    swarm.startAll();
    swarm.run(HOURS_A_DAY * HOUR_MILLIS);
    if (!swarm.converged()) {
      throw new IllegalStateException("a radio cell in which nothing happens did not become equal");
    }
    log.clear();
    swarm.run(hours * HOUR_MILLIS);
    double days = (double) hours / HOURS_A_DAY;
    double each = nodes * days;
    return List.of(
        new Reading(BYTES, FrameLog.bytes(log.all()) / each),
        new Reading(STATUS, FrameLog.bytes(log.of(EnumSet.of(Kind.STATUS))) / each),
        new Reading(DIGESTS, FrameLog.bytes(log.of(EnumSet.of(Kind.DIGEST))) / each));
  }
}
