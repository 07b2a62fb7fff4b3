package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.store.mapdb.Disk;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import io.echofield.swarmkit.store.mapdb.StoreSettings;
import io.echofield.swarmkit.wire.EntryWire;
import java.nio.file.Path;

/** The store under test: the real one, with sizes so small that something is always going on. */
final class TestStore {
  static final EntryCodec CODEC =
      new EntryWire(new SwarmHash(new SwarmId(Bytes.copyOf(new byte[SwarmId.BYTES]))));

  /** A segment becomes a run every few batches, and runs are merged every few runs. */
  private static final StoreSettings SETTINGS = new StoreSettings("crash-test", 8_192, 4_096, 1);

  private TestStore() {}

  /** As an agent runs it: runs are merged in a thread of their own. */
  static MapDbStore in(Path folder) {
    return new MapDbStore(folder, CODEC, SETTINGS);
  }

  /** Everything in the caller's thread, so that a seed gives the same operations each time. */
  static MapDbStore on(Disk disk, Path folder) {
    return new MapDbStore(folder, CODEC, SETTINGS, disk, Runnable::run);
  }
}
