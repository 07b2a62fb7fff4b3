package io.echofield.swarmkit.core.node;

import java.util.Optional;

/**
 * Whether what the core takes in can be made durable, as the core was told last. One thread.
 *
 * <p>While it cannot, nothing enters the ledger, and what would have is counted here: it comes
 * again, because the digests of whoever sent it still differ from this node's.
 */
final class StoreMode {
  private Optional<ReadOnly> readOnly = Optional.empty();
  private long deferred;

  void told(Optional<ReadOnly> now) {
    readOnly = now;
  }

  boolean writable() {
    return readOnly.isEmpty();
  }

  /** Empty if writes can be made durable. */
  Optional<ReadOnly> readOnly() {
    return readOnly;
  }

  /** An entry or a head signature came and was not taken. */
  void defer() {
    deferred++;
  }

  /** How often {@link #defer} was called since the process began. */
  long deferred() {
    return deferred;
  }

  void resume(StoreMode earlier) {
    deferred = earlier.deferred;
  }
}
