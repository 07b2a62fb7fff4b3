package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.tools.bench.FrameLog.Kind;
import io.echofield.swarmkit.tools.bench.FrameLog.Said;
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

/** What two nodes say that hold the same: a digest, and nothing follows. */
final class InSync implements Benchmark {
  static final String RADIO = "radio";
  static final String LAN = "LAN";

  /** The largest that was said. */
  static final Metric BYTES = new Metric("digest", "bytes", LOWER);

  /** All frames, the digest among them, for each digest; signs of life by radio apart. */
  static final Metric FRAMES = new Metric("frames", "frames/digest", LOWER);

  private static final String NEGENTROPY = "negentropy";

  private static final int RADIO_FRAME_BYTES = 200;
  private static final int RADIO_BYTES_PER_SECOND = 60;
  private static final int AUTHORS = 8;
  private static final long CALM_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 3_600_000;

  private static final Parameter ENTRIES =
      new Parameter("entries", "LIVE entries that both sides hold", 10_000, 10, 1_000_000);

  @Override
  public String name() {
    return "in-sync";
  }

  @Override
  public String measures() {
    return "Bytes of a digest and frames that follow it where two nodes hold the same; on a LAN it"
        + " comes with health, name and signature.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(ENTRIES);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int entries = values.getInt(ENTRIES);
    AtomicLong seed = new AtomicLong();
    List<Target> targets =
        List.of(
            Target.number(57, new Series(RADIO, Trial.OURS, BYTES)),
            Target.number(1, new Series(RADIO, Trial.OURS, FRAMES)),
            Target.number(1, new Series(LAN, Trial.OURS, FRAMES)));
    List<Trial> trials =
        List.of(
            new Trial(
                RADIO,
                Trial.OURS,
                unused ->
                    run(
                        seed.incrementAndGet(),
                        LinkLimits.radio(RADIO_FRAME_BYTES, RADIO_BYTES_PER_SECOND),
                        entries,
                        HOUR_MILLIS)),
            new Trial(RADIO, NEGENTROPY, unused -> negentropy(seed.incrementAndGet(), entries)),
            new Trial(
                LAN,
                Trial.OURS,
                unused -> run(seed.incrementAndGet(), SyncPair.LAN, entries, HOUR_MILLIS)));
    return new Plan(0, trials, targets, Map.of(NEGENTROPY, "protocol version 1, made anew"));
  }

  /** Both messages of a comparison that finds nothing. */
  private static List<Reading> negentropy(long seed, int entries) {
    ReconcileRanges.Load load =
        ReconcileRanges.Load.of(new SwarmParts().codec(), seed, entries, 0, false);
    Negentropy.Cost cost = load.byNegentropy();
    return List.of(new Reading(BYTES, cost.bytes()), new Reading(FRAMES, cost.messages()));
  }

  static List<Reading> run(long seed, LinkLimits limits, int entries, long millis) {
    SyncPair pair = new SyncPair(seed, limits);
    LogLoad load = new LogLoad(pair.codec(), AUTHORS, seed);
    pair.startWith(load.anywhere(entries));
    // By radio digests come at short intervals after a change; later a status has them too.
    pair.whole.importEntries(load.anywhere(1));
    pair.until(() -> pair.swarm.converged());
    pair.swarm.run(CALM_MILLIS);
    pair.log.clear();
    pair.swarm.run(millis);
    pair.show();
    Kind digest = limits.radio() ? Kind.DIGEST : Kind.BEACON;
    List<Said> digests = pair.log.of(EnumSet.of(digest));
    List<Said> all = pair.log.where(said -> said.kind() != Kind.STATUS);
    return List.of(
        new Reading(BYTES, digests.stream().mapToInt(Said::bytes).max().orElseThrow()),
        new Reading(FRAMES, (double) all.size() / digests.size()));
  }
}
