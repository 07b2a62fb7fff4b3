package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many frames two nodes need beside the payload to become equal over a bad radio, after one of
 * them has lost the newest status writes.
 *
 * <p>Payload is what the lost entries take in frames that nobody loses; an entry that is said again
 * counts. Signs of life (STATUS) do not: they come on a timer of their own, whatever is compared.
 */
final class RadioFrames implements Benchmark {
  static final Metric BESIDE = new Metric("beside payload", "frames", LOWER);
  static final Metric COMPARING = new Metric("digests and questions", "frames", LOWER);
  static final Metric PAYLOAD = new Metric("payload", "frames", LOWER);
  static final Metric TIME = new Metric("time", "s", LOWER);

  private static final int FRAME_BYTES = 200;

  /** 15 % of 1 kbit/s would be 19; what follows from it is time alone. */
  private static final int BYTES_PER_SECOND = 60;

  /** A frame crosses two virtual links, so that 10 % of all get lost on the way. */
  private static final LinkQuality LOSSY = new LinkQuality(1 - Math.sqrt(0.9), 0, 100, 500);

  private static final int WRITERS = 8;

  /** Status writes of one log in a frame of 200 bytes. */
  private static final int ENTRIES_A_FRAME = 5;

  private static final double MILLIS = 1_000;

  private static final Parameter TASKS =
      new Parameter("tasks", "tasks that both sides hold", 10_000, 100, 1_000_000);

  /** Mean over this many times being set back, each with losses of its own. */
  private static final Parameter REPEATS =
      new Parameter("repeats", "times that the node is set back", 10, 1, 1_000);

  @Override
  public String name() {
    return "radio-frames";
  }

  @Override
  public String measures() {
    return "Frames of 200 bytes beside the payload until LIVE is equal, with 10 % of them lost,"
        + " after a node has lost the newest 10 or 100 status writes.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(TASKS, REPEATS);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int tasks = values.getInt(TASKS);
    int repeats = values.getInt(REPEATS);
    AtomicLong seed = new AtomicLong();
    List<Target> targets =
        List.of(
            Target.number(8, new Series(workload(10), Trial.OURS, BESIDE)),
            Target.number(25, new Series(workload(100), Trial.OURS, BESIDE)));
    List<Trial> trials = new ArrayList<>();
    for (int lost : List.of(10, 100)) {
      trials.add(
          new Trial(
              workload(lost),
              Trial.OURS,
              unused -> run(seed.incrementAndGet(), tasks, lost, repeats)));
    }
    return new Plan(0, trials, targets, Map.of());
  }

  static String workload(int lost) {
    return lost + " lost";
  }

  /** Means over all times. */
  static List<Reading> run(long seed, int tasks, int lost, int repeats) {
    SyncPair pair = new SyncPair(seed, LinkLimits.radio(FRAME_BYTES, BYTES_PER_SECOND));
    TaskLoad load = new TaskLoad(seed, tasks, WRITERS, false);
    TaskLoad.Writers writers = new TaskLoad.Writers(pair.codec(), TaskLoad.unsigned(WRITERS));
    pair.startWith(writers.write(load.steps()));
    List<Entry> news = writers.write(load.started(0, lost));
    double payload = Math.ceil((double) lost / ENTRIES_A_FRAME);
    double frames = 0;
    double entries = 0;
    double millis = 0;
    for (int i = 0; i < repeats; i++) {
      pair.cell.quality = LinkQuality.GOOD;
      if (i == 0) {
        pair.setBackBehind(news);
      } else {
        pair.setBackAgain();
      }
      pair.cell.quality = LOSSY;
      millis += pair.until(pair::sameLive);
      pair.show();
      frames += pair.log.where(said -> said.kind() != Kind.STATUS).size();
      entries += pair.log.of(FrameLog.PAYLOAD).size();
    }
    return List.of(
        new Reading(BESIDE, frames / repeats - payload),
        new Reading(COMPARING, (frames - entries) / repeats),
        new Reading(PAYLOAD, payload),
        new Reading(TIME, millis / repeats / MILLIS));
  }
}
