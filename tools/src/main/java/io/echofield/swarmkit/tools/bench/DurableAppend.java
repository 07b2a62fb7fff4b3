package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.lab.CoreLikeWrites.Turn;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Series;
import io.echofield.swarmkit.tools.measure.Target;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How fast entries become durable: our store, which also indexes them, beside the least that a
 * durable append can be and beside SQLite.
 */
final class DurableAppend implements Benchmark {
  static final String RAW = "raw append";
  static final String RAW_AHEAD = "raw append preallocated";
  static final String SQLITE = "SQLite FULL";
  static final String ONE = "1 writer";

  private static final Parameter ENTRIES =
      new Parameter("entries", "entries that many writers append", 300_000, 1, 400_000);
  private static final Parameter SINGLE =
      new Parameter("single", "entries that one writer appends", 20_000, 1, 400_000);

  /** The most that fits into one batch of a node's loop: 1,000 writes, six for each entry. */
  private static final Parameter WRITERS =
      new Parameter("writers", "writers that append at once, where there are many", 64, 2, 166);

  /** Rounds until the compiler is done with all sides. */
  private static final int WARM_UPS = 1;

  @Override
  public String name() {
    return "durable-append";
  }

  @Override
  public String measures() {
    return "Acknowledged entries a second with one writer and with many (group commit): our store,"
        + " write and fdatasync alone, and SQLite with synchronous=FULL.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(ENTRIES, SINGLE, WRITERS);
  }

  @Override
  public Plan prepare(Values values, Path folder) throws Exception {
    SqliteLog.unpackInto(folder);
    int many = values.getInt(WRITERS);
    List<Turn> turns = Load.turns(Math.max(values.getInt(ENTRIES), values.getInt(SINGLE)));
    List<Turn> ofOne = turns.subList(0, values.getInt(SINGLE));
    List<Turn> ofMany = turns.subList(0, values.getInt(ENTRIES));
    int bytes = Load.meanBytes(turns);
    long allBytes = (long) bytes * ofOne.size();
    String group = many + " writers";
    List<Trial> trials =
        List.of(
            trial(ONE, Trial.OURS, StoreLog::open, ofOne, 1),
            trial(ONE, RAW, where -> RawLog.growing(where, bytes), ofOne, 1),
            trial(ONE, RAW_AHEAD, where -> RawLog.preallocated(where, bytes, allBytes), ofOne, 1),
            trial(ONE, SQLITE, SqliteLog::open, ofOne, 1),
            trial(group, Trial.OURS, StoreLog::open, ofMany, many),
            trial(group, SQLITE, SqliteLog::open, ofMany, many));
    return new Plan(WARM_UPS, trials, targets(group), Map.of("SQLite", SqliteLog.version()));
  }

  private static Trial trial(
      String workload, String side, AppendRun.Opener opener, List<Turn> turns, int writers) {
    return new Trial(workload, side, folder -> AppendRun.of(opener, folder, turns, writers));
  }

  private static List<Target> targets(String group) {
    Series one = rate(ONE, Trial.OURS);
    Series many = rate(group, Trial.OURS);
    Series[] raw = {rate(ONE, RAW), rate(ONE, RAW_AHEAD)};
    return List.of(
        Target.times(0.7, one, raw),
        Target.times(10, many, raw),
        Target.times(1, one, rate(ONE, SQLITE)),
        Target.times(1, many, rate(group, SQLITE)));
  }

  private static Series rate(String workload, String side) {
    return new Series(workload, side, AppendRun.ACKNOWLEDGED);
  }
}
