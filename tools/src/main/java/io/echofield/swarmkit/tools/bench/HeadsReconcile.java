package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.ledger.Entry;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What it costs two nodes to find out which logs of many have grown: one digest, HEAD, HEADS,
 * RANGES and WANT of a simulation of the nodes as they ship; entries do not count.
 */
final class HeadsReconcile implements Benchmark {
  /** Two nodes were cut apart: each knows what changed since they held the same. */
  static final String CUT = "cut apart";

  /** One was set back to an older store: only fingerprints can tell what it lacks. */
  static final String SET_BACK = "set back";

  static final Metric BYTES = new Metric("digest", "bytes", LOWER);
  static final Metric MESSAGES = new Metric("messages", "frames", LOWER);

  /** A version vector with 8 bytes for a log's name and 8 for its counter. */
  private static final String VECTORS = "plain vectors";

  private static final int VECTOR_BYTES = 16;
  private static final int DIGEST_BYTES = 56;
  private static final int EACH_BEFORE = 2;

  private static final Parameter LOGS =
      new Parameter("logs", "logs that both sides hold", 1_000, 20, 100_000);
  private static final Parameter AUTHORS =
      new Parameter("authors", "logs that grow on one side", 8, 1, 1_000);
  private static final Parameter ENTRIES =
      new Parameter("entries", "entries that these logs grow by, together", 1_000, 1, 1_000_000);

  @Override
  public String name() {
    return "heads-reconcile";
  }

  @Override
  public String measures() {
    return "Bytes and messages until two nodes know which of many logs have grown, and by what,"
        + " beside a plain vector of all logs.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(LOGS, AUTHORS, ENTRIES);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int logs = values.getInt(LOGS);
    int authors = values.getInt(AUTHORS);
    int each = Math.max(1, values.getInt(ENTRIES) / authors);
    AtomicLong seed = new AtomicLong();
    List<Target> targets = List.of(target(CUT), target(SET_BACK));
    List<Trial> trials =
        List.of(
            new Trial(
                CUT, Trial.OURS, unused -> run(seed.incrementAndGet(), logs, authors, each, false)),
            vectors(CUT, logs),
            new Trial(
                SET_BACK,
                Trial.OURS,
                unused -> run(seed.incrementAndGet(), logs, authors, each, true)),
            vectors(SET_BACK, logs));
    return new Plan(0, trials, targets, Map.of());
  }

  private static Target target(String workload) {
    return Target.times(
        0.1, new Series(workload, Trial.OURS, BYTES), new Series(workload, VECTORS, BYTES));
  }

  private static Trial vectors(String workload, int logs) {
    return new Trial(
        workload, VECTORS, unused -> List.of(new Reading(BYTES, (double) VECTOR_BYTES * logs)));
  }

  static List<Reading> run(long seed, int logs, int authors, int each, boolean setBack) {
    SyncPair pair = new SyncPair(seed, SyncPair.LAN);
    LogLoad load = new LogLoad(pair.codec(), logs, seed);
    List<Entry> common = load.inEach(logs, EACH_BEFORE);
    pair.startWith(common);
    List<Entry> news = load.inEach(authors, each);
    if (setBack) {
      pair.setBackBehind(news);
    } else {
      pair.cutAndWrite(news);
      pair.log.clear();
      pair.whole.heal(pair.cell);
    }
    pair.until(() -> pair.swarm.converged());
    pair.show();
    List<Said> talk = pair.log.of(FrameLog.COMPARING);
    return List.of(
        new Reading(BYTES, (double) DIGEST_BYTES + FrameLog.bytes(talk)),
        new Reading(MESSAGES, 1.0 + talk.size()));
  }
}
