package io.echofield.swarmkit.tools.crash;

import java.util.SplittableRandom;

/**
 * How much of what was not forced a power loss leaves: nothing, all, or anything between. The same
 * seed gives the same choices.
 */
final class Luck {
  private static final double[] SURVIVES = {0, 0.05, 0.5, 0.5, 0.95, 1};

  /** One state in so many shows noise where nothing was ever written. */
  private static final int NOISE_ONE_IN = 8;

  private final SplittableRandom random;
  private final double survives;
  private final boolean noisy;

  Luck(long seed) {
    random = new SplittableRandom(seed);
    survives = SURVIVES[random.nextInt(SURVIVES.length)];
    noisy = random.nextInt(NOISE_ONE_IN) == 0;
  }

  /** Whether one thing survives. */
  boolean survives() {
    return random.nextDouble() < survives;
  }

  /** How many of some changes survive, if those that do are the first ones. */
  int prefix(int changes) {
    if (survives()) {
      return changes;
    }
    return survives == 0 || changes == 0 ? 0 : random.nextInt(changes + 1);
  }

  /** What stands where nothing was written; null: zeros. */
  SplittableRandom noise() {
    return noisy ? random.split() : null;
  }
}
