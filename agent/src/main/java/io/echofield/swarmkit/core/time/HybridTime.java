package io.echofield.swarmkit.core.time;

/**
 * A hybrid logical time of 48 bits: 32 bits of seconds since 2020-01-01T00:00:00Z and 16 bits of
 * counter.
 *
 * <p>Totally ordered. For display and ties only: nothing in the merge law depends on clocks.
 * Source: Kulkarni et al. 2014, "Logical Physical Clocks".
 */
public record HybridTime(long bits) implements Comparable<HybridTime> {
  public static final long BITS_MAX = (1L << 48) - 1;

  /** 2020-01-01T00:00:00Z in milliseconds since 1970. */
  public static final long BASE_MILLIS = 1_577_836_800_000L;

  public static final HybridTime ZERO = new HybridTime(0);

  public HybridTime {
    if (bits < 0 || bits > BITS_MAX) {
      throw new IllegalArgumentException(
          "hybrid time must have 48 bits but was " + Long.toHexString(bits));
    }
  }

  /**
   * The first time of the wall clock's second; wall readings outside 2020 to 2156 are moved to the
   * nearest end.
   */
  public static HybridTime ofWall(long wallMillis) {
    long seconds =
        Math.max(
            0, Math.min(0xffff_ffffL, Math.floorDiv(wallMillis, 1_000L) - BASE_MILLIS / 1_000));
    return new HybridTime(seconds << 16);
  }

  public long wallMillis() {
    return BASE_MILLIS + (bits >>> 16) * 1_000L;
  }

  public int counter() {
    return (int) (bits & 0xffff);
  }

  /** The next greater time; the greatest one is its own successor. */
  public HybridTime next() {
    return bits == BITS_MAX ? this : new HybridTime(bits + 1);
  }

  @Override
  public int compareTo(HybridTime other) {
    return Long.compare(bits, other.bits);
  }
}
