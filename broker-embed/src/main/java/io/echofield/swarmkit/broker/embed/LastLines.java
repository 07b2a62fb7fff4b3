package io.echofield.swarmkit.broker.embed;

import java.util.ArrayDeque;

/**
 * The last lines that a child printed; older ones are forgotten, long ones cut. Safe from any
 * thread.
 */
final class LastLines {
  static final int LINES_MAX = 20;
  static final int LINE_CHARACTERS_MAX = 400;

  private final ArrayDeque<String> lines = new ArrayDeque<>();

  synchronized void add(String line) {
    if (lines.size() == LINES_MAX) {
      lines.removeFirst();
    }
    lines.addLast(line.substring(0, Math.min(line.length(), LINE_CHARACTERS_MAX)));
  }

  /** All kept lines as one, for an error message; "" if there are none. */
  synchronized String joined() {
    return String.join(" | ", lines);
  }
}
