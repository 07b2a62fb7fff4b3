package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Lists;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** Verbs about what is owed. */
final class OutboxVerbs {
  private OutboxVerbs() {}

  @Command(
      name = "outbox",
      customSynopsis = "echofield outbox list",
      description = "What this node still owes to others.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "list",
      customSynopsis = "echofield outbox list [-o json|jsonl]",
      description = "How many entries each link still owes, and how old the oldest one is.",
      footerHeading = "%nExamples%n",
      footer = "  echofield outbox list")
  static final class Listing extends AgentVerb {
    Listing(Globals globals) {
      super(globals, "outbox.list", "links");
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return Lists.outbox(answer, paint);
    }
  }
}
