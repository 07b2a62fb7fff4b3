package io.echofield.swarmkit.tools.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One node's health with its readings. */
public final class HealthPage {
  private HealthPage() {}

  public static List<String> lines(Doc health, Paint paint, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(health, paint, now));
    if (!health.docs("readings").isEmpty()) {
      Table table = new Table(paint, "READING", ">VALUE", "STATE");
      for (Doc reading : health.docs("readings")) {
        table.row(reading.text("name"), reading.text("value"), reading.text("state"));
      }
      lines.add("");
      lines.addAll(table.lines());
    }
    for (String fault : health.texts("faults")) {
      lines.add(Table.printable("a check failed: " + fault));
    }
    return lines;
  }

  private static String headline(Doc health, Paint paint, Instant now) {
    StringBuilder line = new StringBuilder();
    line.append(paint.bold(Table.printable(health.text("node"))));
    line.append(" is ").append(paint.state(health.text("state")));
    if (health.has("score")) {
      line.append(", score ").append(health.number("score")).append(" of 100");
    }
    if (!health.text("time").isEmpty()) {
      line.append(", looked ").append(TimeText.age(health.text("time"), now)).append(" ago");
    }
    if (!health.text("reason").isEmpty()) {
      line.append(": ").append(Table.printable(health.text("reason")));
    }
    return line.toString();
  }
}
