package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Lists;
import io.echofield.swarmkit.tools.show.Paint;
import io.echofield.swarmkit.tools.show.TaskPages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs about tasks, except adding one. */
final class TaskVerbs {
  private TaskVerbs() {}

  @Command(
      name = "task",
      customSynopsis = "echofield task add|list|show|history|cancel|retry|reopen",
      description = "The tasks of the swarm, as this node's ledger has them.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "list",
      customSynopsis =
          "echofield task list [--status STATUS] [--limit N] [--after ID] [-o json|jsonl]",
      description = "Tasks and where they stand, in the order of their ids.",
      footerHeading = "%nExamples%n",
      footer = {
        "  echofield task list --status open",
        "  echofield task list -o jsonl > tasks.jsonl"
      })
  static final class Listing extends AgentVerb {
    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "only open, claimed, running, failed, done or cancelled ones")
    private String status;

    @Option(names = "--limit", paramLabel = "N", description = "at most this many")
    private Integer limit;

    @Option(names = "--after", paramLabel = "ID", description = "go on after this task")
    private String after;

    Listing(Globals globals) {
      super(globals, "task.list", "tasks");
    }

    @Override
    void arguments(Map<String, Object> arguments) {
      putIfSaid(arguments, "status", status);
      putIfSaid(arguments, "limit", limit);
      putIfSaid(arguments, "after", after);
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return Lists.tasks(answer, paint, now);
    }
  }

  /** A verb about one task. */
  private abstract static class OneTask extends AgentVerb {
    @Parameters(paramLabel = "ID", description = "the first digits of its id, at least 4")
    private String id;

    OneTask(Globals globals, String verb, String listField) {
      super(globals, verb, listField);
    }

    final String id() {
      return id;
    }

    @Override
    void arguments(Map<String, Object> arguments) {
      arguments.put("id", id);
    }
  }

  /** A verb that changes one task. */
  private abstract static class Change extends OneTask {
    private final String intent;
    private final String done;

    /**
     * A verb in words.
     *
     * @param intent what it would do, with a place for the id
     * @param done what it did, before the id
     */
    Change(Globals globals, String verb, String intent, String done) {
      super(globals, verb, "");
      this.intent = intent;
      this.done = done;
    }

    @Override
    public Integer call() {
      return globals().isDryRun() ? DryRun.say(globals(), intent.formatted(id())) : super.call();
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return TaskPages.changed(done, answer, id());
    }
  }

  @Command(
      name = "show",
      customSynopsis = "echofield task show ID [-o json]",
      description = "Everything about one task.",
      footerHeading = "%nExamples%n",
      footer = "  echofield task show 3f2a")
  static final class Show extends OneTask {
    Show(Globals globals) {
      super(globals, "task.show", "");
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return TaskPages.show(answer, paint, now);
    }
  }

  @Command(
      name = "history",
      customSynopsis = "echofield task history ID [--limit N] [--after ENTRY] [-o json|jsonl]",
      description = "Every entry of one task: who wrote what and when.",
      footerHeading = "%nExamples%n",
      footer = "  echofield task history 3f2a")
  static final class History extends OneTask {
    @Option(names = "--limit", paramLabel = "N", description = "at most this many")
    private Integer limit;

    @Option(names = "--after", paramLabel = "ENTRY", description = "go on after this entry")
    private String after;

    History(Globals globals) {
      super(globals, "task.history", "entries");
    }

    @Override
    void arguments(Map<String, Object> arguments) {
      super.arguments(arguments);
      putIfSaid(arguments, "limit", limit);
      putIfSaid(arguments, "after", after);
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return TaskPages.history(answer, paint);
    }
  }

  @Command(
      name = "cancel",
      customSynopsis = "echofield task cancel ID [--reason TEXT]",
      description = "Says that a task shall not be done. What is done already stays done.",
      footerHeading = "%nExamples%n",
      footer = "  echofield task cancel 3f2a --reason \"typed twice\"")
  static final class Cancel extends Change {
    @Option(names = "--reason", paramLabel = "TEXT", description = "kept in the task's history")
    private String reason;

    Cancel(Globals globals) {
      super(globals, "task.cancel", "cancel task %s", "cancelled");
    }

    @Override
    void arguments(Map<String, Object> arguments) {
      super.arguments(arguments);
      putIfSaid(arguments, "reason", reason);
    }
  }

  @Command(
      name = "retry",
      customSynopsis = "echofield task retry ID",
      description = "Allows a task that failed one attempt more.",
      footerHeading = "%nExamples%n",
      footer = "  echofield task retry 3f2a")
  static final class Retry extends Change {
    Retry(Globals globals) {
      super(globals, "task.retry", "try task %s again", "one attempt more for");
    }
  }

  @Command(
      name = "reopen",
      customSynopsis = "echofield task reopen ID",
      description = {
        "Begins a task anew that is done, cancelled or failed for good.",
        "What was done before stays in its history."
      },
      footerHeading = "%nExamples%n",
      footer = "  echofield task reopen 3f2a")
  static final class Reopen extends Change {
    Reopen(Globals globals) {
      super(globals, "task.reopen", "reopen task %s", "reopened");
    }
  }

  private static void putIfSaid(Map<String, Object> arguments, String name, Object value) {
    if (value != null) {
      arguments.put(name, value);
    }
  }
}
