package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** A memtable that becomes a run beside the work of the store. */
final class Flush {
  private final Span span;
  private final CompletableFuture<Void> built;

  private Flush(Span span, CompletableFuture<Void> built) {
    this.span = span;
    this.built = built;
  }

  /** Begins; nobody changes the memtable from here on. */
  static Flush begin(RunFiles files, Span span, Memtable memtable, Executor executor) {
    return new Flush(
        span,
        CompletableFuture.runAsync(
            () -> {
              try {
                RunBuilder.build(files, span, memtable);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            },
            executor));
  }

  Span span() {
    return span;
  }

  boolean isDone() {
    return built.isDone();
  }

  /**
   * Waits for the end.
   *
   * @throws IOException if there is no run
   */
  void join() throws IOException {
    try {
      built.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException io ? io : new IOException(cause.toString(), cause);
    }
  }
}
