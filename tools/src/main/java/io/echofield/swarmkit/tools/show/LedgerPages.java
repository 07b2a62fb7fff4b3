package io.echofield.swarmkit.tools.show;

import java.util.ArrayList;
import java.util.List;

/** What was found in, or done to, a ledger as a whole, for people. */
public final class LedgerPages {
  private LedgerPages() {}

  /** The check of a ledger. */
  public static List<String> verified(Doc answer, Paint paint) {
    List<String> lines = new ArrayList<>();
    for (Doc fault : answer.docs("faults")) {
      lines.add(
          paint.red("fault")
              + "  "
              + Table.printable(fault.text("place") + ": " + fault.text("what")));
    }
    long more = answer.number("fault_count") - answer.docs("faults").size();
    if (more > 0) {
      lines.add("and " + more + " more");
    }
    if (!answer.flag("compared")) {
      lines.add("The files are not good, so their content was not compared.");
    } else {
      lines.add(content(answer));
      if (answer.number("missing") > 0) {
        lines.add(
            answer.number("missing")
                + " entries are known to be missing: peers send those they have, or"
                + " echofield ledger repair --snapshot FILE brings them.");
      }
    }
    lines.add(
        answer.flag("good")
            ? paint.green("Everything fits.")
            : paint.red(answer.number("fault_count") + " faults.")
                + " next: echofield ledger repair");
    return lines;
  }

  private static String content(Doc answer) {
    return "%s in %s, %s, %s, %s."
        .formatted(
            Counted.of(answer.number("entries"), "entry"),
            Counted.of(answer.number("logs"), "log"),
            Counted.of(answer.number("tasks"), "task"),
            Counted.of(answer.number("batches"), "batch"),
            Counted.of(answer.number("runs"), "run"));
  }

  /** A snapshot was written. */
  public static List<String> snapshot(Doc answer) {
    return List.of(
        "%s: %s, %s"
            .formatted(
                Table.printable(answer.text("file")),
                Counted.of(answer.number("entries"), "entry"),
                bytes(answer.number("bytes"))));
  }

  /** A ledger was repaired, or had no need of it. */
  public static List<String> repaired(Doc answer, Paint paint) {
    List<String> lines = new ArrayList<>();
    answer.texts("done").forEach(done -> lines.add("- " + Table.printable(done)));
    if (lines.isEmpty()) {
      lines.add("There was nothing to repair.");
    }
    lines.addAll(verified(answer.doc("after"), paint));
    return lines;
  }

  /** A ledger was compacted. */
  public static List<String> compacted(Doc answer) {
    return List.of(
        "%s before, %s now"
            .formatted(bytes(answer.number("bytes_before")), bytes(answer.number("bytes_after"))));
  }

  /** With one decimal and a unit of a thousand. */
  static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    } else if (bytes < 1_000_000) {
      return "%.1f kB".formatted(bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? "%.1f MB".formatted(bytes / 1e6)
        : "%.2f GB".formatted(bytes / 1e9);
  }
}
