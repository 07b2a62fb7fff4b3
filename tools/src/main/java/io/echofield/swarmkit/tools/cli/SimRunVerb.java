package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Campaign;
import io.echofield.swarmkit.tools.sim.CellsRun;
import io.echofield.swarmkit.tools.sim.Picture;
import io.echofield.swarmkit.tools.sim.Scenario;
import io.echofield.swarmkit.tools.sim.ScenarioException;
import io.echofield.swarmkit.tools.sim.Schedule;
import io.echofield.swarmkit.tools.sim.SimRun;
import io.echofield.swarmkit.tools.sim.Stories;
import io.echofield.swarmkit.tools.sim.Violation;
import io.echofield.swarmkit.tools.sim.check.Checkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    customSynopsis =
        "echofield sim run SCENARIO|FILE|cells|--random [--seeds A..B] [--nodes N] [--ops N]"
            + " [--jobs N] [--report FILE] [-o json]",
    description = {
      "Runs the shipping core in virtual time, with real signatures, on links, brokers, disks and",
      "clocks that fail as a scenario or a seed says, and checks every promise of the protocol on the",
      "way. The same seed does the same. A failure comes with the line that does it again and the",
      "shortest scenario that was found to fail in the same way."
    },
    footerHeading = "%nExit code 0 when every promise was kept, 1 when not.%n%nExamples%n",
    footer = {
      "  echofield sim run partition                     one of those that sim list names",
      "  echofield sim run partition --seeds 1..50       the same with other luck each time",
      "  echofield sim run --random --seeds 1..100       a hundred bad days",
      "  echofield sim run --random --seeds 7..7 --report day.html",
      "  echofield sim run cells --nodes 1000 --shape tree"
    })
final class SimRunVerb implements Callable<Integer> {
  private static final String CELLS = "cells";

