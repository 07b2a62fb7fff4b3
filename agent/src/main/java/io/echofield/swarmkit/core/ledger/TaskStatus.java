package io.echofield.swarmkit.core.ledger;

import java.util.Locale;

/** Where a task stands, as every node with the same entries and roster sees it. */
public enum TaskStatus {
  OPEN,
  CLAIMED,
  RUNNING,
  FAILED,
  DONE,
  CANCELLED;

  /** The word used in JSON and tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
