package io.echofield.swarmkit.tools.show;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * A bar on a terminal that says how far long work is; silent elsewhere. {@link #close} wipes it.
 * One thread.
 */
public final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final int LINE = 78;

  /** Often enough to look alive, seldom enough to cost nothing. */
  private static final long PAUSE_NANOS = 100_000_000L;

  private final PrintStream terminal;
  private final boolean shown;
  private final LongSupplier nanos;
  private long nextNanos;
  private boolean dirty;

  /** {@code shown}: whether {@code terminal} is one, and the user wants to see it. */
  public ProgressLine(PrintStream terminal, boolean shown, LongSupplier nanos) {
    this.terminal = terminal;
    this.shown = shown;
    this.nanos = nanos;
    this.nextNanos = nanos.getAsLong() + PAUSE_NANOS;
  }

  /** So much is done; {@code total} 0: nobody knows of how much. */
  public void at(String doing, long done, long total) {
    if (!shown || nanos.getAsLong() - nextNanos < 0) {
      return;
    }
    nextNanos = nanos.getAsLong() + PAUSE_NANOS;
    terminal.print("\r" + padded(line(doing, done, total)));
    terminal.flush();
    dirty = true;
  }

  static String line(String doing, long done, long total) {
    if (total <= 0) {
      return "%s: %,d".formatted(doing, done);
    }
    long shownDone = Math.max(0, Math.min(done, total));
    int full = (int) (shownDone * WIDTH / total);
    return "%-18s [%s%s] %3d %%"
        .formatted(doing, "#".repeat(full), ".".repeat(WIDTH - full), shownDone * 100 / total);
  }

  private static String padded(String line) {
    return line.length() >= LINE
        ? line.substring(0, LINE)
        : line + " ".repeat(LINE - line.length());
  }

  @Override
  public void close() {
    if (dirty) {
      terminal.print("\r" + " ".repeat(LINE) + "\r");
      terminal.flush();
    }
  }
}
