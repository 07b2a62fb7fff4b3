package io.echofield.swarmkit.tools.demo;

/** A demo that cannot go on. The message is one line for people. */
public final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether there was no more time, as opposed to a fault. */
  private final boolean late;

  DemoException(String message, boolean late) {
    super(message);
    this.late = late;
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
    this.late = false;
  }

  public boolean isLate() {
    return late;
  }
}
