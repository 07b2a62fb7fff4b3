package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.lab.swarm.VirtualCell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * A run as one page of HTML with pictures inside: how nodes came together over time, and what it
 * cost. Needs nothing from anywhere.
 */
public final class SimReport {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 180;
  private static final int LEFT = 70;
  private static final int BOTTOM = 24;
  private static final String STYLE =
      "body{font:14px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
          + "svg{width:100%;height:auto}table{border-collapse:collapse}"
          + "td,th{padding:.2em .8em;border-bottom:1px solid #ddd;text-align:right}"
          + "td:first-child,th:first-child{text-align:left}pre{background:#f4f4f4;padding:1em}";

  private SimReport() {}

  /** The page. */
  static String html(
      String title, List<Sampler.Sample> samples, List<VirtualCell> cells, List<String> said) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    page.append(escaped(title)).append("</title><style>").append(STYLE);
    page.append("</style></head><body>\n<h1>").append(escaped(title)).append("</h1>\n");
    page.append("<h2>Different ledgers among the nodes that run</h2>\n");
    page.append(chart(samples, Sampler.Sample::hashes, "#b5500b"));
    page.append("<h2>Entries that nodes miss, all nodes together</h2>\n");
    page.append(chart(samples, Sampler.Sample::missing, "#1f5fa8"));
    page.append("<h2>Bytes carried, all cells together</h2>\n");
    page.append(chart(samples, Sampler.Sample::bytes, "#2b7a3d"));
    page.append("<h2>Cells</h2>\n<table><tr><th>cell</th><th>bytes</th></tr>\n");
    cells.stream()
        .sorted(Comparator.comparing(VirtualCell::name))
        .forEach(
            cell ->
                page.append("<tr><td>")
                    .append(escaped(cell.name().text()))
                    .append("</td><td>")
                    .append(String.format(Locale.ROOT, "%,d", cell.bytes))
                    .append("</td></tr>\n"));
    page.append("</table>\n<h2>What came of it</h2>\n<pre>");
    said.forEach(line -> page.append(escaped(line)).append('\n'));
    return page.append("</pre>\n</body></html>\n").toString();
  }

  private static String chart(
      List<Sampler.Sample> samples, ToLongFunction<Sampler.Sample> value, String colour) {
    long begin = samples.get(0).atMillis();
    long span = 1;
    long top = 1;
    for (Sampler.Sample sample : samples) {
      span = Math.max(span, sample.atMillis() - begin);
      top = Math.max(top, value.applyAsLong(sample));
    }
    List<String> points = new ArrayList<>();
    for (Sampler.Sample sample : samples) {
      double x = LEFT + (double) (sample.atMillis() - begin) / span * (WIDTH - LEFT - 10);
      double y = 10 + (1 - (double) value.applyAsLong(sample) / top) * (HEIGHT - BOTTOM - 10);
      points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
    }
    int base = HEIGHT - BOTTOM;
    return String.format(
        Locale.ROOT,
        """
        <svg viewBox="0 0 %d %d" role="img">
        <line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#999"/>
        <text x="%d" y="20" text-anchor="end" font-size="12">%,d</text>
        <text x="%d" y="%d" text-anchor="end" font-size="12">0</text>
        <text x="%d" y="%d" text-anchor="end" font-size="12">%s</text>
        <polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>
        </svg>
        """,
        WIDTH,
        HEIGHT,
        LEFT,
        base,
        WIDTH - 10,
        base,
        LEFT - 6,
        top,
        LEFT - 6,
        base,
        WIDTH - 10,
        HEIGHT - 6,
        Times.text(span < 10_000 ? span : span / 1_000 * 1_000),
        colour,
        String.join(" ", points));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
