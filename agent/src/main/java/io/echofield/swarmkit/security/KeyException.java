package io.echofield.swarmkit.security;

/**
 * A key file is missing, damaged, too open or in the way. The message is one line for an operator.
 */
public final class KeyException extends Exception {
  private static final long serialVersionUID = 1L;

  public KeyException(String message, Throwable cause) {
    super(message, cause);
  }

  public KeyException(String message) {
    super(message);
  }
}
