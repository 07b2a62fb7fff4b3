package io.echofield.swarmkit.core.sync;

/** Provisional. */
final class ChannelShare {
  private final int perSecond;
  private final int burst;
  private double tokens;
  private long at;

  private ChannelShare(int perSecond, int burst, long at) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.at = at;
  }

  static ChannelShare unlimited() {
    return new ChannelShare(0, 0, 0);
  }

  static ChannelShare of(int perSecond, int burst, long now) {
    return new ChannelShare(perSecond, burst, now);
  }

  boolean allows(int bytes, long now) {
    fill(now);
    return perSecond == 0 || tokens >= bytes;
  }

  private void fill(long now) {
    tokens = Math.min(burst, tokens + (now - at) * (double) perSecond / 1000);
    at = now;
  }

  void take(int bytes, long now) {
    fill(now);
    tokens -= bytes;
  }

  long whenAllowed(int bytes, long now) {
    return allows(bytes, now)
        ? now
        : now + (long) StrictMath.ceil((bytes - tokens) * 1000 / perSecond);
  }
}
