package io.echofield.swarmkit.tools.show;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in columns, each as wide as its widest cell, two blanks between them.
 *
 * <p>A heading that begins with {@code >} makes its column right-aligned. Text that came from
 * elsewhere is made printable: a peer's text never moves the cursor.
 */
public final class Table {
  private final List<String> headings = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();
  private final Paint paint;

  private record Cell(String plain, String painted) {}

  public Table(Paint paint, String... headings) {
    this.paint = paint;
    for (String heading : headings) {
      boolean toTheRight = heading.startsWith(">");
      right.add(toTheRight);
      this.headings.add(toTheRight ? heading.substring(1) : heading);
    }
  }

  /** A row; cells that are words for a state get their colour. */
  public Table row(Object... cells) {
    List<Cell> row = new ArrayList<>(cells.length);
    for (Object cell : cells) {
      String plain = printable(String.valueOf(cell));
      row.add(new Cell(plain, paint.state(plain)));
    }
    rows.add(row);
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, without an end-of-line character and without blanks at their ends. */
  public List<String> lines() {
    int[] widths = widths();
    List<String> lines = new ArrayList<>(rows.size() + 1);
    List<Cell> top = headings.stream().map(text -> new Cell(text, paint.bold(text))).toList();
    lines.add(line(top, widths));
    for (List<Cell> row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = headings.get(i).length();
      for (List<Cell> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).plain().length());
      }
    }
    return widths;
  }

  private String line(List<Cell> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    int blanks = 0;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      int gap = widths[i] - cell.plain().length();
      boolean isEmpty = cell.plain().isEmpty();
      if (!isEmpty) {
        line.append(" ".repeat(right.get(i) ? blanks + gap : blanks)).append(cell.painted());
        blanks = 0;
      }
      blanks += 2 + (right.get(i) && !isEmpty ? 0 : gap);
    }
    return line.toString();
  }

  /** The text with each control character as {@code ?}. */
  public static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                printable.appendCodePoint(
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                        ? '?'
                        : c));
    return printable.toString();
  }
}
