package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Kills a process with SIGKILL as it enters its n-th system call of one kind. Runs are written
 * through a mapping, so there is none for their content.
 */
final class SyscallExperiment implements Experiment {
  /** A process that has not come to its call by then is killed as it is. */
  private static final long CALL_MILLIS_MAX = 3_000;

  /**
   * A system call.
   *
   * @param callsMax the call that kills is one of so many, counted in each thread: a run is built
   *     in a thread of its own, which renames twice
   */
  private record Call(String name, int callsMax) {}

  private static final List<Call> CALLS =
      List.of(
          new Call("fdatasync", 40),
          new Call("fsync", 30),
          new Call("rename", 2),
          new Call("unlink", 8),
          new Call("write", 90),
          new Call("ftruncate", 24),
          new Call("openat", 150));

  @Override
  public String name() {
    return "syscall";
  }

  @Override
  public int smallCount() {
    return 14;
  }

  @Override
  public Optional<String> obstacle() {
    boolean there =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "strace")));
    return there ? Optional.empty() : Optional.of("it needs strace; apt-get install strace");
  }

  @Override
  public void run(Trials trials) throws InterruptedException {
    ChildJvm jvm = ChildJvm.trained(trials.scratch());
    trials.each(CALLS.size(), (seed, kills, folder) -> run(seed, kills, folder, jvm, trials));
  }

  private static void run(long seed, int kills, Path folder, ChildJvm jvm, Trials trials)
      throws BrokenPromise, IOException, InterruptedException {
    Path node = folder.resolve("node");
    Load load = new Load(seed);
    SplittableRandom random = new SplittableRandom(seed);
    long acknowledged = 0;
    for (int i = 0; i < kills; i++) {
      Call call = CALLS.get(i % CALLS.size());
      int number = 1 + random.nextInt(call.callsMax());
      long last;
      try (Child child =
          Child.start(strace(call.name(), number), jvm, CrashWriter.class, node, seed)) {
        boolean unused = child.awaitOpen();
        last = child.awaitEnd(CALL_MILLIS_MAX);
        trials
            .findings()
            .count(child.killedHere() ? "killed without its call" : "killed in " + call.name());
      }
      acknowledged = Math.max(acknowledged, last);
      Inspection inspection =
          Inspection.of(TestStore.in(node), node, load, acknowledged, acknowledged + 1);
      trials.findings().opened(inspection.withoutLoss(node));
      acknowledged = inspection.batches();
      trials.tick();
    }
    trials.findings().count("batches acknowledged", acknowledged);
  }

  private static List<String> strace(String call, int number) {
    return List.of(
        "strace",
        "-f",
        "-qqq",
        "-o",
        "/dev/null",
        "-e",
        "trace=" + call,
        "-e",
        "inject=" + call + ":signal=SIGKILL:when=" + number);
  }
}
