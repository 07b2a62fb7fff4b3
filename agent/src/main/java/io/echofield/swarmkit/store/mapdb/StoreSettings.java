package io.echofield.swarmkit.store.mapdb;

/**
 * What may be chosen about a store.
 *
 * @param holder who opens it, for the message that a second opener gets: a node's name
 * @param segmentBytes journal segment size at which it becomes a run and a new one begins
 * @param allocationBytes how much a segment grows at a time; allocated for real, so that a full
 *     disk refuses a batch before it is begun
 * @param backlogBytesMax how much journal is kept for entries that some link still owes; beyond it
 *     the oldest segments go, and those entries are in the runs alone, as all others are
 */
public record StoreSettings(
    String holder, int segmentBytes, int allocationBytes, long backlogBytesMax) {
  /**
   * Segments that may wait to become runs while that fails; then batches are refused. Bounds what
   * the memtable takes.
   */
  static final int SEGMENTS_UNFLUSHED_MAX = 4;

  /** Newest runs whose segments are kept, so that a damaged one is made again from them. */
  static final int RUNS_BACKED_BY_JOURNAL = 2;

  public StoreSettings {
    if (segmentBytes < 1 || allocationBytes < 1 || backlogBytesMax < 1) {
      throw new IllegalArgumentException(
          "sizes of a store must be positive but were %d, %d, %d"
              .formatted(segmentBytes, allocationBytes, backlogBytesMax));
    }
  }

  /** 4 MiB segments that grow by 1 MiB; 64 MiB of journal for a link that lags. */
  public static StoreSettings of(String holder) {
    return new StoreSettings(holder, 4 << 20, 1 << 20, 64 << 20);
  }
}
