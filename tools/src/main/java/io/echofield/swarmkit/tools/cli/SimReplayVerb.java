package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Scenario;
import io.echofield.swarmkit.tools.sim.Schedule;
import io.echofield.swarmkit.tools.sim.SimRun;
import io.echofield.swarmkit.tools.sim.Stories;
import io.echofield.swarmkit.tools.sim.Violation;
import io.echofield.swarmkit.tools.sim.check.Checkers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    customSynopsis = "echofield sim replay SEED [--nodes N] [--ops N] [--statements] [-o json]",
    description = "Runs one random schedule again and tells everything that happened in it.",
    footerHeading = "%nExit code 0 when every promise was kept, 1 when not.%n%nExamples%n",
    footer = {
      "  echofield sim replay 7                  what happened",
      "  echofield sim replay 7 --statements     what was done, as a file for sim run"
    })
final class SimReplayVerb implements Callable<Integer> {
  private final Globals globals;

  @Parameters(index = "0", paramLabel = "SEED", description = "which schedule")
  private long seed;

  @Option(names = "--nodes", paramLabel = "N", description = "as it was run with")
  private Integer nodes;

  @Option(
      names = "--ops",
      paramLabel = "N",
      description = "as it was run with (default: " + Schedule.OPERATIONS + ")")
  private Integer operations;

  @Option(names = "--statements", description = "print the schedule instead")
  private boolean statements;

  SimReplayVerb(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    SimSizes.check(nodes, operations);
    Scenario scenario = SimSizes.schedule(seed, nodes, operations);
    if (statements) {
      return print(scenario.text().lines().toList());
    }
    Stories.Told told = Stories.tell(scenario, SimRun.earnest(Checkers::all));
    List<String> violations = told.result().violations().stream().map(Violation::line).toList();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.sim.replay/1");
    document.put("seed", seed);
    document.put("violations", violations);
    document.put("log", told.log());
    List<String> lines = new ArrayList<>(told.log());
    lines.addAll(violations);
    int exit = told.result().passed() ? Exit.OK : Exit.FAILED;
    return Answers.print(globals, new ApiAnswer(exit, document), "log", (doc, paint, now) -> lines);
  }

  private int print(List<String> schedule) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.sim.schedule/1");
    document.put("seed", seed);
    document.put("statements", schedule);
    return Answers.print(
        globals, new ApiAnswer(Exit.OK, document), "statements", (doc, paint, now) -> schedule);
  }
}
