package io.echofield.swarmkit.store;

/**
 * The store could not do what was asked. The message is one line for an operator: what, where, what
 * to do.
 */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, as far as a caller may act on it. */
  public enum Reason {
    /** Another process holds the folder. */
    HELD,
    /** The folder cannot be made or written. */
    NOT_WRITABLE,
    /** No space left: nothing of the batch was kept, works again when space returns. */
    NO_SPACE,
    /** More at once than a store takes: nothing of the batch was kept. */
    TOO_LARGE,
    /** A newer format than this program knows. */
    TOO_NEW,
    /** The content is damaged in a place that cannot be cut off safely. */
    DAMAGED,
    /** Any other failure of the disk. */
    IO
  }

  private final Reason reason;

  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public StoreException(Reason reason, String message) {
    this(reason, message, null);
  }

  public Reason reason() {
    return reason;
  }
}
