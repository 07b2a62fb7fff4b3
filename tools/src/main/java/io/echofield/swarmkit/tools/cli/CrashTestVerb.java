package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.crash.CrashReport;
import io.echofield.swarmkit.tools.crash.CrashTest;
import io.echofield.swarmkit.tools.crash.Progress;
import io.echofield.swarmkit.tools.show.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "crash-test",
    customSynopsis =
        "echofield crash-test [EXPERIMENT...] [--count N] [--kills N] [--seed S] [--keep DIR] [-o json]",
    description = {
      "Does to the real store what the world does to it, and compares what is left.",
      "All that is left is compared with what was acknowledged. Without an experiment a little of",
      "each, in about a minute.",
      "",
      "  kill      kills a writing process with SIGKILL, also while it merges and recovers",
      "  syscall   the same within a system call: fdatasync, rename, unlink, ... (needs strace)",
      "  power     cuts the power of a simulated disk and opens several folders it may leave",
      "  io        lets every I/O operation of a workload fail in turn, once and for good",
      "  flip      flips one bit anywhere in a folder at rest",
      "  rot       the same, worse: two bits, lost sectors, cut and missing files",
      "  full      no space, a disk that turns read-only (need root), no descriptors, interrupts"
    },
    footerHeading =
        "%nExit code 0 when every promise was kept; 1 when not, with the command line that does it"
            + " again.%n%nExamples%n",
    footer = {
      "  echofield crash-test                               a little of each",
      "  echofield crash-test --kills 500 --seed 1          500 kills, some minutes",
      "  echofield crash-test power io --seed 7 -o json     for programs",
      "  echofield crash-test flip --count 1000 --keep /tmp/rotten"
    })
final class CrashTestVerb implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  private final Globals globals;

  @Parameters(
      arity = "0..*",
      paramLabel = "EXPERIMENT",
      description = "which of those above (default: all)")
  private List<String> experiments = new ArrayList<>();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how much of each: kills, power losses, flips, workloads (default: little)")
  private Integer count;

  @Option(names = "--kills", paramLabel = "N", description = "short for: kill --count N")
  private Integer kills;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "the same seed does the same (default: another one each time)")
  private Long seed;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "keep the folders of failed trials here")
  private Path keep;

  CrashTestVerb(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (globals.isDryRun()) {
      return DryRun.say(globals, "run the experiments in a temporary folder");
    }
    // The store says in its log what the report counts.
    Logging.setUp(globals.isVerbose() ? "warn" : "error", globals.isVerbose());
    Terminal terminal = globals.terminal();
    Progress progress = new Progress(terminal.err(), terminal.errIsTerminal(), globals.isQuiet());
    CrashReport report;
    CrashTest test = new CrashTest(options(), progress);
    Thread hook = new Thread(() -> stopNow(test), "crash-test-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      report = test.run();
    } finally {
      test.close();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    if (globals.format() == Format.TABLE) {
      report.lines(globals.paint()).forEach(terminal.out()::println);
    } else {
      terminal.out().println(JsonText.of(report.document()));
    }
    return report.passed() ? Exit.OK : Exit.FAILED;
  }

  /** Runs when the process is told to end; children end with it. */
  private static void stopNow(CrashTest test) {
    try {
      test.close();
    } catch (IOException e) {
      // Somebody still writes there; it is a temporary folder.
    }
    Runtime.getRuntime().halt(INTERRUPTED);
  }

  private CrashTest.Options options() {
    List<String> chosen = new ArrayList<>(experiments);
    if (kills != null) {
      chosen.add("kill");
    }
    Integer wanted = kills != null ? kills : count;
    try {
      return new CrashTest.Options(
          chosen,
          wanted == null ? OptionalInt.empty() : OptionalInt.of(wanted),
          seed == null ? System.nanoTime() & Integer.MAX_VALUE : seed,
          Optional.ofNullable(keep));
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, e.getMessage(), "see echofield crash-test --help", e);
    }
  }
}
