package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** Verbs about the ledger as a whole. */
final class LedgerVerbs {
  private LedgerVerbs() {}

  @Command(
      name = "ledger",
      customSynopsis = "echofield ledger hash|heads|verify|snapshot|repair|compact",
      description = "The ledger of all tasks as a whole.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "hash",
      customSynopsis = "echofield ledger hash [-o json]",
      description = {
        "One hash of what all tasks are.",
        "Two nodes with equal hashes show the same tasks; whether they hold the same history too,",
        "ledger heads says."
      },
      footerHeading = "%nExamples%n",
      footer = {
        "  echofield ledger hash -n node-a",
        "  [ \"$$(echofield ledger hash -n node-a)\" = \"$$(echofield ledger hash -n node-b)\" ]"
      })
  static final class Hash extends AgentVerb {
    Hash(Globals globals) {
      super(globals, "ledger.hash");
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return List.of(answer.text("ledger"));
    }
  }

  @Command(
      name = "heads",
      customSynopsis = "echofield ledger heads [-o json]",
      description = {
        "One hash of the complete history.",
        "Two nodes with equal ones hold the same entries and head signatures of every log, also those",
        "that decide nothing any more."
      },
      footerHeading = "%nExamples%n",
      footer = "  echofield ledger heads -n node-a")
  static final class Heads extends AgentVerb {
    Heads(Globals globals) {
      super(globals, "ledger.heads");
    }

    @Override
    List<String> lines(Doc answer, Paint paint, Instant now) {
      return List.of(answer.text("heads"));
    }
  }
}
