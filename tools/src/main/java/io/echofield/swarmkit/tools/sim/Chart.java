package io.echofield.swarmkit.tools.sim;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A number over time as a picture in SVG, both axes from 0. The page around it gives text, lines
 * and paper their colours.
 *
 * @param name what the number is; nothing in it needs escaping
 * @param points one or more, oldest first
 */
record Chart(String name, List<Point> points, String colour) {
  // of the picture, in pixels where it is as wide as it says
  private static final int WIDTH = 860;
  private static final int HEIGHT = 190;
  private static final int LEFT = 90;
  private static final int RIGHT = WIDTH - 30;
  private static final int TOP = 10;
  private static final int BASE = HEIGHT - 26;

  /** What is written beside an axis stands this far from it. */
  private static final int GAP = 6;

  /** From the middle of a line of text down to where its letters stand. */
  private static final int HALF_LETTER = 4;

  /** The number at this time since the beginning. */
  record Point(long millis, long number) {}

  Chart {
    points = List.copyOf(points);
  }

  String svg() {
    long most = points.stream().mapToLong(Point::number).max().orElseThrow();
    long span = Math.max(1, last().millis());
    List<Ticks.Tick> up = Ticks.ofNumbers(most);
    long top = Math.max(1, up.get(up.size() - 1).at());
    String says =
        String.format(
            Locale.ROOT,
            "%s: %,d at first, %,d at most, %,d in the end",
            name,
            points.get(0).number(),
            most,
            last().number());
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n<title>%s</title>\n",
            WIDTH,
            HEIGHT,
            says,
            says));
    for (Ticks.Tick tick : up) {
      double y = y(tick.at(), top);
      svg.append(line(LEFT, y, RIGHT, y));
      svg.append(text(LEFT - GAP, y + HALF_LETTER, "end", tick.text()));
    }
    for (Ticks.Tick tick : Ticks.ofTime(span)) {
      double x = x(tick.at(), span);
      svg.append(line(x, BASE, x, BASE + GAP));
      svg.append(text(x, HEIGHT - GAP, "middle", tick.text()));
    }
    String places =
        points.stream()
            .map(point -> place(x(point.millis(), span), y(point.number(), top)))
            .collect(Collectors.joining(" "));
    svg.append("<polyline stroke=\"").append(colour).append("\" points=\"").append(places);
    return svg.append("\"/>\n</svg>\n").toString();
  }

  private Point last() {
    return points.get(points.size() - 1);
  }

  private static double x(long millis, long span) {
    return LEFT + (double) millis / span * (RIGHT - LEFT);
  }

  private static double y(long number, long top) {
    return BASE - (double) number / top * (BASE - TOP);
  }

  private static String place(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", x1, y1, x2, y2);
  }

  private static String text(double x, double y, String anchor, String says) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
        x,
        y,
        anchor,
        says);
  }
}
