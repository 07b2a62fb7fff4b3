package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.lab.CoreLikeWrites;
import io.echofield.swarmkit.lab.CoreLikeWrites.Turn;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that opens a store in {@link LedgerOpen}, does one thing with it, and tells how it
 * was.
 */
final class LedgerChild {
  static final String FILL = "fill";
  static final String OPEN = "open";
  static final String COMPACT = "compact";

  /** Numbers that it tells. */
  static final String SECONDS = "seconds";

  static final String ENTRIES = "entries";
  static final String HEAP_BYTES = "heap-bytes";
  static final String DISK_BYTES = "disk-bytes";
  static final String DISK_BYTES_BEFORE = "disk-bytes-before";

  /** Entries of a commit while filling: a busy link's. */
  private static final int GROUP = 100;

  private static final double NANOS = 1e9;

  private LedgerChild() {}

  /** Arguments: what to do, the folder of the store, and to fill how many entries. */
  public static void main(String[] arguments) throws IOException, StoreException {
    try (MapDbStore store = StoreLog.store(Path.of(arguments[1]))) {
      long start = System.nanoTime();
      Restored restored = store.open();
      double openSeconds = (System.nanoTime() - start) / NANOS;
      switch (arguments[0]) {
        case FILL -> fill(store, Integer.parseInt(arguments[2]));
        case COMPACT -> compact(store);
        default -> {
          tell(SECONDS, openSeconds);
          tell(ENTRIES, restored.arrivals());
        }
      }
      tell(HEAP_BYTES, heapBytes());
      System.out.println(ChildJvm.DONE);
      awaitEnd();
    }
  }

  /** Only commits are timed; entries are made between them. */
  private static void fill(MapDbStore store, int entries) throws StoreException {
    CoreLikeWrites source = Load.source();
    long nanos = 0;
    for (int made = 0; made < entries; ) {
      List<Turn> group = new ArrayList<>(GROUP);
      for (; group.size() < GROUP && made < entries; made++) {
        group.add(source.next());
      }
      long start = System.nanoTime();
      store.commit(StoreLog.writes(group));
      nanos += System.nanoTime() - start;
    }
    tell(SECONDS, nanos / NANOS);
    tell(DISK_BYTES, store.sizeBytes());
  }

  private static void compact(MapDbStore store) throws StoreException {
    long start = System.nanoTime();
    NodeStore.Compacted compacted = store.compact();
    tell(SECONDS, (System.nanoTime() - start) / NANOS);
    tell(DISK_BYTES_BEFORE, compacted.bytesBefore());
    tell(DISK_BYTES, compacted.bytesAfter());
  }

  /** What is left after a collection, the store being open. */
  private static long heapBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void tell(String name, Number value) {
    System.out.println(name + " " + value);
  }

  private static void awaitEnd() throws IOException {
    while (System.in.read() >= 0) {
      // nothing is said, the end is what counts
    }
  }
}
