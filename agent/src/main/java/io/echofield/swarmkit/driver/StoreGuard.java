package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.ReadOnly;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.StoreException.Reason;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store at work on a disk that fills up and fails.
 *
 * <p>No space: the store stays open for reading, and is read-only until what was refused would find
 * space. Any other failure: the store is closed and opened again. The first one is over with that;
 * after further ones in a row it waits, read-only if only writing failed, down if reading or
 * opening did; after {@value #FAILURES_MAX} the failure is thrown. The node's thread; all times are
 * monotonic milliseconds.
 */
final class StoreGuard {
  /** Pause before space is looked for, doubled each time it is not there ... */
  static final long SPACE_PAUSE_MILLIS = 2_000;

  /** ... up to this, so that work goes on within seconds of space returning. */
  static final long SPACE_PAUSE_MILLIS_MAX = 10_000;

  /** Pause after the second failure in a row, doubled with each further one ... */
  static final long FAILED_PAUSE_MILLIS = 1_000;

  /** ... up to this. */
  static final long FAILED_PAUSE_MILLIS_MAX = 30_000;

  /** Failures in a row that are put up with: about two and a half minutes of them. */
  static final int FAILURES_MAX = 10;

  /** After so long without another, a failure is not in a row with those before. */
  static final long STEADY_MILLIS = 60_000;

  private static final Logger LOG = LoggerFactory.getLogger(StoreGuard.class);
  private static final long NEVER = Long.MAX_VALUE;

  // fixed
  private final NodeStore store;

  // while it does not take writes
  private Optional<ReadOnly> readOnly = Optional.empty();
  private boolean down;
  private List<Write> refused = List.of();
  private long retryMono = NEVER;

  // in a row
  private int spaceTries;
  private long spaceTriedMono = -STEADY_MILLIS;
  private int failures;
  private long failedMono = -STEADY_MILLIS;

  StoreGuard(NodeStore store) {
    this.store = store;
  }

  /** Opens the store. It is closed if that fails. */
  Restored open() throws StoreException {
    return store.open();
  }

  LedgerReader reader() {
    return store.reader();
  }

  void close() {
    store.close();
  }

  /** Why writes cannot be made durable at present; empty if they can, as far as is known. */
  Optional<ReadOnly> readOnly() {
    return readOnly;
  }

  /** Whether the store is closed: nothing may be asked of a core that reads from it. */
  boolean isDown() {
    return down;
  }

  /** When {@link #retry} has something to do. */
  long retryMono() {
    return retryMono;
  }

  /** What somebody is told who asks while the store is down. */
  StoreRefusedException refusal() {
    ReadOnly why = readOnly.orElseThrow();
    Reason reason = why.cause() == ReadOnly.Cause.FULL ? Reason.NO_SPACE : Reason.IO;
    return new StoreRefusedException(reason, why.reason());
  }

  /** See {@link NodeStore#notices}. */
  List<String> notices() {
    return store.notices();
  }

  /** See {@link NodeStore#compact}. */
  NodeStore.Compacted compact() throws StoreException {
    return store.compact();
  }

  /**
   * The first writes of a life, which it cannot do without.
   *
   * @throws StoreException if they are not durable
   */
  void commitFirst(List<Write> writes) throws StoreException {
    store.commit(writes);
  }

  /**
   * Makes the writes durable; an empty list asks nothing of the store.
   *
   * @return empty if they are
   * @throws StoreException if the store failed too often, or is lost
   */
  Optional<Setback> commit(List<Write> writes, long nowMono) throws StoreException {
    if (writes.isEmpty()) {
      return Optional.empty();
    }
    try {
      store.commit(writes);
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(
          e.reason() == Reason.NO_SPACE ? full(writes, e, nowMono) : failed(writes, e, nowMono));
    }
  }

  /**
   * A look-up failed. Opening the store proves little about reading, so that from the second
   * failure on the disk gets time before it is read again.
   *
   * @throws StoreException as {@link #commit}
   */
  Setback readFailed(UncheckedIOException cause, long nowMono) throws StoreException {
    StoreException e = unreadable(cause);
    countFailure(e, nowMono);
    store.close();
    if (failures == 1) {
      return new Setback(e, reopen(nowMono), false);
    }
    stopWriting(e, nowMono);
    down = true;
    return new Setback(e, Optional.empty(), false);
  }

  static StoreException unreadable(UncheckedIOException cause) {
    return new StoreException(
        Reason.IO,
        "the disk failed while reading the ledger: " + cause.getCause().getMessage(),
        cause);
  }

  /**
   * An event led to more than may be made durable at once; it has to be forgotten.
   *
   * @throws StoreException as {@link #commit}
   */
  Setback tooLarge(long bytes, long bytesMax, long nowMono) throws StoreException {
    String what =
        "%d bytes at once are too many for the store: at most %d".formatted(bytes, bytesMax);
    LOG.warn("event=refused reason=\"{}\"", what);
    return undone(new StoreException(Reason.TOO_LARGE, what), nowMono);
  }

  /**
   * Looks whether the store works again, if it is time for that.
   *
   * @return what the core must be built anew from; empty if it need not or cannot
   * @throws StoreException as {@link #commit}
   */
  Optional<Restored> retry(long nowMono) throws StoreException {
    if (nowMono < retryMono) {
      return Optional.empty();
    }
    if (down) {
      return reopen(nowMono);
    }
    if (readOnly.orElseThrow().cause() == ReadOnly.Cause.FULL) {
      return retrySpace(nowMono);
    }
    // Only writing can tell: the next commit does.
    goOn();
    return Optional.empty();
  }

  private Optional<Restored> retrySpace(long nowMono) throws StoreException {
    try {
      store.reserve(refused);
      goOn();
      return Optional.empty();
    } catch (StoreException e) {
      if (e.reason() != Reason.NO_SPACE) {
        return failed(List.of(), e, nowMono).restored();
      }
      stopWriting(e, nowMono);
      return Optional.empty();
    }
  }

  private Setback full(List<Write> writes, StoreException e, long nowMono) throws StoreException {
    refused = List.copyOf(writes);
    stopWriting(e, nowMono);
    return undone(e, nowMono);
  }

  private Setback undone(StoreException e, long nowMono) throws StoreException {
    try {
      return new Setback(e, Optional.of(store.restored()), false);
    } catch (UncheckedIOException failure) {
      return readFailed(failure, nowMono);
    }
  }

  private Setback failed(List<Write> writes, StoreException e, long nowMono) throws StoreException {
    countFailure(e, nowMono);
    store.close();
    Optional<Restored> restored = reopen(nowMono);
    if (restored.isPresent() && failures > 1) {
      stopWriting(e, nowMono);
    }
    return new Setback(e, restored, restored.filter(r -> keeps(r, writes)).isPresent());
  }

  /**
   * Batches are kept all or none: its last entry is where it was to be. The number alone says
   * nothing, since what was salvaged takes numbers too.
   */
  private boolean keeps(Restored restored, List<Write> writes) {
    Optional<StoredEntry> last = Optional.empty();
    for (Write write : writes) {
      if (write instanceof Write.Append append) {
        last = Optional.of(append.stored());
      }
    }
    if (last.isEmpty() || restored.arrivals() < last.get().arrival()) {
      return false;
    }
    try {
      return store.reader().arrivals(last.get().arrival() - 1, 1).stream()
          .anyMatch(last.get()::equals);
    } catch (UncheckedIOException e) {
      return false; // it is refused, and may be there all the same
    }
  }

  /** Empty if it could not be opened; then it is down, and tried again later. */
  private Optional<Restored> reopen(long nowMono) throws StoreException {
    try {
      Restored restored = store.open();
      down = false;
      goOn();
      return Optional.of(restored);
    } catch (StoreException e) {
      if (e.reason() == Reason.DAMAGED || e.reason() == Reason.TOO_NEW) {
        throw e;
      }
      if (down && e.reason() != Reason.NO_SPACE) {
        countFailure(e, nowMono);
      }
      stopWriting(e, nowMono);
      down = true;
      return Optional.empty();
    }
  }

  private void goOn() {
    readOnly = Optional.empty();
    refused = List.of();
    retryMono = NEVER;
    LOG.info("store=writable failures={}", failures);
  }

  private void stopWriting(StoreException e, long nowMono) {
    ReadOnly.Cause cause =
        e.reason() == Reason.NO_SPACE ? ReadOnly.Cause.FULL : ReadOnly.Cause.FAILED;
    if (readOnly.filter(why -> why.cause() == cause).isEmpty()) {
      LOG.warn("store={} action=read-only reason=\"{}\"", cause.reading(), e.getMessage());
    }
    readOnly = Optional.of(new ReadOnly(cause, e.getMessage()));
    retryMono = nowMono + (cause == ReadOnly.Cause.FULL ? spacePause(nowMono) : failedPause());
  }

  private long spacePause(long nowMono) {
    spaceTries = nowMono - spaceTriedMono < STEADY_MILLIS ? spaceTries + 1 : 1;
    spaceTriedMono = nowMono;
    return backoffMillis(spaceTries, SPACE_PAUSE_MILLIS, SPACE_PAUSE_MILLIS_MAX);
  }

  private long failedPause() {
    return backoffMillis(failures - 1, FAILED_PAUSE_MILLIS, FAILED_PAUSE_MILLIS_MAX);
  }

  private void countFailure(StoreException e, long nowMono) throws StoreException {
    failures = nowMono - failedMono < STEADY_MILLIS ? failures + 1 : 1;
    failedMono = nowMono;
    LOG.warn("store=failed failures={} reason=\"{}\"", failures, e.getMessage());
    if (failures > FAILURES_MAX) {
      throw new StoreException(
          e.reason(),
          "%s (given up after %d failures in a row)".formatted(e.getMessage(), failures),
          e);
    }
  }

  /** The base, doubled for each try after the first, up to the cap. */
  static long backoffMillis(int tries, long baseMillis, long capMillis) {
    return Math.min(capMillis, baseMillis << Math.min(20, Math.max(0, tries - 1)));
  }
}
