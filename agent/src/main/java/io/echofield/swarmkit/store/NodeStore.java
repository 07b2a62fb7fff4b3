package io.echofield.swarmkit.store;

import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import java.util.List;

/** Port: everything durable of one node. One thread, except {@link #close}. */
public interface NodeStore extends AutoCloseable {
  /** Every store takes batches up to this size, in bytes as they are encoded. */
  int BATCH_BYTES_MAX = 8 << 20;

  /**
   * Locks the folder, recovers what a crash or a failure left, and tells what the core keeps in
   * heap. Called first, and again after {@link #close}.
   */
  Restored open() throws StoreException;

  /** What {@link #open} would tell now: everything committed so far. */
  Restored restored();

  /**
   * Look-ups over all committed writes, until {@link #close}. They throw UncheckedIOException if
   * the disk fails; the store must then be closed.
   */
  LedgerReader reader();

  /**
   * Makes the writes durable, all or none, in this order, with one fsync; {@link #reader} sees them
   * on return. An empty list does nothing.
   *
   * @throws StoreException if they are not durable; the store must then be closed, except after
   *     NO_SPACE
   */
  void commit(List<Write> writes) throws StoreException;

  /**
   * What an operator should know: what was cut off, mended, made again or lost. Oldest first,
   * bounded. Any thread.
   */
  default List<String> notices() {
    return List.of();
  }

  /**
   * Rewrites what is stored so that it takes as little space as it needs; nothing of the history
   * goes. May take long; writes go on meanwhile. Any thread.
   *
   * @throws StoreException if there is no space for it; nothing has changed then
   */
  default Compacted compact() throws StoreException {
    return new Compacted(sizeBytes(), sizeBytes());
  }

  /** Bytes on disk before and after. */
  record Compacted(long bytesBefore, long bytesAfter) {}

  /**
   * Makes sure that there is space for a commit of these writes, and changes nothing else.
   *
   * @throws StoreException as {@link #commit}
   */
  void reserve(List<Write> writes) throws StoreException;

  /** Bytes on disk, for people. */
  long sizeBytes();

  /** Releases the folder. Idempotent, any thread. */
  @Override
  void close();
}
