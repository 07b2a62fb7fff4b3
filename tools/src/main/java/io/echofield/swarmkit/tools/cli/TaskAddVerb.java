package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
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
      "echofield task add ACTION [--on NODE | --any | --label KEY=VALUE...]",
      "                        [--param KEY=VALUE]... [--priority N] [--expires TIME]",
      "                        [--after ID] [--idempotent | --exclusive]"
    },
    description = {
      "Adds a task; when this returns, it is safe on this node's disk.",
      "Other nodes get it when a link allows. Built-in actions: notify (parameter text),",
      "collect-diagnostics."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  echofield task add notify --param text=\"check the pump\"",
      "  echofield task add notify --on node-b --param text=hello --expires 2h",
      "  echofield task add notify --label site=north --param text=\"look at the mast\"",
      "  echofield task add collect-diagnostics --any --after 3f2a"
    })
final class TaskAddVerb extends AgentVerb {
  @Parameters(paramLabel = "ACTION", description = "what to do; the node must know it")
  private String action;

  @Option(
      names = "--on",
      paramLabel = "NODE",
      description = "which node does it (default: this one)")
  private String on;

  @Option(names = "--any", description = "one node does it, whichever is free first")
  private boolean any;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "as --any, of the nodes with this label; up to 4 times")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--param",
      paramLabel = "KEY=VALUE",
      description = "a parameter of the action; may be repeated")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "0 to 9; a node begins with the highest, then the oldest (default: 4)")
  private Integer priority;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "not begun after this time: 30s, 5m, 2h, 1d")
  private Duration expires;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "not begun before that task is done; the first digits of its id, at least 4")
  private String after;

  @Option(
      names = "--idempotent",
      description =
          "a second run does no harm, so another node takes over if one vanishes (default)")
  private boolean idempotent;

  @Option(
      names = "--exclusive",
      description =
          "never repeated once it was begun, even if nobody knows how that ended; with --any or"
              + " --label two nodes may still run it while links are cut, so that needs --yes")
  private boolean exclusive;

  TaskAddVerb(Globals globals) {
    super(globals, "task.add");
  }

  @Override
  public Integer call() {
    if (on != null && (any || !labels.isEmpty())) {
      throw new Failure(
          Exit.USAGE, "a task is for one node or for any, not both", "leave --on or the rest out");
    } else if (idempotent && exclusive) {
      throw new Failure(
          Exit.USAGE, "--idempotent and --exclusive exclude each other", "leave one out");
    }
    String where = any || !labels.isEmpty() ? "any node" : on == null ? "this node" : on;
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
    if (any) {
      arguments.put("any", true);
    }
    if (!labels.isEmpty()) {
      arguments.put("labels", new LinkedHashMap<>(labels));
    }
    arguments.put("params", new LinkedHashMap<>(parameters));
    if (priority != null) {
      arguments.put("priority", priority);
    }
    if (expires != null) {
      arguments.put("expires_s", expires.toSeconds());
    }
    if (after != null) {
      arguments.put("after", after);
    }
    if (exclusive) {
      arguments.put("exclusive", true);
    }
    if (exclusive && globals().isYes()) {
      arguments.put("risked", true);
    }
  }

  @Override
  List<String> lines(Doc answer, Paint paint, Instant now) {
    return TaskPages.added(answer);
  }
}
