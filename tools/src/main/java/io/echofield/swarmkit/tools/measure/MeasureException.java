package io.echofield.swarmkit.tools.measure;

/** A benchmark broke: what did, and why, in one line. */
public final class MeasureException extends Exception {
  private static final long serialVersionUID = 1L;

  public MeasureException(String message, Throwable cause) {
    super(message, cause);
  }
}
