package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.Disk;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Copies of one folder, each damaged in one place, and what the next open makes of it. */
final class RotTrial {
  /** The folder has so many runs at least; the older ones are not in the journal any more. */
  private static final int RUNS_MIN = 4;

  /** Batches within which there are that many: a segment has a few. */
  private static final int BATCHES_MAX = 400;

  private final Path folder;
  private final Path pristine;
  private final List<Damage> damages;
  private final Trials trials;
  private final Load load;
  private final SplittableRandom random;
  private long batches;

  RotTrial(long seed, Path folder, List<Damage> damages, Trials trials) {
    this.folder = folder;
    this.pristine = folder.resolve("pristine");
    this.damages = damages;
    this.trials = trials;
    this.load = new Load(seed);
    this.random = new SplittableRandom(seed);
  }

  void run(int count) throws BrokenPromise, IOException {
    fill();
    for (int i = 0; i < count; i++) {
      Path rotten = Folders.copy(pristine, folder.resolve("rotten"));
      Damage.Done done = damages.get(random.nextInt(damages.size())).in(rotten, random);
      Path evidence = Folders.copy(rotten, folder.resolve("evidence"));
      try {
        trials.findings().count(open(rotten, evidence, done));
      } catch (BrokenPromise e) {
        throw new BrokenPromise(done + ": " + e.getMessage(), evidence);
      }
      trials.tick();
    }
  }

  /** Writes until there are runs of several ages, and some batches more. */
  private void fill() throws BrokenPromise, IOException {
    try (MapDbStore store = TestStore.on(Disk.real(), pristine)) {
      store.open();
      int more = random.nextInt(1, 6);
      while (batches < BATCHES_MAX && more > 0) {
        batches++;
        store.commit(load.batch(batches));
        if (Disk.real().list(pristine.resolve("runs"), ".db").size() >= RUNS_MIN - 1) {
          more--;
        }
      }
    } catch (StoreException e) {
      throw new BrokenPromise("on a good disk it failed: " + e.getMessage(), pristine);
    }
  }

  /** Opens a damaged folder, and says in a word what became of the damage. */
  private String open(Path rotten, Path evidence, Damage.Done done)
      throws BrokenPromise, IOException {
    try (MapDbStore store = TestStore.on(Disk.real(), rotten)) {
      long before = System.nanoTime();
      Restored restored = store.open();
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before);
      trials.findings().opened(new Inspection(batches, micros, store.notices()));
      Optional<String> difference = Inspection.difference(store, restored, load, batches);
      if (difference.isEmpty()) {
        return whole(store.notices());
      }
      boolean told = store.notices().stream().anyMatch(notice -> notice.contains("are lost"));
      if (told) {
        new SalvageCheck(load.model(batches), rotten, evidence).check(store, restored);
        return "put aside, the rest salvaged and the loss told";
      }
      return endOfJournal(store, restored, done, difference.get());
    } catch (StoreException e) {
      return refused(rotten, done, e);
    } catch (RuntimeException e) {
      throw new BrokenPromise("it fell over: " + e, rotten);
    }
  }

  private static String whole(List<String> notices) {
    if (notices.isEmpty()) {
      return "no effect";
    }
    return notices.stream().allMatch(notice -> notice.startsWith("mended "))
        ? "mended"
        : "made again from other files";
  }

  /**
   * A journal that ends early looks as after a crash. Where a whole end is missing nothing can tell
   * it but a peer; a single bit never looks so.
   */
  private String endOfJournal(
      MapDbStore store, Restored restored, Damage.Done done, String difference)
      throws BrokenPromise {
    long found = Load.batchesIn(restored);
    boolean mayBe =
        done.file().startsWith("journal")
            && damages.size() > 1
            && found < batches
            && Inspection.difference(store, restored, load, found).isEmpty();
    if (!mayBe) {
      throw new BrokenPromise(
          "a wrong or missing answer without a word: %s; it told: %s"
              .formatted(difference, store.notices()),
          folder);
    }
    return store.notices().isEmpty()
        ? "end of the journal gone, as if it had not been written"
        : "end of the journal cut and told";
  }

  /** A refusal touches nothing: with the good file back everything is there. */
  private String refused(Path rotten, Damage.Done done, StoreException refusal)
      throws BrokenPromise, IOException {
    if (refusal.reason() != StoreException.Reason.DAMAGED) {
      throw new BrokenPromise(
          "refused as " + refusal.reason() + ": " + refusal.getMessage(), rotten);
    }
    Files.copy(
        pristine.resolve(done.file()),
        rotten.resolve(done.file()),
        StandardCopyOption.REPLACE_EXISTING);
    Inspection.of(TestStore.on(Disk.real(), rotten), rotten, load, batches, batches);
    return "refused with the place, and good again with the file restored";
  }
}
