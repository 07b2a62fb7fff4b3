package io.echofield.swarmkit.core.sync;

import java.util.random.RandomGenerator;

/**
 * When to say a digest that all agree on: seldom, and not if enough others said the same; soon
 * again when something differs.
 *
 * <p>Intervals that double from the shortest to the longest while nothing is inconsistent. In each,
 * at a random time of its second half, the digest is due; it is left out if at least {@code k}
 * consistent ones were heard since the interval began. Source: RFC 6206 section 4.2. One thread;
 * times are monotonic milliseconds; call {@link #fire} when {@link #dueMono} is reached.
 */
final class Trickle {
  // fixed
  private final RandomGenerator random;
  private final long shortestMillis;
  private final long longestMillis;
  private final int k;

  // of the interval
  private long intervalMillis;
  private long endMono;
  private long sayMono;
  private boolean said;
  private int heard;

  /**
   * Begins the first interval, the shortest one.
   *
   * @param shortestMillis length of the shortest interval (Imin), at least 2
   * @param doublings how often it doubles to the longest (Imax), 0 to 32
   * @param k how many consistent ones make one's own superfluous, at least 1
   * @throws IllegalArgumentException if outside these ranges
   */
  Trickle(RandomGenerator random, long shortestMillis, int doublings, int k, long nowMono) {
    if (shortestMillis < 2 || shortestMillis > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the shortest interval is of 2 to 2^31 - 1 ms but was " + shortestMillis);
    }
    if (doublings < 0 || doublings > Integer.SIZE || k < 1) {
      throw new IllegalArgumentException(
          "there are 0 to 32 doublings and k is at least 1 but they were "
              + doublings
              + " and "
              + k);
    }
    this.random = random;
    this.shortestMillis = shortestMillis;
    this.longestMillis = shortestMillis << doublings;
    this.k = k;
    begin(shortestMillis, nowMono);
  }

  /** Somebody said the same. */
  void consistent() {
    heard = Math.min(k, heard + 1);
  }

  /** Something differs: the shortest interval begins, unless this is one. */
  void inconsistent(long nowMono) {
    if (intervalMillis > shortestMillis) {
      begin(shortestMillis, nowMono);
    }
  }

  /** When to call {@link #fire}: the time to say it, then the end of the interval. */
  long dueMono() {
    return said ? endMono : sayMono;
  }

  /**
   * Whether to say it now. Before it is due: false, and nothing changes. An interval that is over
   * gives way to one of twice its length that begins now, so that a long sleep is not made up for.
   */
  boolean fire(long nowMono) {
    boolean say = !said && nowMono >= sayMono && heard < k;
    said |= nowMono >= sayMono;
    if (nowMono >= endMono) {
      begin(Math.min(2 * intervalMillis, longestMillis), nowMono);
    }
    return say;
  }

  /** Length of the interval that goes on. */
  long intervalMillis() {
    return intervalMillis;
  }

  private void begin(long millis, long nowMono) {
    intervalMillis = millis;
    endMono = nowMono + millis;
    sayMono = nowMono + random.nextLong(millis / 2, millis);
    said = false;
    heard = 0;
  }
}
