package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the trials of one experiment, each in a folder of its own that is removed after it.
 *
 * <p>The i-th trial has the seed of the experiment plus i: a failed one is replayed by starting
 * with its seed.
 */
final class Trials {
  private final String experiment;
  private final int count;
  private final long seed;
  private final Path scratch;
  private final Optional<Path> keep;
  private final Findings findings = new Findings();
  private final Progress progress;

  /**
   * Trials to be run.
   *
   * @param count how much of it, in the experiment's own unit
   * @param scratch a folder for everything
   * @param keep where folders of failed trials go
   */
  Trials(
      String experiment,
      int count,
      long seed,
      Path scratch,
      Optional<Path> keep,
      Progress progress) {
    this.experiment = experiment;
    this.count = count;
    this.seed = seed;
    this.scratch = scratch;
    this.keep = keep;
    this.progress = progress;
  }

  /** One trial. */
  interface Trial {
    /**
     * Does so much of the experiment in an empty folder.
     *
     * @throws BrokenPromise at the first failure
     */
    void run(long seed, int count, Path folder)
        throws BrokenPromise, IOException, InterruptedException;
  }

  Findings findings() {
    return findings;
  }

  /** A folder for what all trials share. */
  Path scratch() {
    return scratch;
  }

  /** One unit of the experiment is done. Any thread. */
  void tick() {
    progress.tick();
  }

  /** Runs trials of so much each, until there was as much as is wanted. */
  void each(int perTrial, Trial trial) throws InterruptedException {
    for (Planned planned : plan(perTrial)) {
      run(planned, trial);
    }
  }

  /** The same with some of them at a time. */
  void each(int perTrial, int atATime, Trial trial) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(atATime);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Planned planned : plan(perTrial)) {
        running.add(
            executor.submit(
                () -> {
                  run(planned, trial);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private record Planned(long seed, int count) {}

  private List<Planned> plan(int perTrial) {
    List<Planned> plan = new ArrayList<>();
    for (int begun = 0; begun < count; begun += perTrial) {
      plan.add(new Planned(seed + plan.size(), Math.min(perTrial, count - begun)));
    }
    return plan;
  }

  private void run(Planned planned, Trial trial) throws InterruptedException {
    if (findings.enough()) {
      return;
    }
    Path folder = scratch.resolve(experiment + "-" + planned.seed());
    try {
      Files.createDirectories(folder);
      trial.run(planned.seed(), planned.count(), folder);
    } catch (BrokenPromise e) {
      fail(planned, e.getMessage(), e.folder());
    } catch (IOException | RuntimeException e) {
      fail(planned, "the laboratory failed: " + e, folder);
    } finally {
      remove(folder);
    }
  }

  private void fail(Planned planned, String what, Path folder) {
    if (!Files.isDirectory(scratch())) {
      return; // told to end
    }
    Optional<Path> kept = Optional.empty();
    if (keep.isPresent()) {
      Path target = keep.get().resolve(experiment + "-" + planned.seed());
      try {
        kept = Optional.of(Folders.copy(folder, target));
      } catch (IOException e) {
        findings.count("folders that could not be kept");
      }
    }
    String replay =
        "echofield crash-test %s --count %d --seed %d"
            .formatted(experiment, planned.count(), planned.seed());
    findings.fail(new Findings.Failure(planned.seed(), what, replay, kept));
    progress.say("failed: " + what + "; again: " + replay);
  }

  private void remove(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      findings.count("folders that could not be removed");
    }
  }
}
