package io.echofield.swarmkit.tools.measure;

import io.echofield.swarmkit.tools.show.NumberText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a benchmark: in each round every side takes its turn, so that a slow minute of the machine
 * falls on all of them. One thread.
 */
public final class Rounds {
  /** Of a user who asks for none. */
  public static final int BY_DEFAULT = 5;

  public static final int MAX = 1_000;

  private final Path root;
  private final Progress progress;

  /**
   * A runner.
   *
   * @param root a folder on the file system that is measured
   */
  public Rounds(Path root, Progress progress) {
    this.root = root;
    this.progress = progress;
  }

  /**
   * Everything that was measured.
   *
   * @param rounds that count, 1 to {@value #MAX}
   * @throws MeasureException if a side broke
   */
  public Measured run(Benchmark benchmark, Values values, int rounds)
      throws MeasureException, InterruptedException {
    Path folder = root.resolve(benchmark.name());
    double loadBefore = Machine.load();
    List<AutoCloseable> helpers = new ArrayList<>();
    try {
      Path ready = Files.createDirectories(folder.resolve("ready"));
      progress.say(benchmark.name() + ": getting ready");
      Plan plan = benchmark.prepare(values, ready);
      helpers.addAll(plan.helpers());
      plan.missing().forEach((peer, why) -> progress.say(peer + " is not measured: " + why));
      Map<Series, List<Double>> numbers = new LinkedHashMap<>();
      for (int i = -plan.warmUps(); i < rounds; i++) {
        String round = i < 0 ? "warming up" : "round " + (i + 1) + " of " + rounds;
        for (Trial trial : plan.trials()) {
          String where = benchmark.name() + ", " + round + ": " + trial;
          for (Reading reading : take(trial, folder.resolve("trial"), where)) {
            Series series = new Series(trial.workload(), trial.side(), reading.metric());
            if (i >= 0) {
              numbers.computeIfAbsent(series, s -> new ArrayList<>()).add(reading.value());
            }
          }
        }
      }
      Map<Series, Samples> samples = new LinkedHashMap<>();
      numbers.forEach((series, all) -> samples.put(series, new Samples(all)));
      return new Measured(
          benchmark, values, rounds, plan, samples, new Measured.Load(loadBefore, Machine.load()));
    } catch (MeasureException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new MeasureException(benchmark.name() + ": " + reason(e), e);
    } finally {
      helpers.forEach(this::close);
      sweep(folder);
    }
  }

  private void close(AutoCloseable helper) {
    try {
      helper.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      progress.say("cannot end a helper: " + reason(e));
    }
  }

  private List<Reading> take(Trial trial, Path folder, String where)
      throws MeasureException, InterruptedException {
    try {
      Files.createDirectories(folder);
      // The garbage of the side before is not this one's.
      System.gc();
      List<Reading> readings = trial.work().run(folder);
      progress.say(where + ": " + text(readings));
      return readings;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new MeasureException(where + ": " + reason(e), e);
    } finally {
      sweep(folder);
    }
  }

  private void sweep(Path folder) {
    try {
      Folders.remove(folder);
    } catch (IOException e) {
      progress.say("cannot remove " + folder + ": " + e.getMessage());
    }
  }

  private static String text(List<Reading> readings) {
    List<String> texts = new ArrayList<>();
    for (Reading reading : readings) {
      texts.add(
          reading.metric().name()
              + " "
              + NumberText.of(reading.value())
              + " "
              + reading.metric().unit());
    }
    return String.join(", ", texts);
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
