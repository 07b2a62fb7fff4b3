package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.sim.Campaign;
import java.util.concurrent.atomic.AtomicLong;

/** Tells on stderr how far a campaign is. Any thread. */
final class CampaignProgress implements Campaign.Listener {
  private static final String CLEAR = "\r\u001b[K";

  private final Globals globals;
  private final long count;
  private final AtomicLong done = new AtomicLong();

  /** {@code count}: of all schedules; with a single one nothing is told. */
  CampaignProgress(Globals globals, long count) {
    this.globals = globals;
    this.count = count;
  }

  /** A failure is told at once: the others may take hours. */
  @Override
  public void done(long seed, boolean passed) {
    long now = done.incrementAndGet();
    if (count > 1 && !globals.isQuiet()) {
      if (!passed) {
        clear();
        err("seed " + seed + " failed, others go on\n");
      }
      if (globals.terminal().errIsTerminal()) {
        err(CLEAR + now + " of " + count + " schedules");
      }
    }
  }

  /** Leaves an empty line for what comes next. */
  void clear() {
    if (globals.terminal().errIsTerminal() && !globals.isQuiet()) {
      err(CLEAR);
    }
  }

  private void err(String text) {
    globals.terminal().err().print(text);
    globals.terminal().err().flush();
  }
}
