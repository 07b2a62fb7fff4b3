package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.Verifier;
import io.echofield.swarmkit.core.node.Restored;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Compares everything in a store with everything else: checksums, entries and their ids, indexes,
 * logs and their chains, live lists, digests. Changes nothing.
 */
public final class StoreCheck {
  /** Faults that are kept with their places; more are only counted. */
  public static final int FAULTS_MAX = 1_000;

  private StoreCheck() {}

  /**
   * What was found.
   *
   * @param faults the first {@value StoreCheck#FAULTS_MAX} of them
   * @param faultCount all of them
   * @param missing entries that must exist, since later ones of their logs are here; no fault:
   *     peers or a snapshot may bring them
   * @param compared false if files were not good: the rest was then not compared
   */
  public record Report(
      long entries,
      long tasks,
      long logs,
      int runs,
      long batches,
      long missing,
      List<StoreFault> faults,
      long faultCount,
      boolean compared) {
    public boolean good() {
      return faultCount == 0;
    }
  }

  /** Faults as they are found, bounded. */
  static final class Faults {
    private final List<StoreFault> kept = new ArrayList<>();
    private long count;

    void add(String place, String what) {
      count++;
      if (kept.size() < FAULTS_MAX) {
        kept.add(new StoreFault(place, what));
      }
    }

    /** Runs a step; damage that stops it is one fault more. */
    void guard(String place, Runnable step) {
      try {
        step.run();
      } catch (UncheckedIOException e) {
        add(place, e.getCause().getMessage());
      }
    }
  }

  /** Looks at everything; takes some 20 s for a million entries. */
  public static Report check(StoreView view, SwarmHash hash, Verifier verifier, Progress progress) {
    Faults faults = new Faults();
    view.faults().forEach(fault -> faults.add(fault.place(), fault.what()));
    boolean compare = view.faults().isEmpty();
    EntriesCheck entries = new EntriesCheck(view, faults, progress);
    LogsCheck logs = new LogsCheck(view, hash, verifier, faults, progress);
    LiveCheck live = new LiveCheck(view, faults, progress);
    if (compare) {
      faults.guard(
          "the state of the node",
          () -> {
            Restored told = view.restored();
            faults.guard("the entries", () -> entries.check(told.arrivals()));
            faults.guard("the logs", () -> logs.check(told.logs(), entries.count()));
            faults.guard("the live lists", () -> live.check(told.live(), entries.count()));
          });
    }
    return new Report(
        entries.count(),
        live.tasks(),
        logs.count(),
        view.runs(),
        view.lastBatch(),
        logs.missing(),
        Collections.unmodifiableList(faults.kept),
        faults.count,
        compare);
  }
}
