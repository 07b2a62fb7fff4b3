package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.tools.field.FieldBroker;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/** What is lost: by our ledger, and by the simpler ways that it is there instead of. */
final class Correctness implements Benchmark {
  static final Metric LOST = new Metric("lost", "runs", LOWER);
  static final Metric STALE = new Metric("stale", "shown tasks", LOWER);

  static final String LOST_DONE = "lost DONE";
  static final String LOST_AFTER_RESTORE = "lost after restore";
  static final String STALE_AFTER_HEAL = "stale after bridge heal";

  static final String NEWEST_WINS = "newest write wins";
  static final String DOTS = "origin and counter";
  static final String RETAINED_MAP = "retained map";

  private static final Parameter RUNS =
      new Parameter("runs", "schedules, in each round other ones", 2_000, 1, 1_000_000);
  private static final Parameter TASKS =
      new Parameter("tasks", "tasks on the two bridged brokers", 50, 2, 10_000);

  @Override
  public String name() {
    return "correctness";
  }

  @Override
  public String measures() {
    return "Schedules in which a DONE, or a write of a node that goes on with a backup, is lost; and"
        + " tasks of which one of two bridged brokers shows an old state after a cut.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(RUNS, TASKS);
  }

  @Override
  public Plan prepare(Values values, Path folder) {
    int runs = values.getInt(RUNS);
    int tasks = values.getInt(TASKS);
    List<Trial> trials = new ArrayList<>();
    trials.add(
        lost(LOST_DONE, Trial.OURS, runs, seed -> DoneSchedule.loses(new LawKeeper(), seed)));
    trials.add(
        lost(
            LOST_DONE, NEWEST_WINS, runs, seed -> DoneSchedule.loses(new NewestWriteWins(), seed)));
    trials.add(
        lost(
            LOST_AFTER_RESTORE,
            Trial.OURS,
            runs,
            seed -> RestoreSchedule.loses(new HashKeeper(), seed)));
    trials.add(
        lost(LOST_AFTER_RESTORE, DOTS, runs, seed -> RestoreSchedule.loses(new DotKeeper(), seed)));
    List<Target> targets = new ArrayList<>();
    targets.add(Target.number(0, new Series(LOST_DONE, Trial.OURS, LOST)));
    targets.add(Target.number(0, new Series(LOST_AFTER_RESTORE, Trial.OURS, LOST)));
    Map<String, String> missing = new LinkedHashMap<>();
    if (FieldBroker.hasMosquitto()) {
      trials.add(
          new Trial(
              STALE_AFTER_HEAL,
              Trial.OURS,
              where -> List.of(new Reading(STALE, BridgeHeal.staleInLedgers(where, tasks)))));
      trials.add(
          new Trial(
              STALE_AFTER_HEAL,
              RETAINED_MAP,
              where -> List.of(new Reading(STALE, BridgeHeal.staleInMap(where, tasks)))));
      targets.add(Target.number(0, new Series(STALE_AFTER_HEAL, Trial.OURS, STALE)));
    } else {
      missing.put(STALE_AFTER_HEAL, "there is no mosquitto; on Debian: apt-get install mosquitto");
    }
    return new Plan(0, trials, targets, Map.of(), missing, List.of());
  }

  /** Both sides count through the same seeds, round by round. */
  private static Trial lost(String workload, String side, int runs, LongPredicate loses) {
    AtomicLong seed = new AtomicLong();
    return new Trial(
        workload,
        side,
        unused -> {
          long lost = 0;
          for (int run = 0; run < runs; run++) {
            lost += loses.test(seed.getAndIncrement()) ? 1 : 0;
          }
          return List.of(new Reading(LOST, lost));
        });
  }
}
