package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Paint;
import io.echofield.swarmkit.tools.show.TaskPages;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    customSynopsis = {
      "echofield task add ACTION [--on NODE] [--param KEY=VALUE]... [--priority N]",
      "                        [--expires TIME] [--exclusive]"
    },
    description = {
      "Adds a task. When this returns, the task is safe on this node's disk; other nodes get it",
      "when a link allows. Built-in actions: notify (parameter text), collect-diagnostics."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  echofield task add notify --param text=\"check the pump\"",
      "  echofield task add notify --on node-b --param text=hello --expires 2h",
      "  echofield task add notify --on node-b --param text=hello -o json"
    })
final class TaskAddVerb extends AgentVerb {
  @Parameters(paramLabel = "ACTION", description = "what to do; the node must know it")
  private String action;

  @Option(
      names = "--on",
      paramLabel = "NODE",
      description = "which node does it (default: this one)")
  private String on;

  @Option(
      names = "--param",
      paramLabel = "KEY=VALUE",
      description = "a parameter of the action; may be repeated")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "0 to 9, for whoever sorts by it (default: 4)")
  private Integer priority;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "not begun after this time: 30s, 5m, 2h, 1d")
  private Duration expires;

  @Option(
      names = "--exclusive",
      description = "never repeated once it was begun, even if nobody knows how that ended")
  private boolean exclusive;

  TaskAddVerb(Globals globals) {
    super(globals, "task.add");
  }

  @Override
  public Integer call() {
    String where = on == null ? "this node" : on;
    return globals().isDryRun()
        ? DryRun.say(globals(), "add a task \"" + action + "\" for " + where)
        : super.call();
  }

  @Override
  void arguments(Map<String, Object> arguments) {
    arguments.put("action", action);
    if (on != null) {
      arguments.put("on", on);
    }
    arguments.put("params", new LinkedHashMap<>(parameters));
    if (priority != null) {
      arguments.put("priority", priority);
    }
    if (expires != null) {
      arguments.put("expires_s", expires.toSeconds());
    }
    if (exclusive) {
      arguments.put("exclusive", true);
    }
  }

  @Override
  List<String> lines(Doc answer, Paint paint, Instant now) {
    return TaskPages.added(answer);
  }
}
