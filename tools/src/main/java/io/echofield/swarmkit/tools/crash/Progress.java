package io.echofield.swarmkit.tools.crash;

import java.io.PrintStream;

/** Tells a person how far an experiment is: a bar on a terminal, now and then a line elsewhere. */
public final class Progress {
  private static final int BAR_COLUMNS = 30;
  private static final long LINE_EVERY_NANOS = 10_000_000_000L;
  private static final long BAR_EVERY_NANOS = 100_000_000L;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final boolean silent;
  private String experiment = "";
  private int count;
  private int done;
  private long lastShownNanos;

  /** Nothing is shown if {@code silent}. */
  public Progress(PrintStream out, boolean terminal, boolean silent) {
    this.out = out;
    this.terminal = terminal;
    this.silent = silent;
  }

  synchronized void begin(String name, int wanted) {
    experiment = name;
    count = wanted;
    done = 0;
    lastShownNanos = System.nanoTime();
    show();
  }

  synchronized void tick() {
    done++;
    long now = System.nanoTime();
    if (now - lastShownNanos >= (terminal ? BAR_EVERY_NANOS : LINE_EVERY_NANOS)) {
      lastShownNanos = now;
      show();
    }
  }

  synchronized void end() {
    done = count;
    if (terminal && !silent) {
      out.print(CLEAR_LINE);
      out.flush();
    } else {
      show();
    }
  }

  /** A line that stays. */
  synchronized void say(String line) {
    if (!silent) {
      out.println((terminal ? CLEAR_LINE : "") + experiment + ": " + line);
    }
  }

  private void show() {
    if (silent) {
      return;
    }
    if (!terminal) {
      out.printf("%s: %d of %d%n", experiment, done, count);
      return;
    }
    int filled = (int) Math.min(BAR_COLUMNS, (long) BAR_COLUMNS * done / Math.max(1, count));
    out.printf(
        "%s%-8s [%s%s] %d/%d",
        CLEAR_LINE, experiment, "#".repeat(filled), ".".repeat(BAR_COLUMNS - filled), done, count);
    out.flush();
  }
}
