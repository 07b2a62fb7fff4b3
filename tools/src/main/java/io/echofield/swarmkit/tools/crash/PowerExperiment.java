package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.mapdb.Disk;
import java.util.function.UnaryOperator;

/**
 * Cuts the power before any operation that changes the disk, also of recovery and merges, and opens
 * several of the folders that this may leave. One of them is written on, until the power goes
 * again.
 */
final class PowerExperiment implements Experiment {
  /** Power losses in the life of one folder. */
  private static final int LOSSES_PER_TRIAL = 10;

  private final UnaryOperator<Disk> flaw;

  PowerExperiment() {
    this(UnaryOperator.identity());
  }

  /** With a store that uses its disk wrongly, to see whether that is noticed. */
  PowerExperiment(UnaryOperator<Disk> flaw) {
    this.flaw = flaw;
  }

  @Override
  public String name() {
    return "power";
  }

  @Override
  public int smallCount() {
    return 60;
  }

  @Override
  public void run(Trials trials) throws InterruptedException {
    trials.each(
        LOSSES_PER_TRIAL,
        (seed, losses, folder) -> new PowerTrial(seed, losses, folder, flaw, trials).run());
  }
}
