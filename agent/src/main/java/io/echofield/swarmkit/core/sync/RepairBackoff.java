package io.echofield.swarmkit.core.sync;

import java.util.random.RandomGenerator;

/**
 * How long a member waits before it answers a question that others could answer too, so that nearly
 * always one of them is heard by the rest before they answer.
 *
 * <p>Truncated exponential random times: few members draw an early one, most a late one. Source:
 * RFC 5401 section 5.2. Pure.
 */
final class RepairBackoff {
  /** Largest group that is told apart, in members; a power of ten. */
  static final int GROUP_MAX = 1_000_000;

  private RepairBackoff() {}

  /**
   * A random time of 0 to {@code maxMillis}.
   *
   * @param maxMillis 0 or more; 20 times what a frame needs to be heard by all, for 1.6 answers in
   *     the mean from 1,000 members (RepairBackoffTest)
   * @param groupSize members that could answer, 1 to {@link #GROUP_MAX}; better too many than too
   *     few
   * @throws IllegalArgumentException if outside these ranges
   */
  static long millis(RandomGenerator random, long maxMillis, int groupSize) {
    if (maxMillis < 0 || groupSize < 1 || groupSize > GROUP_MAX) {
      throw new IllegalArgumentException(
          "a back-off is of 0 ms or more among 1 to "
              + GROUP_MAX
              + " members but was asked for "
              + maxMillis
              + " ms among "
              + groupSize);
    }
    double lambda = StrictMath.log(groupSize) + 1;
    // The RFC's x (e^lambda - 1) T / lambda, which is uniform between 1 and e^lambda.
    double grown = 1 + random.nextDouble() * (StrictMath.exp(lambda) - 1);
    return Math.min(maxMillis, (long) (maxMillis / lambda * StrictMath.log(grown)));
  }

  /**
   * The members heard lately, rounded up to a power of ten: 1 to {@link #GROUP_MAX}. A group's size
   * is known roughly, and the time depends on it little.
   */
  static int group(int heard) {
    int group = 1;
    while (group < heard && group < GROUP_MAX) {
      group *= 10;
    }
    return group;
  }
}
