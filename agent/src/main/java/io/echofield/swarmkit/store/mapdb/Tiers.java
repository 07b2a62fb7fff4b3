package io.echofield.swarmkit.store.mapdb;

import java.util.List;

/**
 * Which runs to merge: so many of about one size become one of the next size, so each entry is
 * rewritten once for each size, and there are few runs. Pure.
 *
 * <p>Source: size-tiered compaction as in the LSM-tree family (O'Neil et al. 1996; Bigtable 2006).
 */
final class Tiers {
  /** So many of one tier are merged, with the smaller ones after them. */
  static final int WIDTH = 4;

  private Tiers() {}

  /**
   * The newest runs to merge, as an index into the list; the length of the list if none is due.
   *
   * @param bytes sizes of the runs, oldest first
   * @param unitBytes the size of the smallest tier
   */
  static int firstToMerge(List<Long> bytes, long unitBytes) {
    int highest = 0;
    for (long size : bytes) {
      highest = Math.max(highest, tier(size, unitBytes));
    }
    for (int tier = 0; tier <= highest; tier++) {
      int first = bytes.size();
      int ofTier = 0;
      while (first > 0 && tier(bytes.get(first - 1), unitBytes) <= tier) {
        first--;
        ofTier += tier(bytes.get(first), unitBytes) == tier ? 1 : 0;
      }
      if (ofTier >= WIDTH) {
        return first;
      }
    }
    return bytes.size();
  }

  /** 0 below {@value #WIDTH} units less one, then one more for each factor of the width. */
  private static int tier(long bytes, long unitBytes) {
    int tier = 0;
    for (long limit = unitBytes * (WIDTH - 1); bytes >= limit; limit *= WIDTH) {
      tier++;
    }
    return tier;
  }
}
