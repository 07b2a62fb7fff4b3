package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Paint;
import io.echofield.swarmkit.tools.show.TaskPages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Verbs that answer in sentences. */
final class WhyVerbs {
  private WhyVerbs() {}

  @Command(
      name = "why",
      customSynopsis = "echofield why task ID",
      description = "Why something is as it is: the reason, since when, and the next step.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "task",
      customSynopsis = "echofield why task ID",
      description = "Why a task stands where it stands, since when, and what moves it on.",
      footerHeading = "%nExamples%n",
      footer = "  echofield why task 3f2a")
  static final class Task extends AgentVerb {
    @Parameters(paramLabel = "ID", description = "the first digits of its id, at least 4")
    private String id;

    Task(Globals globals) {
      super(globals, "why.task");
    }

    @Override
    void arguments(Map<String, Object> arguments) {
      arguments.put("id", id);
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return TaskPages.why(answer, paint, now);
    }
  }
}
