package io.echofield.swarmkit.tools.show;

import java.util.ArrayList;
import java.util.List;

/** Which benchmarks there are, and what may be chosen about each. */
public final class BenchListPage {
  private BenchListPage() {}

  public static List<String> lines(Doc answer, Paint paint) {
    List<String> lines = new ArrayList<>();
    for (Doc benchmark : answer.docs("benchmarks")) {
      lines.add(paint.bold(benchmark.text("name")));
      lines.add("  " + benchmark.text("measures"));
      Table table = new Table(paint, "  FLAG", ">DEFAULT", "WHAT");
      for (Doc parameter : benchmark.docs("parameters")) {
        table.row(
            "  --" + parameter.text("name"), parameter.number("default"), parameter.text("what"));
      }
      lines.addAll(table.lines());
    }
    return lines;
  }
}
