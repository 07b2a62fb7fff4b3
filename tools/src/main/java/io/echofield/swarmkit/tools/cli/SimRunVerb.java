package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Campaign;
import io.echofield.swarmkit.tools.sim.CellsRun;
import io.echofield.swarmkit.tools.sim.Picture;
import io.echofield.swarmkit.tools.sim.Scenario;
import io.echofield.swarmkit.tools.sim.ScenarioException;
import io.echofield.swarmkit.tools.sim.Schedule;
import io.echofield.swarmkit.tools.sim.SimRun;
import io.echofield.swarmkit.tools.sim.Stories;
import io.echofield.swarmkit.tools.sim.check.Checkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    customSynopsis = {
      "echofield sim run SCENARIO|FILE [--seeds A..B] [--jobs N] [--report FILE] [-o json]",
      "       echofield sim run --random [--seeds A..B] [--nodes N] [--ops N] [--jobs N]",
      "              [--report FILE] [-o json]",
      "       echofield sim run cells [--nodes N] [--cell N] [--shape chain|ring|tree] [--tasks N]",
      "              [--seeds N] [--report FILE] [-o json]"
    },
    description = {
      "Runs a scenario, or random schedules, and checks every promise on the way.",
      "",
      "The shipping core runs in virtual time, with real signatures, on links, brokers, disks and",
      "clocks that fail as a scenario or a seed says. The same seed does the same. A failure comes",
      "with the line that does it again, and the first two with the shortest scenario that was found",
      "to fail in the same way."
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
      description = "which seeds (default: 1..20 with --random, else what the scenario says, or 1)")
  private String seeds;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description =
          "nodes: of a schedule (default: 3 to 15, by the seed), of cells (default: 1000)")
  private Integer nodes;

  @Option(
      names = "--ops",
      paramLabel = "N",
      description = "things that happen in a schedule (default: " + Schedule.OPERATIONS + ")")
  private Integer operations;

  @Option(names = "--jobs", paramLabel = "N", description = "at a time (default: one a core)")
  private Integer jobs;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "a page of HTML with pictures of how nodes came together, of the first seed that"
              + " failed, else of the last")
  private Path report;

  @Option(
      names = "--shape",
      paramLabel = "chain|ring|tree",
      description = "how cells are joined (default: tree)")
  private CellsRun.Shape shape;

  @Option(names = "--cell", paramLabel = "N", description = "nodes in a cell (default: 50)")
  private Integer cellNodes;

  @Option(names = "--tasks", paramLabel = "N", description = "tasks written in cells (default: 50)")
  private Integer tasks;

  SimRunVerb(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (random == (name != null)) {
      throw usage(random ? "--random and a scenario exclude each other" : "which scenario?");
    }
    check();
    if (globals.isDryRun()) {
      return DryRun.say(globals, "run the simulator, which touches nothing");
    }
    return CELLS.equals(name) ? cells() : seeds();
  }

  private void check() {
    boolean cells = CELLS.equals(name);
    SimSizes.check(nodes, operations);
    if (jobs != null && jobs < 1) {
      throw usage("--jobs must be 1 or more");
    }
    if (!random && (operations != null || (nodes != null && !cells))) {
      throw usage("a scenario says itself what happens to how many nodes: no --ops, no --nodes");
    }
    if (!cells && (shape != null || cellNodes != null || tasks != null)) {
      throw usage("--shape, --cell and --tasks are for cells alone");
    }
    if (cells && jobs != null) {
      throw usage("cells run on one thread: no --jobs");
    }
    report().ifPresent(ReportFile::check);
  }

  private Optional<ReportFile> report() {
    return Optional.ofNullable(report).map(ReportFile::new);
  }

  private int seeds() throws InterruptedException {
    Optional<Scenario> scenario = random ? Optional.empty() : Optional.of(scenario());
    long[] range = range(scenario.map(Scenario::seed));
    LongFunction<Scenario> scenarios =
        seed ->
            scenario
                .map(one -> one.withSeed(seed))
                .orElseGet(() -> SimSizes.schedule(seed, nodes, operations));
    SimRun runner = SimRun.earnest(Checkers::all);
    CampaignProgress progress = new CampaignProgress(globals, range[1] - range[0] + 1);
    int atATime = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    try {
      Campaign.Summary summary =
          new Campaign(runner, scenarios).run(range[0], range[1], atATime, progress);
      progress.clear();
      CampaignAnswer answer = new CampaignAnswer(summary, this::again);
      int exit =
          Answers.print(
              globals, answer.document(), "failures", (doc, paint, now) -> answer.lines());
      Scenario telling = scenarios.apply(summary.telling(range[1]));
      report().ifPresent(to -> to.write(Picture.of(telling, runner, summary.which())));
      return exit;
    } catch (ScenarioException e) {
      throw meaningless(e);
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
      return Scenario.of(name, Files.readString(file));
    } catch (ScenarioException e) {
      throw meaningless(e);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "cannot read " + file + ": " + e.getMessage(), "", e);
    }
  }

  private static Failure meaningless(ScenarioException e) {
    return new Failure(Exit.USAGE, e.getMessage(), "", e);
  }

  /** First and last seed. */
  private long[] range(Optional<Long> said) {
    String usual = random ? "1..20" : said.map(seed -> Long.toString(seed)).orElse("1");
    String wanted = Optional.ofNullable(seeds).orElse(usual);
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

  private String again(long seed) {
    return random
        ? "echofield sim replay " + seed + SimSizes.flags(nodes, operations)
        : "echofield sim run " + name + " --seeds " + seed;
  }

  private int cells() {
    CellsRun.Options options = options();
    CellsRun run = new CellsRun(options, report != null);
    CellsRun.Result result = run.run();
    CellsAnswer answer = new CellsAnswer(options, result);
    int exit = Answers.print(globals, answer.document(), "", (doc, paint, now) -> answer.lines());
    report().ifPresent(to -> to.write(run.page(result)));
    return exit;
  }

  private CellsRun.Options options() {
    long[] range = range(Optional.empty());
    if (range[0] != range[1]) {
      throw usage("cells run with one seed: --seeds N");
    }
    try {
      return new CellsRun.Options(
          Optional.ofNullable(nodes).orElse(1_000),
          Optional.ofNullable(cellNodes).orElse(50),
          Optional.ofNullable(shape).orElse(CellsRun.Shape.TREE),
          Optional.ofNullable(tasks).orElse(50),
          range[0]);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, e.getMessage(), "", e);
    }
  }

  private static Failure usage(String what) {
    return new Failure(Exit.USAGE, what, "see echofield sim run --help");
  }
}
