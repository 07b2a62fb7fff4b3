package io.echofield.swarmkit.tools.field;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waits for something that another process does. */
public final class Wait {
  /** Between two looks; a time that is measured by looking is wrong by as much. */
  public static final long LOOK_MILLIS = 50;

  private Wait() {}

  /** Something that becomes true. */
  public interface Condition {
    boolean met() throws IOException;
  }

  /**
   * Returns the seconds that it took.
   *
   * @throws IOException if it is not met in time
   */
  public static double until(String what, long millisMax, Condition condition)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!condition.met()) {
      if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(millisMax)) {
        throw new IOException("waited " + millisMax / 1_000 + " s in vain until " + what);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
