package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.HealthPage;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Verbs about health. */
final class HealthVerbs {
  private HealthVerbs() {}

  @Command(
      name = "health",
      customSynopsis = "echofield health run|show",
      description = "The health of nodes.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "show",
      customSynopsis = "echofield health show [NODE] [-o json]",
      description = "The readings behind the state of a node, as it told them last.",
      footerHeading = "%nExamples%n",
      footer = {
        "  echofield health show           this node",
        "  echofield health show node-b    another one"
      })
  static final class Show extends AgentVerb {
    @Parameters(
        paramLabel = "NODE",
        arity = "0..1",
        description = "whose health (default: this node's)")
    private String node;

    Show(Globals globals) {
      super(globals, "health.show");
    }

    @Override
    void arguments(Map<String, Object> arguments) {
      if (node != null) {
        arguments.put("node", node);
      }
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return HealthPage.lines(answer, paint, now);
    }
  }
}
