package io.echofield.swarmkit.core.sync;

/**
 * How much of a channel this node may use: a bucket of bytes that fills at a steady rate.
 *
 * <p>In any span of time no more is allowed than what the bucket holds, what the rate gives in that
 * span, and one frame. A frame larger than the bucket waits until it is full and leaves a debt. One
 * thread; times are monotonic milliseconds and never go back.
 */
final class ChannelShare {
  private static final long MILLIS_A_SECOND = 1_000;

  // fixed; 0 bytes per second: unlimited
  private final long bytesPerSecond;
  private final long burst;

  // thousandths of a byte, so that every millisecond counts; below 0: a debt
  private long left;
  private long leftMono;

  /**
   * A full bucket.
   *
   * @param bytesPerSecond 1 to 2^31 - 1
   * @param burstBytes what may go at once after a long silence, at least 1
   * @throws IllegalArgumentException if outside these ranges
   */
  ChannelShare(int bytesPerSecond, int burstBytes, long nowMono) {
    this((long) bytesPerSecond, burstBytes * MILLIS_A_SECOND, nowMono);
    if (bytesPerSecond < 1 || burstBytes < 1) {
      throw new IllegalArgumentException(
          "a share is of 1 byte or more but was "
              + bytesPerSecond
              + " bytes per second and "
              + burstBytes
              + " at once");
    }
  }

  private ChannelShare(long bytesPerSecond, long burst, long nowMono) {
    this.bytesPerSecond = bytesPerSecond;
    this.burst = burst;
    this.left = burst;
    this.leftMono = nowMono;
  }

  /** All that one likes, at any time. */
  static ChannelShare unlimited() {
    return new ChannelShare(0L, 0, 0);
  }

  /** Whether a frame of so many bytes may go now. */
  boolean allows(int bytes, long nowMono) {
    return whenAllowed(bytes, nowMono) <= nowMono;
  }

  /** When a frame of so many bytes may go if none goes before: {@code nowMono} or later. */
  long whenAllowed(int bytes, long nowMono) {
    if (bytesPerSecond == 0) {
      return nowMono;
    }
    fill(nowMono);
    long lacking = Math.min(bytes * MILLIS_A_SECOND, burst) - left;
    return lacking <= 0 ? nowMono : nowMono + (lacking + bytesPerSecond - 1) / bytesPerSecond;
  }

  /** A frame of so many bytes went, allowed or not: what was not is a debt. */
  void take(int bytes, long nowMono) {
    if (bytesPerSecond > 0) {
      fill(nowMono);
      left -= bytes * MILLIS_A_SECOND;
    }
  }

  private void fill(long nowMono) {
    long millisToFull = (burst - left + bytesPerSecond - 1) / bytesPerSecond;
    long millis = Math.min(nowMono - leftMono, millisToFull);
    left = Math.min(burst, left + millis * bytesPerSecond);
    leftMono = nowMono;
  }
}
