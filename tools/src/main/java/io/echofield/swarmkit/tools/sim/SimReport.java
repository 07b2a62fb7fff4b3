package io.echofield.swarmkit.tools.sim;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * A run as one page of HTML with pictures inside: how nodes came together over time, and what it
 * cost. Needs nothing from anywhere, and no scripts; dark where the reader's screen is.
 */
public final class SimReport {
  private static final String STYLE =
      ":root{color-scheme:light dark;--ink:#222;--paper:#fff;--rule:#ddd;--box:#f4f4f4}"
          + "@media(prefers-color-scheme:dark)"
          + "{:root{--ink:#ddd;--paper:#181818;--rule:#444;--box:#262626}}"
          + "body{font:14px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
          + "color:var(--ink);background:var(--paper)}"
          + "svg{width:100%;height:auto}svg text{font-size:12px;fill:var(--ink)}"
          + "svg line{stroke:var(--rule)}svg polyline{fill:none;stroke-width:2}"
          + "table{border-collapse:collapse}"
          + "td,th{padding:.2em .8em;border-bottom:1px solid var(--rule);text-align:right}"
          + "td:first-child,th:first-child{text-align:left}"
          + "pre{background:var(--box);padding:1em;overflow-x:auto}";

  private SimReport() {}

  /**
   * The page.
   *
   * @param about what its numbers tell of
   */
  static String html(String title, String about, Sampler.Seen seen, List<String> said) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width\"><title>");
    page.append(escaped(title)).append("</title><style>").append(STYLE);
    page.append("</style></head><body>\n<h1>").append(escaped(title)).append("</h1>\n<p>");
    page.append(escaped(about)).append("</p>\n");
    List<Sampler.Sample> samples = seen.samples();
    String ledgers = "Different ledgers among the nodes that run";
    page.append(chart(ledgers, samples, Sampler.Sample::ledgers, "#c9600f"));
    String missing = "Entries that nodes miss, all nodes together";
    page.append(chart(missing, samples, Sampler.Sample::missing, "#3a7fcc"));
    String bytes = "Bytes carried, all cells together";
    page.append(chart(bytes, samples, Sampler.Sample::bytes, "#35924b"));
    page.append("<h2>Cells</h2>\n<table><tr><th>cell</th><th>bytes</th></tr>\n");
    seen.bytes().forEach((cell, carried) -> page.append(row("td", cell.text(), carried)));
    long all = seen.bytes().values().stream().mapToLong(Long::longValue).sum();
    page.append(row("th", "all cells", all));
    page.append("</table>\n<h2>What came of it</h2>\n<pre>");
    said.forEach(line -> page.append(escaped(line)).append('\n'));
    return page.append("</pre>\n</body></html>\n").toString();
  }

  private static String row(String kind, String name, long number) {
    return String.format(
        Locale.ROOT, "<tr><%1$s>%2$s</%1$s><%1$s>%3$,d</%1$s></tr>\n", kind, escaped(name), number);
  }

  /** A heading and the picture below it. */
  private static String chart(
      String heading,
      List<Sampler.Sample> samples,
      ToLongFunction<Sampler.Sample> value,
      String colour) {
    long begin = samples.get(0).atMillis();
    List<Chart.Point> points =
        samples.stream()
            .map(one -> new Chart.Point(one.atMillis() - begin, value.applyAsLong(one)))
            .toList();
    return "<h2>" + heading + "</h2>\n" + new Chart(heading, points, colour).svg();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
