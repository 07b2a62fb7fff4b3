package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.RunningAgent;
import io.echofield.swarmkit.app.Settings;
import io.echofield.swarmkit.check.CheckException;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.check.host.HostChecks;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.health.Scoring;
import io.echofield.swarmkit.tools.show.HealthPage;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks at this machine in this process: no agent takes part, so nothing can come of it. */
@Command(
    name = "run",
    customSynopsis = "echofield health run [-o json]",
    description = {
      "Looks at this machine now and shows what it finds.",
      "It has the thresholds of the configuration, needs no running agent, and makes no task whatever",
      "it finds."
    },
    footerHeading = "%nExamples%n",
    footer = "  echofield health run")
final class HealthRunVerb implements Callable<Integer> {
  private final Globals globals;

  HealthRunVerb(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Settings settings = Configured.load(AgentOptions.globalFlags(globals)).settings();
    RunningAgent agent = AgentChoice.running(globals).orElse(null);
    Path folder = agent == null ? existing(settings.dataDir()) : agent.dataDir();
    String node = agent == null ? settings.nodeId().text() : agent.node().text();
    List<Reading> readings = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    long deadline = System.nanoTime() + globals.timeoutMillis() * 1_000_000L;
    HostChecks.all(folder, settings.thresholds())
        .forEach((name, check) -> look(name, check, deadline, readings, faults));
    ApiAnswer answer = new ApiAnswer(Exit.OK, document(node, readings, faults));
    return Answers.print(globals, answer, "readings", HealthPage::lines);
  }

  private static void look(
      String name, HealthCheck check, long deadline, List<Reading> readings, List<String> faults) {
    try {
      readings.addAll(check.run(deadline));
    } catch (CheckException e) {
      faults.add(name + ": " + e.getMessage());
    }
  }

  private static Map<String, Object> document(
      String node, List<Reading> readings, List<String> faults) {
    Scoring scoring = Scoring.of(readings);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.health.run/1");
    document.put("node", node);
    document.put("state", scoring.state().word());
    document.put("score", scoring.score());
    document.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    document.put(
        "readings", Scoring.forReport(readings).stream().map(HealthRunVerb::document).toList());
    document.put("faults", faults);
    return document;
  }

  private static Map<String, Object> document(Reading reading) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", reading.name());
    document.put("value", new BigDecimal(Reading.decimal(reading.milli())));
    document.put("state", reading.state().word());
    return document;
  }

  /** Where the data folder will be, its disk is already. */
  private static Path existing(Path folder) {
    Path there = folder;
    while (!Files.isDirectory(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }
}
