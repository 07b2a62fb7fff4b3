package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Campaign;
import io.echofield.swarmkit.tools.sim.CellsRun;
import io.echofield.swarmkit.tools.sim.Picture;
import io.echofield.swarmkit.tools.sim.Scenario;
import io.echofield.swarmkit.tools.sim.ScenarioException;
import io.echofield.swarmkit.tools.sim.SimRun;
import io.echofield.swarmkit.tools.sim.check.Checkers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    customSynopsis = {
      "echofield sim run SCENARIO|FILE [--seeds A..B] [--jobs N] [--report FILE] [-o json]",
      "       echofield sim run --random [--seeds A..B] [--nodes A..B] [--ops N] [--jobs N]",
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
      "to fail in the same way, unless it is a scenario's own expect that was missed."
    },
    footerHeading = "%nExit code 0 when every promise was kept, 1 when not.%n%nExamples%n",
    footer = {
      "  echofield sim run partition                     one of those that sim list names",
      "  echofield sim run partition --seeds 1..50       the same with other luck each time",
      "  echofield sim run --random --seeds 1..100       a hundred bad days",
      "  echofield sim run --random --nodes 30..40       with more nodes than usual",
      "  echofield sim run --random --seeds 7..7 --report day.html",
      "  echofield sim run cells --nodes 1000 --shape tree"
    })
final class SimRunVerb implements Callable<Integer> {
  private static final String CELLS = "cells";
  private static final int CELLS_NODES = 1_000;
  private static final String HELP = "see echofield sim run --help";

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

  @Mixin private final SimSizes sizes = new SimSizes();

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
      throw random
          ? usage("--random and a scenario exclude each other")
          : new Failure(
              Exit.USAGE,
              "a scenario, a file or --random is missing",
              "echofield sim list names the scenarios");
    }
    check();
    if (globals.isDryRun()) {
      return DryRun.say(globals, "run the simulator, which touches nothing");
    }
    return CELLS.equals(name) ? cells() : seeds();
  }

  private void check() {
    boolean cells = CELLS.equals(name);
    sizes.check();
    if (jobs != null && jobs < 1) {
      throw usage("--jobs must be 1 or more");
    }
    if (!random && sizes.saysOperations()) {
      throw usage("--ops is for --random alone");
    }
    if (!random && !cells && sizes.saysNodes()) {
      throw usage("a scenario says itself how many nodes there are: no --nodes");
    }
    if (!cells && (shape != null || cellNodes != null || tasks != null)) {
      throw usage("--shape, --cell and --tasks are for cells alone");
    }
    if (cellNodes != null && cellNodes < CellsRun.CELL_NODES_MIN) {
      throw usage("--cell must be " + CellsRun.CELL_NODES_MIN + " or more");
    }
    if (tasks != null && tasks < 1) {
      throw usage("--tasks must be 1 or more");
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
    Optional<Scenario> scenario = random ? Optional.empty() : Optional.of(NamedScenario.read(name));
    Span span = span(scenario.map(Scenario::seed));
    LongFunction<Scenario> scenarios =
        seed -> scenario.map(one -> one.withSeed(seed)).orElseGet(() -> sizes.schedule(seed));
    SimRun runner = SimRun.earnest(Checkers::all);
    try {
      Campaign.Summary summary = run(new Campaign(runner, scenarios), span);
      CampaignAnswer answer = new CampaignAnswer(summary, this::again);
      int exit =
          Answers.print(
              globals, answer.document(), "failures", (doc, paint, now) -> answer.lines());
      report()
          .ifPresent(
              to -> {
                Scenario telling = scenarios.apply(summary.telling(span.last()));
                to.write(Picture.of(telling, runner, summary.which()));
              });
      return exit;
    } catch (ScenarioException e) {
      throw NamedScenario.meaningless(e);
    }
  }

  private Campaign.Summary run(Campaign campaign, Span span) throws InterruptedException {
    int atATime = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    try (CampaignProgress progress = CampaignProgress.begin(globals, span.count())) {
      return campaign.run(span.first(), span.last(), atATime, progress);
    }
  }

  /** First and last seed. */
  private Span span(Optional<Long> said) {
    String usual = random ? "1..20" : said.map(seed -> Long.toString(seed)).orElse("1");
    return Span.of("--seeds", Optional.ofNullable(seeds).orElse(usual), HELP);
  }

  private String again(long seed) {
    return random
        ? "echofield sim replay " + seed + sizes.flags()
        : "echofield sim replay " + NamedScenario.quoted(name) + " --seed " + seed;
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
    Span span = span(Optional.empty());
    if (!span.isOne()) {
      throw usage("cells run with one seed: --seeds N");
    }
    if (sizes.saysNodes() && sizes.nodes().min() != sizes.nodes().max()) {
      throw usage("cells have one number of nodes: --nodes N");
    }
    return new CellsRun.Options(
        sizes.saysNodes() ? sizes.nodes().min() : CELLS_NODES,
        Optional.ofNullable(cellNodes).orElse(50),
        Optional.ofNullable(shape).orElse(CellsRun.Shape.TREE),
        Optional.ofNullable(tasks).orElse(50),
        span.first());
  }

  private static Failure usage(String what) {
    return new Failure(Exit.USAGE, what, HELP);
  }
}
