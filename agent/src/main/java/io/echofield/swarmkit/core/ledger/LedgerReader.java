package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import java.util.List;
import java.util.Optional;

/**
 * Port: pure look-ups in a ledger that may be larger than the heap.
 *
 * <p>Sees all committed writes. Called only from the thread that owns the node. Lists are bounded
 * by the caller's {@code max}.
 *
 * @implSpec an I/O failure is thrown as {@link java.io.UncheckedIOException}: the driver opens the
 *     store again and builds the core anew
 */
public interface LedgerReader {
  boolean contains(EntryId id);

  /** Entries whose id begins with these bytes (8 to 32 of them), in the order of ids. */
  List<StoredEntry> byPrefix(Bytes idPrefix, int max);

  /**
   * Entries of a log with {@code fromSeq <= seq <= toSeq}, all branches, ordered by seq, then id.
   */
  List<StoredEntry> log(LogId log, long fromSeq, long toSeq, int max);

  /** The entries that decide the view of the task, in the order of ids; empty if unknown. */
  List<StoredEntry> live(TaskKey key);

  /**
   * Everything ever written about the task, in the order of arrival, after {@code afterArrival}.
   */
  List<StoredEntry> history(TaskKey key, long afterArrival, int max);

  /**
   * Keys of known tasks in ascending order, greater than {@code after} if given; the roster is not
   * among them.
   */
  List<TaskKey> tasks(Optional<TaskKey> after, int max);

  /** Keys that begin with these hex digits (1 to 16), ascending. */
  List<TaskKey> tasksByHexPrefix(String hexDigits, int max);

  /** Entries in the order of arrival, after {@code afterArrival}. */
  List<StoredEntry> arrivals(long afterArrival, int max);
}
