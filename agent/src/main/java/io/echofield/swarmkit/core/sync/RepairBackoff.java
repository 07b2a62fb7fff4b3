package io.echofield.swarmkit.core.sync;

import java.util.random.RandomGenerator;

/** Provisional. */
final class RepairBackoff {
  private RepairBackoff() {}

  static int group(int heard) {
    int group = 1;
    while (group < heard) {
      group *= 10;
    }
    return group;
  }

  static long millis(RandomGenerator random, long maxMillis, int group) {
    double lambda = StrictMath.log(group) + 1;
    double x =
        random.nextDouble() * lambda / maxMillis
            + lambda / (maxMillis * (StrictMath.exp(lambda) - 1));
    return (long)
        (maxMillis
            / lambda
            * StrictMath.log(x * (StrictMath.exp(lambda) - 1) * (maxMillis / lambda)));
  }
}
