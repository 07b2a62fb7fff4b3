package io.echofield.swarmkit.check;

/** A check could not be made. The message is one line for an operator. */
public final class CheckException extends Exception {
  private static final long serialVersionUID = 1L;

  public CheckException(String message, Throwable cause) {
    super(message, cause);
  }

  public CheckException(String message) {
    super(message);
  }
}
