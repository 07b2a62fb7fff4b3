package io.echofield.swarmkit.tools.crash;

/** Kills a process with SIGKILL while it writes, while it merges, and while it recovers. */
final class KillExperiment implements Experiment {
  /** Kills in the life of one folder: more would only make each comparison longer. */
  private static final int KILLS_PER_TRIAL = 10;

  private static final int AT_A_TIME = 2;

  @Override
  public String name() {
    return "kill";
  }

  @Override
  public int smallCount() {
    return 40;
  }

  @Override
  public void run(Trials trials) throws InterruptedException {
    ChildJvm jvm = ChildJvm.trained(trials.scratch());
    trials.each(
        KILLS_PER_TRIAL,
        AT_A_TIME,
        (seed, kills, folder) -> new KillTrial(seed, jvm, folder, trials).run(kills));
  }
}
