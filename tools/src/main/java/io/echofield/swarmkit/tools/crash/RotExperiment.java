package io.echofield.swarmkit.tools.crash;

import java.util.List;

/** Damages files at rest: the store mends it, tells it, or is not touched by it. */
final class RotExperiment implements Experiment {
  /** Damages to copies of one folder. */
  private static final int DAMAGES_PER_TRIAL = 25;

  private final String name;
  private final int smallCount;
  private final List<Damage> damages;

  private RotExperiment(String name, int smallCount, List<Damage> damages) {
    this.name = name;
    this.smallCount = smallCount;
    this.damages = damages;
  }

  /** A single bit, which a store can mend. */
  static RotExperiment flips() {
    return new RotExperiment("flip", 100, List.of(Damage.FLIPPED_BIT));
  }

  /** What nobody can mend: as little as can be is lost, and the loss is told. */
  static RotExperiment worse() {
    return new RotExperiment(
        "rot",
        50,
        List.of(Damage.TWO_FLIPPED_BITS, Damage.ZERO_SECTOR, Damage.CUT, Damage.MISSING));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int smallCount() {
    return smallCount;
  }

  @Override
  public void run(Trials trials) throws InterruptedException {
    trials.each(
        DAMAGES_PER_TRIAL,
        (seed, count, folder) -> new RotTrial(seed, folder, damages, trials).run(count));
  }
}
