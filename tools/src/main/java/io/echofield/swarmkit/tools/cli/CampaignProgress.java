package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.sim.Campaign;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells on stderr how far a campaign is: on a terminal all the time, else now and then; each
 * failure at once, for the others may take hours; and how far it came if somebody ends it. With a
 * single schedule nothing is told. Any thread.
 */
final class CampaignProgress implements Campaign.Listener, AutoCloseable {
  /** Where it is no terminal, a line this often. */
  private static final long TELL_EVERY_SECONDS = 30;

  private static final String CLEAR = "\r\u001b[K";

  private final Globals globals;
  private final long count;
  private final boolean told;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong toldNanos = new AtomicLong(System.nanoTime());
  private volatile boolean closed;

  private CampaignProgress(Globals globals, long count) {
    this.globals = globals;
    this.count = count;
    this.told = count > 1 && !globals.isQuiet();
  }

  /** {@code count}: of all schedules. */
  static CampaignProgress begin(Globals globals, long count) {
    CampaignProgress progress = new CampaignProgress(globals, count);
    Runtime.getRuntime().addShutdownHook(new Thread(progress::ended));
    return progress;
  }

  @Override
  public void done(long seed, boolean passed) {
    done.incrementAndGet();
    if (!passed) {
      failed.incrementAndGet();
    }
    if (!told) {
      return;
    }
    if (!passed) {
      clear();
      err("seed " + seed + " failed, others go on\n");
    }
    if (globals.terminal().errIsTerminal()) {
      err(CLEAR + line());
    } else if (isDue()) {
      err(line() + "\n");
    }
  }

  private boolean isDue() {
    long last = toldNanos.get();
    long now = System.nanoTime();
    return now - last >= TimeUnit.SECONDS.toNanos(TELL_EVERY_SECONDS)
        && toldNanos.compareAndSet(last, now);
  }

  private String line() {
    return done + " of " + count + " schedules";
  }

  /** The process ends before the campaign does. */
  private void ended() {
    if (told && !closed) {
      clear();
      err("ended after " + line() + ", " + failed + " failed\n");
    }
  }

  /** Nothing is told any more, and the line is empty for what comes next. */
  @Override
  public void close() {
    closed = true;
    clear();
  }

  private void clear() {
    if (told && globals.terminal().errIsTerminal()) {
      err(CLEAR);
    }
  }

  private void err(String text) {
    globals.terminal().err().print(text);
    globals.terminal().err().flush();
  }
}
