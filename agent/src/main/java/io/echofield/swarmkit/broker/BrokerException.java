package io.echofield.swarmkit.broker;

/** A local broker could not do what was asked. The message is one line for an operator. */
public final class BrokerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, as far as a caller may act on it. */
  public enum Reason {
    PORT_IN_USE,
    FOLDER_NOT_WRITABLE,
    FAILED
  }

  private final Reason reason;

  public BrokerException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public BrokerException(Reason reason, String message) {
    this(reason, message, null);
  }

  public Reason reason() {
    return reason;
  }
}
