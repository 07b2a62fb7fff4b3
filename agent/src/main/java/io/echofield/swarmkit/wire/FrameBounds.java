package io.echofield.swarmkit.wire;

/**
 * How many items a message may carry. A frame is bounded in bytes too; these bound what a small
 * frame could make a reader allocate.
 *
 * <p>Beyond a bound, encoding is an {@link IllegalArgumentException} (the sender splits) and
 * decoding refuses the frame as "too many".
 */
final class FrameBounds {
  static final int LEASES_MAX = 64;
  static final int HEADS_ITEMS_MAX = 1_024;

  /** Head signatures beside the heads in one HEAD. */
  static final int HEAD_SIGNATURES_MAX = 64;

  /**
   * Entries of one DELTA or ENTRIES; one with a time has 22 bytes there, so bytes run out first.
   */
  static final int ENTRIES_MAX = 4_096;

  static final int RANGES_MAX = 4_096;

  /** Ids of all ranges of one message: more 8-byte ids do not fit a frame. */
  static final int RANGES_IDS_MAX = 8_192;

  /**
   * Longest key of a space: HEADS orders by 10 bytes of log and 32 of the item's hash, LIVE by 6
   * bytes of time and 32 of id.
   */
  static final int RANGE_UPPER_BYTES_MAX = 42;

  static final int WANT_LOGS_MAX = 1_024;
  static final int WANT_ITEMS_MAX = 1_024;
  static final int WANT_HEAD_SIGNATURES_MAX = 1_024;

  private FrameBounds() {}

  /** For our own messages. */
  static void require(int items, int max, String what) {
    if (items > max) {
      throw new IllegalArgumentException(
          "at most " + max + " " + what + " fit a message but there were " + items);
    }
  }
}
