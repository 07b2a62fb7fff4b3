package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Lists;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** Verbs about nodes. */
final class NodeVerbs {
  private NodeVerbs() {}

  @Command(
      name = "node",
      customSynopsis = "echofield node list",
      description = "The nodes that this one knows of.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "list",
      customSynopsis = "echofield node list [-o json|jsonl]",
      description = {
        "Every node that this one ever heard of, how it is and why.",
        "A node is never forgotten because of time: one that stays away shows as silent or offline."
      },
      footerHeading = "%nExamples%n",
      footer = {
        "  echofield node list",
        "  echofield node list -o jsonl | grep '\"state\":\"offline\"'"
      })
  static final class Listing extends AgentVerb {
    Listing(Globals globals) {
      super(globals, "node.list", "nodes");
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return Lists.nodes(answer, paint, now);
    }
  }
}
