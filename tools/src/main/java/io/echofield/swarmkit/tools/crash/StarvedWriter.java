package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A process that takes all its descriptors but a few away from its store, and gives them back. Says
 * what {@link CrashWriter} says, and {@code refused REASON}.
 */
public final class StarvedWriter {
  private static final int WARM_UP_BATCHES = 60;
  private static final int BATCHES_STARVED = 60;
  private static final int BATCHES_AFTER = 30;

  /** After so many refusals it is clear. */
  private static final int REFUSALS_MAX = 5;

  private StarvedWriter() {}

  /** Arguments: folder, seed, how many descriptors are left. */
  public static void main(String[] arguments) throws Exception {
    CrashWriter.endWithStdin();
    Path folder = Path.of(arguments[0]);
    // A class that is needed for the first time needs a descriptor too.
    warmUp(folder.resolveSibling("warm-" + ProcessHandle.current().pid()));
    Load load = new Load(Long.parseLong(arguments[1]));
    Deque<FileInputStream> taken = new ArrayDeque<>();
    try (MapDbStore store = TestStore.in(folder)) {
      long written = Load.batchesIn(store.open());
      CrashWriter.say("begin " + written);
      take(taken, Integer.parseInt(arguments[2]));
      write(store, load, written, BATCHES_STARVED, REFUSALS_MAX);
    }
    try (MapDbStore store = TestStore.in(folder)) {
      store.open();
      CrashWriter.say("opened without descriptors");
    } catch (StoreException e) {
      CrashWriter.say("refused " + e.reason());
    }
    while (!taken.isEmpty()) {
      taken.pop().close();
    }
    try (MapDbStore store = TestStore.in(folder)) {
      write(store, load, Load.batchesIn(store.open()), BATCHES_AFTER, 0);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void warmUp(Path folder) throws Exception {
    Load load = new Load(1);
    try (MapDbStore store = TestStore.in(folder)) {
      store.open();
      write(store, load, 0, WARM_UP_BATCHES, 0);
    }
    try (MapDbStore store = TestStore.in(folder.resolve("format"))) {
      store.open();
      throw new IllegalStateException("a file is no folder");
    } catch (StoreException e) {
      Folders.delete(folder);
    }
  }

  /** Writes on; what is refused is tried again, unless the store must be closed first. */
  private static void write(MapDbStore store, Load load, long written, int batches, int refusalsMax)
      throws StoreException {
    int refusals = 0;
    for (long next = written + 1; next <= written + batches; ) {
      try {
        store.commit(load.batch(next));
        CrashWriter.say("ack " + next);
        next++;
      } catch (StoreException e) {
        CrashWriter.say("refused " + e.reason());
        refusals++;
        if (refusals > refusalsMax) {
          throw e;
        }
        if (refusals == refusalsMax) {
          return;
        }
      }
    }
  }

  private static void take(Deque<FileInputStream> taken, int left) throws IOException {
    try {
      while (true) {
        taken.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      for (int i = 0; i < left && !taken.isEmpty(); i++) {
        taken.pop().close();
      }
    }
  }
}
