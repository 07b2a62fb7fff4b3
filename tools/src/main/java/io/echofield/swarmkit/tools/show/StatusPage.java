package io.echofield.swarmkit.tools.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How one node is, for people: what is wrong comes last, where the eye ends. */
public final class StatusPage {
  private StatusPage() {}

  public static List<String> lines(Doc status, Paint paint, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(status, paint, now));
    lines.add("  swarm   " + swarm(status.doc("swarm")));
    lines.add("  ledger  " + ledger(status));
    status.docs("forks").forEach(fork -> lines.add("  fork    " + fork(fork)));
    lines.add("  folder  " + folder(status));
    if (status.has("broker")) {
      lines.add("  broker  " + Table.printable(status.text("broker")));
    }
    if (!status.docs("peers").isEmpty()) {
      lines.add("");
      lines.addAll(Lists.nodes(status.docs("peers"), paint, now));
    }
    lines.add("");
    lines.addAll(Lists.links(status.docs("links"), paint, now));
    lines.addAll(problems(status, paint, now));
    return lines;
  }

  private static String headline(Doc status, Paint paint, Instant now) {
    StringBuilder line = new StringBuilder();
    line.append(paint.bold(Table.printable(status.text("node"))));
    line.append(" is ").append(paint.state(status.text("state")));
    if (status.has("score")) {
      line.append(", score ").append(status.number("score")).append(" of 100");
    }
    if (!status.text("since").isEmpty()) {
      line.append(", ").append(TimeText.since(status.text("since"), now));
    }
    if (status.has("uptime_s")) {
      line.append(", up ").append(TimeText.seconds(status.number("uptime_s")));
    }
    return line.toString();
  }

  private static String swarm(Doc swarm) {
    if (swarm.flag("open")) {
      String next = swarm.text("next").isEmpty() ? "" : " (close it: " + swarm.text("next") + ")";
      return swarm.text("name") + ", " + swarm.text("notice") + next;
    }
    return swarm.text("name") + ", closed, roster version " + swarm.number("roster_version");
  }

  private static String ledger(Doc status) {
    String ledger =
        "%s, %d tasks open, %d entries owed"
            .formatted(status.text("ledger"), status.number("tasks_open"), status.number("outbox"));
    long doubleRuns = status.has("double_runs") ? status.number("double_runs") : 0;
    return doubleRuns == 0 ? ledger : ledger + ", " + doubleRuns + " tasks ran on two nodes";
  }

  private static String fork(Doc fork) {
    return Table.printable(
        "log %s of %s has entries beside others of the same seq: %d; all are kept"
            .formatted(fork.text("log"), fork.text("node"), fork.number("entries")));
  }

  /** A folder that is of one piece is not worth a word. */
  private static String folder(Doc status) {
    String folder = Table.printable(status.text("data_dir"));
    String state = status.doc("continuity").text("state");
    return state.isEmpty() || state.equals("whole")
        ? folder
        : folder + ", " + Table.printable(state);
  }

  private static List<String> problems(Doc status, Paint paint, Instant now) {
    List<String> lines = new ArrayList<>();
    for (Doc problem : status.docs("problems")) {
      if (lines.isEmpty()) {
        lines.add("");
        lines.add(paint.bold("To look at"));
      }
      String since = TimeText.since(problem.text("since"), now);
      lines.add(
          Table.printable("  - " + problem.text("what") + (since.isEmpty() ? "" : ", " + since)));
      if (!problem.text("next").isEmpty()) {
        lines.add(Table.printable("    next: " + problem.text("next")));
      }
    }
    return lines;
  }
}
