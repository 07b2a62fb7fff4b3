package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Folders;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Reading;
import io.echofield.swarmkit.tools.measure.Series;
import io.echofield.swarmkit.tools.measure.Target;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a big ledger costs a small node: to fill it, to open it after a kill and after a clean stop,
 * and to compact it, each in a process of its own with the flags of an agent.
 */
final class LedgerOpen implements Benchmark {
  static final String FILLED = "fill";
  static final String KILLED = "open after kill -9";
  static final String STOPPED = "open after a stop";
  static final String COMPACTED = "compact";
  static final String OPENED_COMPACT = "open when compact";

  /** Of what the workload is named after. */
  static final Metric TIME = new Metric("time", "s", LOWER);

  /** Live objects of the whole process with the store open. */
  static final Metric HEAP = new Metric("heap", "MB", LOWER);

  static final Metric DISK = new Metric("on disk", "MB", LOWER);
  static final Metric DISK_BEFORE = new Metric("on disk before", "MB", LOWER);

  private static final double MEGABYTE = 1e6;

  private static final Parameter ENTRIES =
      new Parameter("entries", "entries of the ledger", 1_000_000, 1, 100_000_000);

  @Override
  public String name() {
    return "ledger-open";
  }

  @Override
  public String measures() {
    return "A big ledger in processes with an agent's flags (-Xmx128m): seconds to fill it, to open"
        + " it after kill -9 and after a stop, and to compact it; heap and size on disk.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(ENTRIES);
  }

  /** No warm-up: an agent that starts is cold. The trials of a round share one store. */
  @Override
  public Plan prepare(Values values, Path folder) {
    long entries = values.get(ENTRIES);
    Path store = folder.resolve("store");
    List<Target> targets =
        List.of(
            Target.number(2, new Series(STOPPED, Trial.OURS, TIME)),
            Target.number(10, new Series(KILLED, Trial.OURS, TIME)),
            Target.number(128, new Series(KILLED, Trial.OURS, HEAP)));
    List<Trial> trials =
        List.of(
            new Trial(FILLED, Trial.OURS, unused -> fill(store, entries)),
            new Trial(KILLED, Trial.OURS, unused -> open(store, entries)),
            new Trial(STOPPED, Trial.OURS, unused -> open(store, entries)),
            new Trial(COMPACTED, Trial.OURS, unused -> compact(store)),
            new Trial(OPENED_COMPACT, Trial.OURS, unused -> open(store, entries)));
    return new Plan(0, trials, targets, Map.of());
  }

  /** Ends with the kill. */
  private static List<Reading> fill(Path store, long entries)
      throws IOException, InterruptedException {
    Folders.remove(store);
    try (ChildJvm child = child(LedgerChild.FILL, store.toString(), Long.toString(entries))) {
      child.kill();
      return List.of(
          new Reading(TIME, child.number(LedgerChild.SECONDS)),
          megabytes(HEAP, child, LedgerChild.HEAP_BYTES),
          megabytes(DISK, child, LedgerChild.DISK_BYTES));
    }
  }

  private static List<Reading> open(Path store, long entries)
      throws IOException, InterruptedException {
    try (ChildJvm child = child(LedgerChild.OPEN, store.toString())) {
      long found = (long) child.number(LedgerChild.ENTRIES);
      if (found != entries) {
        throw new IOException(
            "%d entries were acknowledged but %d are there".formatted(entries, found));
      }
      return List.of(
          new Reading(TIME, child.number(LedgerChild.SECONDS)),
          megabytes(HEAP, child, LedgerChild.HEAP_BYTES));
    }
  }

  private static List<Reading> compact(Path store) throws IOException, InterruptedException {
    try (ChildJvm child = child(LedgerChild.COMPACT, store.toString())) {
      return List.of(
          new Reading(TIME, child.number(LedgerChild.SECONDS)),
          megabytes(HEAP, child, LedgerChild.HEAP_BYTES),
          megabytes(DISK_BEFORE, child, LedgerChild.DISK_BYTES_BEFORE),
          megabytes(DISK, child, LedgerChild.DISK_BYTES));
    }
  }

  private static ChildJvm child(String... arguments) throws IOException, InterruptedException {
    return ChildJvm.run(LedgerChild.class, arguments);
  }

  private static Reading megabytes(Metric metric, ChildJvm child, String number)
      throws IOException {
    return new Reading(metric, child.number(number) / MEGABYTE);
  }
}
