package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class MapDbStoreTest extends NodeStoreContract {
  /** Small, so that a short test has many segments, runs and merges. */
  private static final StoreSettings SMALL = new StoreSettings("test", 4_096, 2_048, 1);

  @TempDir private Path folder;

  @Override
  protected NodeStore store() {
    return new MapDbStore(folder, CODEC, SMALL);
  }
}
