package io.echofield.swarmkit.core.ledger;

/** Phase of one cell of a task's life, in ascending order. */
public enum Phase {
  OPEN,
  CLAIMED,
  RUNNING,
  FAILED,
  DONE;

  /** Whether somebody began to act: RUNNING, FAILED or DONE. */
  public boolean started() {
    return compareTo(RUNNING) >= 0;
  }
}
