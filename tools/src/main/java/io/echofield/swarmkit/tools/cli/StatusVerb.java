package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.tools.show.Paint;
import io.echofield.swarmkit.tools.show.StatusPage;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    customSynopsis = "echofield status [-n NODE] [-o json]",
    description = "How this node is: health, links, peers, what is owed, and what to do about it.",
    footerHeading =
        "%nExit code 2 when the node is not ok or ledgers of peers differ.%n%nExamples%n",
    footer = {
      "  echofield status                      the one agent that runs on this machine",
      "  echofield status -n node-a -o json    for programs"
    })
final class StatusVerb extends AgentVerb {
  StatusVerb(Globals globals) {
    super(globals, "status");
  }

  @Override
  List<String> lines(Doc answer, Paint paint, Instant now) {
    return StatusPage.lines(answer, paint, now);
  }
}
