package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.HIGHER;
import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.lab.CoreLikeWrites.Turn;
import io.echofield.swarmkit.tools.measure.DiskWrites;
import io.echofield.swarmkit.tools.measure.Folders;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One side appends all entries.
 *
 * <p>A closed loop of writers: each submits its next entry when the former is acknowledged. What
 * queued while one group was made durable is the next group; since all writers of a group are
 * acknowledged together, that is one entry of each. One thread does it all, as in a node: threads
 * that wake each other would measure the scheduler.
 */
final class AppendRun {
  /** All entries, with whatever the side does in the background meanwhile. */
  static final Metric ACKNOWLEDGED = new Metric("acknowledged", "entries/s", HIGHER);

  /** The first {@value #BURST_ENTRIES} entries of them. */
  static final Metric BURST = new Metric("burst", "entries/s", HIGHER);

  /** Handed to the file system until it was closed. */
  static final Metric WRITTEN = new Metric("written", "bytes/entry", LOWER);

  /** What the device got meanwhile, the file system's own writes and those of others included. */
  static final Metric DEVICE = new Metric("device", "bytes/entry", LOWER);

  /** Lengths of files after it was closed. */
  static final Metric ON_DISK = new Metric("on disk", "bytes/entry", LOWER);

  /** A burst is over before our store has filled the first segment of its journal. */
  static final int BURST_ENTRIES = 5_000;

  /** Opens a side in an empty folder. */
  interface Opener {
    DurableLog open(Path folder) throws Exception;
  }

  private AppendRun() {}

  static List<Reading> of(Opener opener, Path folder, List<Turn> turns, int writers)
      throws Exception {
    List<Reading> readings = new ArrayList<>();
    OptionalLong written;
    OptionalLong device;
    try (DurableLog log = opener.open(folder)) {
      written = DiskWrites.ofProcess();
      device = DiskWrites.ofDevice(folder);
      long start = System.nanoTime();
      append(log, turns.subList(0, burst(turns)), writers);
      long burstEnd = System.nanoTime();
      append(log, turns.subList(burst(turns), turns.size()), writers);
      long end = System.nanoTime();
      readings.add(new Reading(ACKNOWLEDGED, perSecond(turns.size(), end - start)));
      readings.add(new Reading(BURST, perSecond(burst(turns), burstEnd - start)));
    }
    difference(written, DiskWrites.ofProcess())
        .ifPresent(bytes -> readings.add(perEntry(WRITTEN, bytes, turns)));
    difference(device, DiskWrites.ofDevice(folder))
        .ifPresent(bytes -> readings.add(perEntry(DEVICE, bytes, turns)));
    readings.add(perEntry(ON_DISK, Folders.bytes(folder), turns));
    return readings;
  }

  private static void append(DurableLog log, List<Turn> turns, int writers) throws Exception {
    for (int at = 0; at < turns.size(); at += writers) {
      log.append(turns.subList(at, Math.min(at + writers, turns.size())));
    }
  }

  private static OptionalLong difference(OptionalLong before, OptionalLong after) {
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }

  private static Reading perEntry(Metric metric, long bytes, List<Turn> turns) {
    return new Reading(metric, (double) bytes / turns.size());
  }

  private static int burst(List<Turn> turns) {
    return Math.min(BURST_ENTRIES, turns.size());
  }

  private static double perSecond(int entries, long nanos) {
    return entries * 1e9 / nanos;
  }
}
