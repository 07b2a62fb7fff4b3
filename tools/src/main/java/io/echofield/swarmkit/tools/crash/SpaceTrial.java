package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A disk that is full, has space again, and is full at the next start. One thread. */
final class SpaceTrial {
  static final long DISK_BYTES = 40L << 20;

  /** What somebody else takes of it at first. */
  private static final int FILLER_BYTES = 20 << 20;

  /** The disk is full long before. */
  private static final int BATCHES_MAX = 20_000;

  private static final int TRIES_WHEN_FULL = 5;
  private static final int BATCHES_AFTER = 20;

  private final Load load;
  private final Path disk;
  private final Path node;
  private final Findings findings;
  private long acknowledged;

  SpaceTrial(long seed, Path disk, Findings findings) {
    this.load = new Load(seed);
    this.disk = disk;
    this.node = disk.resolve("node");
    this.findings = findings;
  }

  void run() throws BrokenPromise, IOException {
    Path filler = Files.write(disk.resolve("filler"), new byte[FILLER_BYTES]);
    Path rest = disk.resolve("rest");
    try (MapDbStore store = TestStore.in(node)) {
      store.open();
      while (commit(store)) {
        if (acknowledged == BATCHES_MAX) {
          throw new BrokenPromise("a full disk refuses nothing", node);
        }
      }
      // Whatever else takes the last bytes: what is reserved is ours, and nothing breaks.
      SmallDisk.fill(rest);
      for (int i = 0; i < TRIES_WHEN_FULL; i++) {
        boolean unused = commit(store);
      }
      compare(store, "on a full disk");
      Files.delete(rest);
      Files.delete(filler);
      for (int i = 0; i < BATCHES_AFTER; i++) {
        if (!commit(store)) {
          throw new BrokenPromise("there is space again, but it refuses", node);
        }
      }
      compare(store, "with space again");
      findings.count("full, then space again");
    } catch (StoreException e) {
      throw new BrokenPromise("it cannot be opened: " + e.getMessage(), node);
    }
    inspect();
    SmallDisk.fill(rest);
    inspect();
    findings.count("opened on a full disk");
    Files.delete(rest);
    inspect();
  }

  /** Whether the next batch was taken; only for want of space may it not be. */
  private boolean commit(MapDbStore store) throws BrokenPromise {
    try {
      store.commit(load.batch(acknowledged + 1));
      acknowledged++;
      return true;
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.NO_SPACE) {
        throw new BrokenPromise("no space is told as " + e.reason() + ": " + e.getMessage(), node);
      }
      findings.count("refused: NO_SPACE");
      return false;
    } catch (RuntimeException | Error e) {
      throw new BrokenPromise("for want of space it fell over: " + e, node);
    }
  }

  private void compare(MapDbStore store, String when) throws BrokenPromise {
    Optional<String> difference =
        Inspection.difference(store, store.restored(), load, acknowledged);
    if (difference.isPresent()) {
      throw new BrokenPromise(when + ": " + difference.get(), node);
    }
  }

  private void inspect() throws BrokenPromise {
    Inspection inspection =
        Inspection.of(TestStore.in(node), node, load, acknowledged, acknowledged);
    findings.opened(inspection.withoutLoss(node));
  }
}
