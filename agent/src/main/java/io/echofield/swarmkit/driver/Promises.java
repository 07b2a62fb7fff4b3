package io.echofield.swarmkit.driver;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Answers that somebody waits for: all of them complete at the latest when the loop ends. */
final class Promises {
  // fixed
  private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
  private final AtomicLong numbers = new AtomicLong();
  // until they complete
  private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();

  /** Completes when the loop has ended: empty if that was asked for, else with what ended it. */
  CompletableFuture<Optional<Throwable>> ended() {
    return ended;
  }

  /** A future that completes at the latest when the loop ends, then with why. Any thread. */
  <T> CompletableFuture<T> make() {
    CompletableFuture<T> future = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    open.put(number, future);
    CompletableFuture<T> unused = future.whenComplete((value, error) -> open.remove(number));
    if (ended.isDone()) {
      breakAll(ended.join());
    }
    return future;
  }

  /** The loop has ended. */
  void end(Optional<Throwable> cause) {
    ended.complete(cause);
    breakAll(cause);
  }

  private void breakAll(Optional<Throwable> cause) {
    Throwable told = cause.orElseGet(() -> new IllegalStateException("the node has stopped"));
    open.forEach((number, future) -> future.completeExceptionally(told));
  }
}
