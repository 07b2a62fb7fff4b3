package io.echofield.swarmkit.core.ledger;

/** Phase of one cell of a task's life, in ascending order. */
public enum Phase {
  OPEN(0),
  CLAIMED(1),
  RUNNING(2),
  FAILED(3),
  DONE(4);

  private final int number;

  Phase(int number) {
    this.number = number;
  }

  /** The number in the schema; greater means later. */
  public int number() {
    return number;
  }

  /** Whether somebody began to act: RUNNING, FAILED or DONE. */
  public boolean started() {
    return number >= RUNNING.number;
  }
}
