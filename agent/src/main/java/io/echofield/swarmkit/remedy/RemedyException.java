package io.echofield.swarmkit.remedy;

/** A remediation failed or was refused. The message is one line and becomes the task's reason. */
public final class RemedyException extends Exception {
  private static final long serialVersionUID = 1L;

  public RemedyException(String message, Throwable cause) {
    super(message, cause);
  }

  public RemedyException(String message) {
    super(message);
  }
}
