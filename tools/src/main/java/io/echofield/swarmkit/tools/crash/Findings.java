package io.echofield.swarmkit.tools.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an experiment found. Any thread. */
final class Findings {
  /** After so many failures an experiment ends: one tells as much as ten. */
  static final int FAILURES_MAX = 3;

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private long opens;
  private long openMicrosSum;
  private long openMicrosMax;

  /**
   * A broken promise.
   *
   * @param seed of the trial
   * @param replay the command line that does it again
   * @param kept where the folder is
   */
  record Failure(long seed, String what, String replay, Optional<Path> kept) {}

  synchronized void count(String what) {
    count(what, 1);
  }

  synchronized void count(String what, long more) {
    counts.merge(what, more, Long::sum);
  }

  /** Counts an open, and what it found. */
  synchronized void opened(Inspection inspection) {
    opens++;
    openMicrosSum += inspection.openMicros();
    openMicrosMax = Math.max(openMicrosMax, inspection.openMicros());
    if (inspection.cutBatch()) {
      count("unfinished batch cut");
    }
  }

  synchronized void fail(Failure failure) {
    failures.add(failure);
  }

  synchronized boolean enough() {
    return failures.size() >= FAILURES_MAX;
  }

  synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** In the order in which they were first counted. */
  synchronized Map<String, Long> counts() {
    return new LinkedHashMap<>(counts);
  }

  synchronized long opens() {
    return opens;
  }

  synchronized long openMicrosMax() {
    return openMicrosMax;
  }

  synchronized long openMicrosMean() {
    return opens == 0 ? 0 : openMicrosSum / opens;
  }
}
