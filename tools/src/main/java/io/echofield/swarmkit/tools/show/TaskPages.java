package io.echofield.swarmkit.tools.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One task, for people. */
public final class TaskPages {
  private TaskPages() {}

  /** What {@code task add} says. The id stands alone at the end, to be copied. */
  public static List<String> added(Doc answer) {
    return List.of("added " + answer.text("id"));
  }

  /** What was done to a task. The id stands alone at the end. */
  public static List<String> changed(String what, Doc answer, String typed) {
    return List.of(what + " " + (answer.has("id") ? answer.text("id") : typed));
  }

  public static List<String> show(Doc answer, Paint paint, Instant now) {
    Doc task = answer.doc("task");
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.bold(task.text("action"))
            + " is "
            + paint.state(task.text("status"))
            + (task.text("reason").isEmpty() ? "" : ": " + Table.printable(task.text("reason"))));
    lines.add("  id        " + task.text("id"));
    lines.add("  on        " + Table.printable(target(task)));
    lines.addAll(holder(task));
    lines.add("  from      " + Table.printable(task.text("creator")) + proven(task));
    lines.add("  created   " + TimeText.exact(task.text("created")));
    lines.add(
        "  updated   "
            + TimeText.exact(task.text("updated"))
            + ", "
            + TimeText.age(task.text("updated"), now)
            + " ago");
    if (task.has("expires")) {
      lines.add("  expires   " + TimeText.exact(task.text("expires")));
    }
    if (task.has("after")) {
      lines.add("  after     " + task.text("after"));
    }
    if (task.flag("exclusive")) {
      lines.add("  exclusive, never repeated by itself once it was begun");
    }
    lines.add("  priority  " + task.number("priority"));
    lines.add(
        "  attempts  "
            + task.number("attempts")
            + " of "
            + task.number("attempts_max")
            + doubles(task));
    for (Map.Entry<String, Object> parameter : task.doc("parameters").fields().entrySet()) {
      lines.add(Table.printable("  " + parameter.getKey() + " = " + parameter.getValue()));
    }
    lines.addAll(remarks(task, paint));
    return lines;
  }

  private static String proven(Doc task) {
    return task.flag("proven") ? "" : ", not proven to be a member: nobody acts on it";
  }

  private static String target(Doc task) {
    String labels = String.join(" and ", task.texts("labels"));
    return labels.isEmpty() ? task.text("target") : "any node with " + labels;
  }

  /** Who claimed, runs or ran a task for any node. */
  private static List<String> holder(Doc task) {
    if (!task.has("holder") || task.text("holder").equals(task.text("target"))) {
      return List.of();
    }
    String until =
        task.has("lease_until") ? ", lease until " + TimeText.exact(task.text("lease_until")) : "";
    return List.of("  holder    " + Table.printable(task.text("holder") + until));
  }

  private static String doubles(Doc task) {
    if (!task.flag("double_run")) {
      return "";
    }
    String nodes = String.join(" and ", task.texts("starters"));
    return ", ran on " + (nodes.isEmpty() ? "two nodes" : Table.printable(nodes));
  }

  private static List<String> remarks(Doc task, Paint paint) {
    if (task.docs("remarks").isEmpty()) {
      return List.of();
    }
    Table table = new Table(paint, "TIME", "AUTHOR", "KIND", "TEXT");
    for (Doc remark : task.docs("remarks")) {
      table.row(
          TimeText.exact(remark.text("time")),
          remark.text("author"),
          remark.text("kind"),
          remark.text("text"));
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines());
    return lines;
  }

  public static List<String> history(Doc answer, Paint paint) {
    Table table = new Table(paint, "TIME", "AUTHOR", ">SEQ", "ENTRY", "KIND", "TEXT");
    for (Doc entry : answer.docs("entries")) {
      String note = entry.flag("proven") ? "" : " (not proven yet)";
      table.row(
          TimeText.exact(entry.text("time")),
          entry.text("author"),
          entry.number("seq"),
          entry.text("entry"),
          entry.text("kind"),
          entry.text("text") + note);
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (answer.has("next")) {
      lines.add(
          "more: echofield task history "
              + Lists.shortId(answer.text("id"))
              + " --after "
              + answer.text("next"));
    }
    return lines;
  }

  /** The reason, since when, and the next step, in sentences. */
  public static List<String> why(Doc answer, Paint paint, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Task "
            + Lists.shortId(answer.text("id"))
            + " is "
            + paint.state(answer.text("status"))
            + " "
            + TimeText.since(answer.text("since"), now)
            + ".");
    lines.add(Table.printable(answer.text("why")));
    String next = answer.text("next");
    if (!next.isEmpty() && !next.equals("nothing")) {
      lines.add(Table.printable("Next: " + next + "."));
    }
    return lines;
  }
}
