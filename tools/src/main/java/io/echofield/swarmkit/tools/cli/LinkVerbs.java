package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Lists;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** Verbs about links. */
final class LinkVerbs {
  private LinkVerbs() {}

  @Command(
      name = "link",
      customSynopsis = "echofield link list",
      description = "The ways to other nodes.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "list",
      customSynopsis = "echofield link list [-o json|jsonl]",
      description = {
        "Every configured link: up or down, and why.",
        "Shown too are since when, what it still owes and what went through. Entries are owed until a",
        "peer proves that it has them."
      },
      footerHeading = "%nExamples%n",
      footer = "  echofield link list -n node-a")
  static final class Listing extends AgentVerb {
    Listing(Globals globals) {
      super(globals, "link.list", "links");
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return Lists.links(answer, paint, now);
    }
  }
}
