package io.echofield.swarmkit.store.mapdb;

/**
 * What may be chosen about a store.
 *
 * @param holder who opens it, for the message that a second opener gets: a node's name
 * @param segmentBytes journal segment size at which a new one begins
 * @param allocationBytes how much a segment grows at a time; allocated for real, so that a full
 *     disk refuses a batch before it is begun
 * @param checkpointBytes least journal length after which a checkpoint is made; a ledger larger
 *     than this times {@value #LEDGER_SHARE} waits for more, up to {@value #CHECKPOINT_SHARE_MAX}
 *     times this, so that copying it does not outweigh the journal itself
 */
public record StoreSettings(
    String holder, int segmentBytes, int allocationBytes, long checkpointBytes) {
  static final int LEDGER_SHARE = 4;
  static final int CHECKPOINT_SHARE_MAX = 8;

  public StoreSettings {
    if (segmentBytes < 1 || allocationBytes < 1 || checkpointBytes < 1) {
      throw new IllegalArgumentException(
          "sizes of a store must be positive but were %d, %d, %d"
              .formatted(segmentBytes, allocationBytes, checkpointBytes));
    }
  }

  /** 4 MiB segments that grow by 1 MiB, a checkpoint every 8 MiB or more. */
  public static StoreSettings of(String holder) {
    return new StoreSettings(holder, 4 << 20, 1 << 20, 8 << 20);
  }

  /** The journal length that makes a checkpoint due for a ledger of this size. */
  long checkpointDueBytes(long ledgerBytes) {
    return Math.max(
        checkpointBytes,
        Math.min(ledgerBytes / LEDGER_SHARE, checkpointBytes * CHECKPOINT_SHARE_MAX));
  }
}
