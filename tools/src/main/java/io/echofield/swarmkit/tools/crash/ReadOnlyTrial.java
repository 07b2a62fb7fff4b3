package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Path;

/** A disk that its kernel makes read-only in the middle, as after an error. One thread. */
final class ReadOnlyTrial {
  static final long DISK_BYTES = 64L << 20;

  private static final int BATCHES_BEFORE = 25;
  private static final int TRIES_AFTER = 5;

  private final Load load;
  private final SmallDisk disk;
  private final Path node;
  private final Findings findings;

  ReadOnlyTrial(long seed, SmallDisk disk, Findings findings) {
    this.load = new Load(seed);
    this.disk = disk;
    this.node = disk.folder().resolve("node");
    this.findings = findings;
  }

  void run() throws BrokenPromise, IOException, InterruptedException {
    long acknowledged = 0;
    try (MapDbStore store = TestStore.in(node)) {
      store.open();
      while (acknowledged < BATCHES_BEFORE) {
        store.commit(load.batch(acknowledged + 1));
        acknowledged++;
      }
      disk.abort();
      for (int i = 0; i < TRIES_AFTER; i++) {
        refuses(store, acknowledged + 1);
      }
    } catch (StoreException e) {
      throw new BrokenPromise("on a good disk it failed: " + e.getMessage(), node);
    }
    try (MapDbStore store = TestStore.in(node)) {
      store.open();
      throw new BrokenPromise("it opens on a disk that cannot be written", node);
    } catch (StoreException e) {
      findings.count("open refused: " + e.reason());
    }
    disk.unmount();
    disk.mount();
    Inspection inspection =
        Inspection.of(TestStore.in(node), node, load, acknowledged, acknowledged + 1);
    findings.opened(inspection.withoutLoss(node));
    findings.count("read-only in the middle");
  }

  private void refuses(MapDbStore store, long batch) throws BrokenPromise {
    try {
      store.commit(load.batch(batch));
      throw new BrokenPromise("a disk that cannot be written takes batch " + batch, node);
    } catch (StoreException e) {
      findings.count("refused: " + e.reason());
    }
  }
}
