package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.store.StoreException;

/** A command was not done because the store could not make it durable. Nothing of it was kept. */
public final class StoreRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StoreException.Reason reason;

  public StoreRefusedException(StoreException.Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StoreException.Reason reason() {
    return reason;
  }
}
