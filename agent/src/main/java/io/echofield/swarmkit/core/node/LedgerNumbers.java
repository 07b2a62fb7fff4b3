package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Ledger;

/**
 * What health tells of the ledger, renewed as often as that is cheap: it folds every task that may
 * have changed, and while many entries come that is nearly all of them.
 *
 * <p>They are renewed when nothing came for a while, and else so rarely that folding takes a few
 * hundredths of the time. One thread; times are monotonic milliseconds.
 */
final class LedgerNumbers {
  /** At most so often, however small the ledger is. */
  private static final long PAUSE_MILLIS = 1_000;

  /** While entries come: for each task that is to be folded, which takes 0.05 to 0.2 ms. */
  private static final long BUSY_MILLIS_A_TASK = 4;

  /** When none comes any more: so many tasks for each millisecond of waiting. */
  private static final long QUIET_TASKS_A_MILLI = 2;

  private final Ledger ledger;
  // as told last
  private boolean known;
  private long openTasks;
  private long hashPrefix;
  private long renewedMono;
  // as seen last
  private long arrivals;
  private long changedMono;

  LedgerNumbers(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Looks at the ledger; true if the numbers were renewed. */
  boolean look(long nowMono) {
    if (ledger.arrivals() != arrivals) {
      arrivals = ledger.arrivals();
      changedMono = nowMono;
    }
    boolean due = !known || (ledger.hashCost() > 0 && nowMono >= dueMono(ledger.hashCost()));
    if (due) {
      openTasks = ledger.openTasks();
      hashPrefix = firstLong(ledger.hash());
      renewedMono = nowMono;
      known = true;
    }
    return due;
  }

  private long dueMono(long cost) {
    long busy = renewedMono + PAUSE_MILLIS + cost * BUSY_MILLIS_A_TASK;
    long quiet = changedMono + PAUSE_MILLIS + cost / QUIET_TASKS_A_MILLI;
    return Math.min(busy, quiet);
  }

  /** Tasks that are not settled. */
  long openTasks() {
    return openTasks;
  }

  /** The first 8 bytes of the ledger hash. */
  long hashPrefix() {
    return hashPrefix;
  }

  private static long firstLong(Bytes bytes) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes.at(i) & 0xff);
    }
    return value;
  }
}
