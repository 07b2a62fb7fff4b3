package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Runs experiments one after the other. {@link #close} ends what runs and removes the scratch
 * folder; it may be called from a shutdown hook while another thread runs experiments.
 */
public final class CrashTest implements AutoCloseable {
  private static final Path MEMORY_DISK = Path.of("/dev/shm");

  /** A disk in memory with less free space than this is left to others. */
  private static final long MEMORY_DISK_FREE_BYTES_MIN = 512L << 20;

  private final Options options;
  private final Progress progress;
  private final Path scratch;

  /**
   * What to run.
   *
   * @param experiments their names, in this order; empty for all
   * @param count how much of each; empty for little
   * @param keep where folders of failed trials go
   */
  public record Options(
      List<String> experiments, OptionalInt count, long seed, Optional<Path> keep) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if an experiment is unknown or the count not positive
     */
    public Options {
      experiments = List.copyOf(experiments);
      for (String name : experiments) {
        if (!names().contains(name)) {
          throw new IllegalArgumentException(
              "unknown experiment \"%s\": there are %s"
                  .formatted(name, String.join(", ", names())));
        }
      }
      if (count.isPresent() && count.getAsInt() < 1) {
        throw new IllegalArgumentException(
            "the count must be positive but was " + count.getAsInt());
      }
    }
  }

  public CrashTest(Options options, Progress progress) throws IOException {
    this.options = options;
    this.progress = progress;
    this.scratch = Files.createTempDirectory(place(), "echofield-crash-").toRealPath();
  }

  /** All experiments. */
  static List<Experiment> experiments() {
    return List.of(
        new KillExperiment(),
        new SyscallExperiment(),
        new PowerExperiment(),
        new IoExperiment(),
        RotExperiment.flips(),
        RotExperiment.worse(),
        new FullExperiment());
  }

  public static List<String> names() {
    return experiments().stream().map(Experiment::name).toList();
  }

  public CrashReport run() throws InterruptedException {
    List<CrashReport.Result> results = new ArrayList<>();
    for (Experiment experiment : experiments()) {
      boolean chosen =
          options.experiments().isEmpty() || options.experiments().contains(experiment.name());
      if (chosen) {
        results.add(run(experiment));
      }
    }
    return new CrashReport(options.seed(), results);
  }

  private CrashReport.Result run(Experiment experiment) throws InterruptedException {
    Optional<String> obstacle = experiment.obstacle();
    if (obstacle.isPresent()) {
      progress.say("not run: " + obstacle.get());
      return CrashReport.Result.notRun(experiment.name(), obstacle.get());
    }
    int count = options.count().orElse(experiment.smallCount());
    progress.begin(experiment.name(), count);
    long before = System.nanoTime();
    Path folder = scratch.resolve(experiment.name());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Trials trials =
        new Trials(experiment.name(), count, options.seed(), folder, options.keep(), progress);
    experiment.run(trials);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    CrashReport.Result result =
        CrashReport.Result.of(experiment.name(), count, millis, trials.findings());
    progress.end();
    return result;
  }

  /** In memory if there is a disk of that kind: what is cut here is never the machine's power. */
  private static Path place() {
    boolean inMemory =
        Files.isWritable(MEMORY_DISK)
            && MEMORY_DISK.toFile().getUsableSpace() >= MEMORY_DISK_FREE_BYTES_MIN;
    return inMemory ? MEMORY_DISK : Path.of(System.getProperty("java.io.tmpdir"));
  }

  @Override
  public void close() throws IOException {
    try {
      SmallDisk.unmountAllBelow(scratch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // First away from trials that still run: what they miss from here on is no finding.
    Path ending = scratch.resolveSibling(scratch.getFileName() + ".ending");
    if (Files.isDirectory(scratch)) {
      Files.move(scratch, ending);
      Folders.delete(ending);
    }
  }
}
