package io.echofield.swarmkit.core.id;

import java.util.function.Function;

/**
 * What came of reading bytes that a peer or a file gave us: a value, or the reason for refusing
 * them. Never an exception.
 */
public sealed interface Decoded<T> {
  /** The bytes were good. */
  record Accepted<T>(T value) implements Decoded<T> {}

  /** The bytes were refused; {@code reason} is a short phrase that is counted and shown. */
  record Rejected<T>(String reason) implements Decoded<T> {}

  /** Calls the one function that fits. */
  default <R> R fold(Function<T, R> accepted, Function<String, R> rejected) {
    return this instanceof Accepted<T> good
        ? accepted.apply(good.value())
        : rejected.apply(((Rejected<T>) this).reason());
  }
}
