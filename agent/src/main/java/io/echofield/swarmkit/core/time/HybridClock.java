package io.echofield.swarmkit.core.time;

/**
 * Stamps entries from wall readings it is given.
 *
 * <p>One thread. Stamps grow strictly, also over a wall clock that stands still or steps back. A
 * time seen from elsewhere moves the clock forward only up to wall + {@value #AHEAD_MAX_MILLIS} ms:
 * a clock in 2099 cannot drag the swarm along.
 */
public final class HybridClock {
  /**
   * How far ahead of the wall clock a seen time may move this clock, in milliseconds; the excess
   * makes its author suspect.
   */
  public static final long AHEAD_MAX_MILLIS = 600_000L;

  private HybridTime last;

  public HybridClock(HybridTime last) {
    this.last = last;
  }

  /** The greatest time given or admitted so far. */
  public HybridTime last() {
    return last;
  }

  /**
   * A new stamp, greater than all before unless the last one lies more than the bound ahead of the
   * wall (a corrected clock).
   */
  public HybridTime stamp(long wallMillis) {
    HybridTime wall = HybridTime.ofWall(wallMillis);
    boolean corrected = last.wallMillis() > wall.wallMillis() + AHEAD_MAX_MILLIS;
    last = corrected || wall.compareTo(last) > 0 ? wall : last.next();
    return last;
  }

  /** Takes notice of a time seen in an entry. */
  public Admission witness(HybridTime seen, long wallMillis) {
    if (seen.wallMillis() > HybridTime.ofWall(wallMillis).wallMillis() + AHEAD_MAX_MILLIS) {
      return Admission.SUSPECT;
    }
    if (seen.compareTo(last) > 0) {
      last = seen;
    }
    return Admission.ADMITTED;
  }

  /** Whether a seen time moved the clock or was too far ahead to count. */
  public enum Admission {
    ADMITTED,
    SUSPECT
  }
}
