package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.lab.StoreComparison;
import io.echofield.swarmkit.lab.StoreModel;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What somebody finds who opens a folder after a crash.
 *
 * @param batches how many batches are there
 * @param openMicros how long the open took
 * @param notices what the operator is told
 */
record Inspection(long batches, long openMicros, List<String> notices) {
  /** Folders here are small; an open that takes longer would be found by an operator as a hang. */
  static final long OPEN_MILLIS_MAX = 5_000;

  /**
   * Opens, compares all of it with the model, and closes.
   *
   * @param least batches that were acknowledged
   * @param most batches that were begun
   * @throws BrokenPromise if it cannot be opened, or anything is missing, wrong or too much
   */
  static Inspection of(MapDbStore store, Path folder, Load load, long least, long most)
      throws BrokenPromise {
    try (store) {
      long before = System.nanoTime();
      Restored restored = store.open();
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before);
      long batches = Load.batchesIn(restored);
      Optional<String> difference =
          number(batches, least, most).or(() -> difference(store, restored, load, batches));
      if (difference.isPresent()) {
        throw new BrokenPromise(difference.get() + told(store), folder);
      }
      if (micros > TimeUnit.MILLISECONDS.toMicros(OPEN_MILLIS_MAX)) {
        throw new BrokenPromise("opening took " + micros / 1_000 + " ms", folder);
      }
      return new Inspection(batches, micros, store.notices());
    } catch (StoreException | RuntimeException e) {
      throw new BrokenPromise("it cannot be opened and read: " + e + told(store), folder);
    }
  }

  /** The first difference between an open store and the model after so many batches. */
  static Optional<String> difference(MapDbStore store, Restored restored, Load load, long batches) {
    StoreModel model = load.model(batches);
    return StoreComparison.restored(restored, model.restored())
        .or(() -> StoreComparison.restored(store.restored(), model.restored()))
        .or(() -> StoreComparison.everything(store.reader(), model))
        .or(
            () ->
                StoreComparison.questions(
                    store.reader(), model, load.source(), new SplittableRandom(batches)));
  }

  /** Checks that the operator is told of nothing worse than a batch that was not finished. */
  Inspection withoutLoss(Path folder) throws BrokenPromise {
    for (String notice : notices) {
      if (!isHarmless(notice)) {
        throw new BrokenPromise("after a crash there is no damage, but it told: " + notice, folder);
      }
    }
    return this;
  }

  boolean cutBatch() {
    return notices.stream().anyMatch(Inspection::isCut);
  }

  private static boolean isCut(String notice) {
    return notice.startsWith("cut ") && notice.contains("of an unfinished batch");
  }

  /** A full disk keeps runs from being made and merged; that waits, and is told. */
  private static boolean isHarmless(String notice) {
    boolean waits = notice.contains("could not be merged") || notice.contains("nothing is lost");
    return isCut(notice) || (waits && notice.contains("No space left"));
  }

  private static Optional<String> number(long batches, long least, long most) {
    if (batches < least) {
      return Optional.of(
          "batch %d was acknowledged but only %d are there".formatted(least, batches));
    }
    return batches <= most
        ? Optional.empty()
        : Optional.of("only %d batches were begun but %d are there".formatted(most, batches));
  }

  private static String told(MapDbStore store) {
    return store.notices().isEmpty() ? "" : "; it told: " + String.join("; ", store.notices());
  }
}
