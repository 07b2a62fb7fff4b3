package io.echofield.swarmkit.broker.embed;

import java.util.random.RandomGenerator;

/** How long to wait before a restart: doubling from one to the other bound, with jitter. */
final class Backoff {
  static final long FIRST_MILLIS = 250;
  static final long MAX_MILLIS = 30_000;

  /** A child that ran this long counts as healthy: the next wait is the first one again. */
  static final long HEALTHY_MILLIS = 60_000;

  private Backoff() {}

  /**
   * Milliseconds to wait after so many failures in a row, 1 for the first: between half and all of
   * the doubled bound, so that the brokers of a machine do not start in step.
   */
  static long delayMillis(int failures, RandomGenerator random) {
    int doublings = Math.min(Math.max(failures - 1, 0), 16);
    long bound = Math.min(FIRST_MILLIS << doublings, MAX_MILLIS);
    return random.nextLong(bound / 2, bound + 1);
  }
}
