package io.echofield.swarmkit.tools.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lists of nodes, links and tasks as tables. */
public final class Lists {
  /** Digits of a task id in a table: 2^32 makes two tasks with one prefix rare. */
  static final int ID_DIGITS = 8;

  private Lists() {}

  public static List<String> nodes(Doc answer, Paint paint, Instant now) {
    return nodes(answer.docs("nodes"), paint, now);
  }

  static List<String> nodes(List<Doc> nodes, Paint paint, Instant now) {
    Table table =
        new Table(
            paint, "NODE", "STATE", ">SCORE", "LEDGER", ">OPEN", ">HEARD", ">SINCE", "REASON");
    for (Doc node : nodes) {
      boolean self = node.flag("self");
      table.row(
          node.text("node"),
          node.text("state"),
          orDash(node, "score"),
          orDash(node, "ledger"),
          orDash(node, "tasks_open"),
          self || !node.has("age_s") ? "-" : TimeText.seconds(node.number("age_s")),
          TimeText.age(node.text("since"), now),
          node.text("reason"));
    }
    return table.lines();
  }

  /** The links, and below them the reason and next step of each that is not up. */
  public static List<String> links(Doc answer, Paint paint, Instant now) {
    return links(answer.docs("links"), paint, now);
  }

  static List<String> links(List<Doc> links, Paint paint, Instant now) {
    if (links.isEmpty()) {
      return List.of("no links: echofield agent run --sync-path DIR, or --link URI, makes one");
    }
    Table table =
        new Table(
            paint,
            "LINK",
            "KIND",
            "STATE",
            ">SINCE",
            ">OWED",
            ">SENT",
            ">RECEIVED",
            ">REFUSED",
            "HEARS",
            "ADDRESS");
    List<String> reasons = new ArrayList<>();
    for (Doc link : links) {
      table.row(
          link.text("name"),
          orDash(link, "kind"),
          link.text("state"),
          TimeText.age(link.text("since"), now),
          link.flag("resync") ? "resync" : link.number("owed"),
          bytes(link.number("sent_bytes")),
          bytes(link.number("received_bytes")),
          link.number("refused_frames"),
          link.texts("listeners").isEmpty() ? "-" : String.join(" ", link.texts("listeners")),
          link.text("address"));
      if (!link.text("state").equals("up")) {
        reasons.add(reason(link));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (!reasons.isEmpty()) {
      lines.add("");
      lines.addAll(reasons);
    }
    return lines;
  }

  private static String reason(Doc link) {
    String next = link.text("next").isEmpty() ? "" : "; " + link.text("next");
    return Table.printable(
        link.text("name") + " is " + link.text("state") + ": " + link.text("reason") + next);
  }

  public static List<String> outbox(Doc answer, Paint paint) {
    if (answer.docs("links").isEmpty()) {
      return List.of("no links, so nothing is owed");
    }
    Table table = new Table(paint, "LINK", "STATE", ">OWED", ">OLDEST", ">CURSOR");
    for (Doc link : answer.docs("links")) {
      table.row(
          link.text("name"),
          link.flag("up") ? "up" : "down",
          link.flag("resync") ? "resync" : link.number("owed"),
          link.has("oldest_s") ? TimeText.seconds(link.number("oldest_s")) : "-",
          link.number("cursor"));
    }
    return table.lines();
  }

  public static List<String> tasks(Doc answer, Paint paint, Instant now) {
    List<Doc> tasks = answer.docs("tasks");
    if (tasks.isEmpty()) {
      return List.of("no tasks: echofield task add notify --param text=hello makes one");
    }
    Table table =
        new Table(paint, "ID", "ACTION", "STATUS", "ON", "FROM", ">TRIES", ">AGE", "REMARK");
    for (Doc task : tasks) {
      table.row(
          shortId(task.text("id")),
          task.text("action"),
          task.text("status"),
          task.text("target"),
          task.text("creator"),
          task.number("attempts"),
          TimeText.age(task.text("created"), now),
          remark(task));
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (answer.has("next")) {
      lines.add("more: echofield task list --after " + answer.text("next"));
    }
    return lines;
  }

  private static String remark(Doc task) {
    List<String> remarks = new ArrayList<>();
    if (!task.text("reason").isEmpty()) {
      remarks.add(task.text("reason"));
    }
    if (task.has("proven") && !task.flag("proven")) {
      remarks.add("not proven, nobody acts on it");
    }
    if (task.flag("double_run")) {
      remarks.add("ran on two nodes");
    }
    return String.join("; ", remarks);
  }

  static String shortId(String id) {
    return id.substring(0, Math.min(ID_DIGITS, id.length()));
  }

  private static String orDash(Doc doc, String field) {
    return doc.text(field).isEmpty() ? "-" : doc.text(field);
  }

  /** {@code 812 B}, {@code 14 kB}, {@code 3 MB}; a kB has 1,000 bytes. */
  static String bytes(long bytes) {
    if (bytes < 10_000) {
      return bytes + " B";
    }
    return bytes < 10_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
  }
}
