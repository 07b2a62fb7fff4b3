package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Merges runs beside the work of the store. It only reads runs that nobody changes and makes a new
 * one; the store puts it in their place. Called under the store's lock, except {@link #mergeAll}.
 */
final class Compactor {
  private final RunFiles files;
  private final Executor executor;
  private final Consumer<String> notices;

  /** Held by whoever merges. */
  private final Lock merging = new ReentrantLock();

  private Optional<CompletableFuture<Optional<Span>>> running = Optional.empty();
  private volatile boolean cancelled;

  /** After a failure: how many runs there were; it is tried again when there are others. */
  private volatile int failedWithRuns = -1;

  Compactor(RunFiles files, Executor executor, Consumer<String> notices) {
    this.files = files;
    this.executor = executor;
    this.notices = notices;
  }

  /** Begins to merge if enough runs of one size are there and no merge is under way. */
  void consider(List<Run> runs, long unitBytes) {
    if (running.isPresent() || runs.size() == failedWithRuns) {
      return;
    }
    int first = Tiers.firstToMerge(runs.stream().map(Run::bytes).toList(), unitBytes);
    if (first < runs.size()) {
      List<Span> chosen = runs.subList(first, runs.size()).stream().map(Run::span).toList();
      running =
          Optional.of(
              CompletableFuture.supplyAsync(
                  () -> mergeOrTell(chosen, first == 0, runs.size()), executor));
    }
  }

  /** The run that was made since the last call; empty if none was. */
  Optional<Span> finished() {
    if (running.isEmpty() || !running.get().isDone()) {
      return Optional.empty();
    }
    Optional<Span> made = running.get().join();
    running = Optional.empty();
    return made;
  }

  /** Ends a merge that is under way and waits for its end; what it sealed is for the next open. */
  void stop() {
    cancelled = true;
    running.ifPresent(CompletableFuture::join);
    running = Optional.empty();
    awaitMerge();
  }

  /** Returns when nobody merges. */
  private void awaitMerge() {
    merging.lock();
    try {
      cancelled = false;
    } finally {
      merging.unlock();
    }
  }

  /**
   * Makes one run of all, in the caller's thread, which does not hold the store's lock.
   *
   * @param closed whether the store that these runs belong to was closed
   * @return its span; empty if {@link #stop} was called meanwhile, or the store closed
   */
  Optional<Span> mergeAll(List<Span> spans, BooleanSupplier closed, Progress progress)
      throws IOException {
    merging.lock();
    try {
      if (closed.getAsBoolean()) {
        return Optional.empty();
      }
      return merge(files, spans, true, () -> cancelled || closed.getAsBoolean(), progress);
    } finally {
      merging.unlock();
    }
  }

  private Optional<Span> mergeOrTell(List<Span> chosen, boolean oldest, int all) {
    merging.lock();
    try {
      failedWithRuns = -1;
      return merge(files, chosen, oldest, () -> cancelled, Progress.NONE);
    } catch (IOException | RuntimeException | Error e) {
      // Errors too: a merge that ran out of memory must not fail a batch that is durable.
      failedWithRuns = all;
      notices.accept(
          "runs of the ledger in %s could not be merged: %s"
              .formatted(files.folder().runs(), e.getMessage()));
      return Optional.empty();
    } finally {
      merging.unlock();
    }
  }

  /**
   * Makes one run of neighbours; they stay.
   *
   * @param oldest whether nothing is older: removals are then forgotten
   * @return its span; empty if it was cancelled
   */
  static Optional<Span> merge(
      RunFiles files,
      List<Span> neighbours,
      boolean oldest,
      BooleanSupplier cancelled,
      Progress progress)
      throws IOException {
    Span whole = new Span(neighbours.get(0).first(), neighbours.get(neighbours.size() - 1).last());
    List<Run> runs = new ArrayList<>();
    try {
      long count = 0;
      for (Span span : neighbours) {
        Run run = Run.open(files, span);
        runs.add(run);
        count += run.count();
      }
      Collections.reverse(runs);
      List<Iterator<Cell>> newestFirst = new ArrayList<>();
      runs.forEach(run -> newestFirst.add(run.from(new byte[0], true)));
      Iterator<Cell> cells = new Kept(new MergedCells(newestFirst), oldest, count, progress);
      boolean built = RunBuilder.build(files, whole, cells, count, cancelled);
      return built ? Optional.of(whole) : Optional.empty();
    } finally {
      runs.forEach(Run::close);
    }
  }

  /** What goes into the merged run: all cells, or all but removals. */
  private static final class Kept implements Iterator<Cell> {
    private final Iterator<Cell> cells;
    private final boolean withoutRemoved;
    private final long total;
    private final Progress progress;
    private long taken;
    private Cell next;

    Kept(Iterator<Cell> cells, boolean withoutRemoved, long total, Progress progress) {
      this.cells = cells;
      this.withoutRemoved = withoutRemoved;
      this.total = total;
      this.progress = progress;
      advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Cell next() {
      Cell cell = next;
      advance();
      return cell;
    }

    private void advance() {
      next = null;
      while (next == null && cells.hasNext()) {
        Cell cell = cells.next();
        progress.at("merging runs", ++taken, total);
        next = withoutRemoved && cell.removed() ? null : cell;
      }
    }
  }
}