  private final Globals globals;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SCENARIO",
      description = "a name that sim list shows, or a file of statements")
  private String name;

  @Option(names = "--random", description = "schedules drawn from seeds")
  private boolean random;

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      description = "which seeds (default: 1..20 with --random, else 1)")
  private String seeds;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "nodes of a schedule, of cells (default: 3 to 15 by the seed, 1000)")
  private int nodes;

  @Option(
      names = "--ops",
      paramLabel = "N",
      description = "things that happen in a schedule (default: ${DEFAULT-VALUE})",
      defaultValue = "" + Schedule.OPERATIONS)
  private int operations;

  @Option(names = "--jobs", paramLabel = "N", description = "at a time (default: one a core)")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "a page with pictures of how nodes came together, of the last seed")
  private Path report;

  @Option(
      names = "--shape",
      paramLabel = "chain|ring|tree",
      description = "how cells are joined (default: ${DEFAULT-VALUE})",
      defaultValue = "tree")
  private CellsRun.Shape shape;

  @Option(
      names = "--cell",
      paramLabel = "N",
      description = "nodes in a cell (default: ${DEFAULT-VALUE})",
      defaultValue = "50")
  private int cellNodes;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description = "tasks written in cells (default: ${DEFAULT-VALUE})",
      defaultValue = "50")
  private int tasks;

  SimRunVerb(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (random == (name != null)) {
      throw usage(random ? "--random and a scenario exclude each other" : "which scenario?");
    }
    if (jobs < 1 || operations < 1 || nodes < 0 || nodes == 1 || nodes > 32_000) {
      throw usage("--jobs and --ops must be 1 or more, --nodes 2 to 32000");
    }
    if (!random && (operations != Schedule.OPERATIONS || (nodes != 0 && !CELLS.equals(name)))) {
      throw usage("a scenario says itself what happens to how many nodes: no --ops, no --nodes");
    }
    if (globals.isDryRun()) {
      return DryRun.say(globals, "run the simulator, which touches nothing");
    }
    return CELLS.equals(name) ? cells() : seeds();
  }

  private int seeds() throws InterruptedException {
    long[] range = range();
    LongFunction<Scenario> scenarios =
        random ? seed -> Schedule.of(seed, nodes, operations) : scenario()::withSeed;
    SimRun runner = SimRun.earnest(Checkers::all);
    AtomicLong done = new AtomicLong();
    long count = range[1] - range[0] + 1;
    try {
      Campaign.Summary summary =
          new Campaign(runner, scenarios)
              .run(
                  range[0],
                  range[1],
                  jobs,
                  (seed, passed) -> {
                    if (!passed) {
                      failed(seed, count);
                    }
                    progress(done.incrementAndGet(), count);
                  });
      endProgress();
      if (report != null) {
        write(Picture.of(scenarios.apply(range[1]), runner));
      }
      return print(summary);
    } catch (ScenarioException e) {
      throw new Failure(Exit.USAGE, e.getMessage(), "", e);
    }
  }

  private Scenario scenario() {
    return Stories.scenario(name).orElseGet(this::file);
  }

  private Scenario file() {
    Path file = Path.of(name);
    if (!Files.isReadable(file)) {
      throw new Failure(
          Exit.USAGE, "there is no scenario and no file " + name, "echofield sim list names them");
    }
    try {
      return Scenario.of(name, 1, Files.readString(file));
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "cannot read " + file + ": " + e.getMessage(), "", e);
    }
  }

  private long[] range() {
    String wanted = Optional.ofNullable(seeds).orElse(random ? "1..20" : "1");
    String[] ends = wanted.split("\\.\\.", -1);
    try {
      long first = Long.parseLong(ends[0]);
      long last = ends.length == 1 ? first : Long.parseLong(ends[1]);
      if (ends.length <= 2 && first <= last) {
        return new long[] {first, last};
      }
    } catch (NumberFormatException e) {
      throw new Failure(Exit.USAGE, "seeds are A..B but were " + wanted, "", e);
    }
    throw usage("seeds are A..B but were " + wanted);
  }

  private void progress(long done, long count) {
    Terminal terminal = globals.terminal();
    if (terminal.errIsTerminal() && !globals.isQuiet() && count > 1) {
      terminal.err().print("\r\u001b[K" + done + " of " + count + " schedules");
      terminal.err().flush();
    }
  }

  /** Told at once where many more follow, since they may take hours. */
  private void failed(long seed, long count) {
    if (count > 1 && !globals.isQuiet()) {
      endProgress();
      globals.terminal().err().println("seed " + seed + " failed, others go on");
      globals.terminal().err().flush();
    }
  }

  private void endProgress() {
    if (globals.terminal().errIsTerminal() && !globals.isQuiet()) {
      globals.terminal().err().print("\r\u001b[K");
    }
  }

  private void write(String page) {
    try {
      Files.writeString(report, page);
    } catch (IOException e) {
      throw new Failure(Exit.CANNOT_CREATE, "cannot write " + report, "", e);
    }
  }

  private int print(Campaign.Summary summary) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.sim.run/1");
    document.put("schedules", summary.schedules());
    document.put("statements", summary.statements());
    document.put("frames", summary.frames());
    document.put("bytes", summary.bytes());
    document.put("virtual_seconds", summary.virtualMillis() / 1_000);
    document.put("schedules_per_second", Math.round(summary.perSecond() * 100) / 100.0);
    document.put("failed", summary.failures().size());
    document.put("failures", summary.failures().stream().map(this::failure).toList());
    List<String> lines = lines(summary);
    int exit = summary.failures().isEmpty() ? Exit.OK : Exit.FAILED;
    return Answers.print(
        globals, new ApiAnswer(exit, document), "failures", (doc, paint, now) -> lines);
  }

  private List<String> lines(Campaign.Summary summary) {
    List<String> lines = new ArrayList<>();
    for (Campaign.Failure failure : summary.failures()) {
      failure.violations().stream().map(Violation::line).limit(3).forEach(lines::add);
      lines.add("  again: " + replay(failure.seed()));
      failure
          .shortest()
          .ifPresent(shortest -> lines.addAll(shortest.text().lines().map("  "::concat).toList()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%d %s, %d statements, %d frames, %d failed, %.1f schedules a second",
            summary.schedules(),
            summary.schedules() == 1 ? "schedule" : "schedules",
            summary.statements(),
            summary.frames(),
            summary.failures().size(),
            summary.perSecond()));
    return lines;
  }

  private Map<String, Object> failure(Campaign.Failure failure) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("seed", failure.seed());
    document.put("violations", failure.violations().stream().map(Violation::line).toList());
    document.put("replay", replay(failure.seed()));
    failure.shortest().ifPresent(s -> document.put("shortest", s.text().lines().toList()));
    return document;
  }

  private String replay(long seed) {
    return random
        ? "echofield sim replay "
            + seed
            + (nodes > 0 ? " --nodes " + nodes : "")
            + " --ops "
            + operations
        : "echofield sim run " + name + " --seeds " + seed;
  }

  private int cells() {
    int many = nodes == 0 ? 1_000 : nodes;
    CellsRun.Options options = options(many);
    CellsRun run = new CellsRun(options, report != null);
    CellsRun.Result result = run.run();
    if (report != null) {
      write(run.page(result));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.sim.cells/1");
    document.put("nodes", many);
    document.put("cells", result.cells());
    document.put("hops", result.hops());
    document.put("tasks", tasks);
    document.put("converged_ms", result.convergedMillis());
    document.put("rounds", Math.round(result.rounds() * 1_000) / 1_000.0);
    document.put("frames_per_node", Math.round(result.framesPerNode() * 10) / 10.0);
    document.put("bytes_per_node", Math.round(result.bytesPerNode()));
    document.put("heap_bytes_per_node", Math.round(result.heapPerNode()));
    document.put("seconds", result.nanos() / 1_000_000_000L);
    int exit = result.convergedMillis() >= 0 ? Exit.OK : Exit.FAILED;
    return Answers.print(
        globals,
        new ApiAnswer(exit, document),
        "",
        (doc, paint, now) -> List.of(result.line(options)));
  }

  private CellsRun.Options options(int many) {
    try {
      return new CellsRun.Options(many, cellNodes, shape, tasks, range()[0]);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, e.getMessage(), "", e);
    }
  }

  private static Failure usage(String what) {
    return new Failure(Exit.USAGE, what, "see echofield sim run --help");
  }
}
