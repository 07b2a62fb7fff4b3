package io.echofield.swarmkit.tools.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Results of benchmarks as tables. */
public final class BenchPage {
  private BenchPage() {}

  public static List<String> lines(Doc answer, Paint paint) {
    List<String> lines = new ArrayList<>();
    for (Doc benchmark : answer.docs("benchmarks")) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(paint.bold(benchmark.text("name")) + ": " + benchmark.text("measures"));
      lines.add(circumstances(benchmark));
      benchmark
          .doc("not_measured")
          .fields()
          .forEach((peer, why) -> lines.add(paint.bold(peer) + " is not measured: " + why));
      lines.add("");
      lines.addAll(rows(benchmark, paint));
      if (!benchmark.docs("targets").isEmpty()) {
        lines.add("");
        lines.addAll(targets(benchmark, paint));
      }
    }
    return lines;
  }

  private static String circumstances(Doc benchmark) {
    return "%s, %s, load %s before and %s after"
        .formatted(
            Counted.of(benchmark.number("rounds"), "round"),
            parameters(benchmark),
            NumberText.of(benchmark.real("load_before")),
            NumberText.of(benchmark.real("load_after")));
  }

  private static String parameters(Doc benchmark) {
    return benchmark.doc("parameters").fields().entrySet().stream()
        .map(parameter -> parameter.getKey() + " " + parameter.getValue())
        .collect(Collectors.joining(", "));
  }

  private static List<String> rows(Doc benchmark, Paint paint) {
    Table table =
        new Table(paint, "WORKLOAD", "METRIC", "SIDE", ">MEDIAN", ">LOWEST", ">HIGHEST", ">OURS");
    String group = "";
    for (Doc row : benchmark.docs("rows")) {
      String here = row.text("workload") + "\n" + row.text("metric");
      boolean first = !here.equals(group);
      group = here;
      table.row(
          first ? row.text("workload") : "",
          first ? row.text("metric") + ", " + row.text("unit") : "",
          row.text("side"),
          NumberText.of(row.real("median")),
          NumberText.of(row.real("min")),
          NumberText.of(row.real("max")),
          row.has("ours_ratio") ? NumberText.of(row.real("ours_ratio")) + " x" : "");
    }
    return table.lines();
  }

  private static List<String> targets(Doc benchmark, Paint paint) {
    Table table = new Table(paint, "TARGET", ">REACHED", "");
    for (Doc target : benchmark.docs("targets")) {
      table.row(
          target.text("target"),
          NumberText.of(target.real("reached")),
          target.flag("met") ? "met" : "not met");
    }
    return table.lines();
  }
}
