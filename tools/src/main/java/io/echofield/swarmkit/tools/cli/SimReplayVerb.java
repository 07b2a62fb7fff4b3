package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Scenario;
import io.echofield.swarmkit.tools.sim.ScenarioException;
import io.echofield.swarmkit.tools.sim.SimRun;
import io.echofield.swarmkit.tools.sim.Stories;
import io.echofield.swarmkit.tools.sim.Violation;
import io.echofield.swarmkit.tools.sim.check.Checkers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    customSynopsis = {
      "echofield sim replay SEED [--nodes A..B] [--ops N] [--statements] [-o json]",
      "       echofield sim replay SCENARIO|FILE [--seed N] [--statements] [-o json]"
    },
    description = {
      "Runs a random schedule or a scenario again and tells what was done and what came of it.",
      "",
      "What was done is behind a >. In the end it tells what each cell carried, and a hash over all",
      "that was delivered, which is the same whenever the same seed runs."
    },
    footerHeading = "%nExit code 0 when every promise was kept, 1 when not.%n%nExamples%n",
    footer = {
      "  echofield sim replay 7                  what happened",
      "  echofield sim replay 7 --statements     what was done, as a file for sim run",
      "  echofield sim replay any-taker          a scenario that sim list names"
    })
final class SimReplayVerb implements Callable<Integer> {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final String HELP = "see echofield sim replay --help";

  private final Globals globals;

  @Parameters(
      index = "0",
      paramLabel = "SEED|SCENARIO",
      description = "which schedule, or a name that sim list shows, or a file of statements")
  private String what;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of a scenario (default: what it says, or 1)")
  private Long seed;

  @Mixin private final SimSizes sizes = new SimSizes();

  @Option(names = "--statements", description = "print the schedule instead")
  private boolean statements;

  SimReplayVerb(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Scenario scenario = scenario();
    if (statements) {
      return print(scenario);
    }
    try {
      return print(scenario, Stories.tell(scenario, SimRun.earnest(Checkers::all)));
    } catch (ScenarioException e) {
      throw NamedScenario.meaningless(e);
    }
  }

  private Scenario scenario() {
    if (NUMBER.matcher(what).matches()) {
      if (seed != null) {
        throw usage("--seed is for scenarios, and this is a schedule's: " + what);
      }
      sizes.check();
      return sizes.schedule(seedOf(what));
    }
    if (sizes.saysNodes() || sizes.saysOperations()) {
      throw usage("a scenario says itself what happens to how many nodes: no --ops, no --nodes");
    }
    Scenario scenario = NamedScenario.read(what);
    return seed == null ? scenario : scenario.withSeed(seed);
  }

  private static long seedOf(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new Failure(Exit.USAGE, "a seed has 64 bits, which is less than " + digits, HELP, e);
    }
  }

  private int print(Scenario scenario, Stories.Told told) {
    List<String> violations = told.result().violations().stream().map(Violation::line).toList();
    Map<String, Object> document = document("replay", scenario);
    document.put("trace", told.result().trace());
    document.put("violations", violations);
    document.put("log", told.log());
    List<String> lines = new ArrayList<>(told.log());
    lines.addAll(violations);
    int exit = told.result().passed() ? Exit.OK : Exit.FAILED;
    return Answers.print(globals, new ApiAnswer(exit, document), "log", (doc, paint, now) -> lines);
  }

  private int print(Scenario scenario) {
    List<String> schedule = scenario.text().lines().toList();
    Map<String, Object> document = document("schedule", scenario);
    document.put("statements", schedule);
    return Answers.print(
        globals, new ApiAnswer(Exit.OK, document), "statements", (doc, paint, now) -> schedule);
  }

  private static Map<String, Object> document(String schema, Scenario scenario) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.sim." + schema + "/1");
    document.put("scenario", scenario.name());
    document.put("seed", scenario.seed());
    return document;
  }

  private static Failure usage(String what) {
    return new Failure(Exit.USAGE, what, HELP);
  }
}
