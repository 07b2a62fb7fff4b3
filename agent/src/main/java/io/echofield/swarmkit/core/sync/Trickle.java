package io.echofield.swarmkit.core.sync;

import java.util.random.RandomGenerator;

/** Provisional. */
final class Trickle {
  private final long min;
  private final int doublings;
  private final int k;
  private final RandomGenerator random;
  private long interval;
  private long begin;
  private long at = Long.MAX_VALUE;
  private boolean fired;
  private int heard;

  Trickle(long min, int doublings, int k, RandomGenerator random) {
    this.min = min;
    this.doublings = doublings;
    this.k = k;
    this.random = random;
  }

  void start(long now) {
    interval = min;
    begin(now);
  }

  private void begin(long now) {
    begin = now;
    heard = 0;
    fired = false;
    at = now + interval / 2 + random.nextLong(interval / 2);
  }

  void consistent() {
    heard++;
  }

  void inconsistent(long now) {
    if (interval > min) {
      start(now);
    }
  }

  long dueMono() {
    return fired ? begin + interval : at;
  }

  boolean fire(long now) {
    if (!fired) {
      fired = true;
      return heard < k;
    }
    interval = Math.min(interval * 2, min << doublings);
    begin(now);
    return false;
  }
}
