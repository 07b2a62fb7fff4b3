package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * One sorted run of the ledger: a MapDB file that was built at once and never changes. One thread
 * at a time; several threads may each open a run for themselves.
 */
final class Run implements AutoCloseable {
  /** Names within the file, part of the format. */
  static final String CELLS = "cells";

  static final String BLOOM = "bloom";
  static final String COUNT = "count";

  private final Span span;
  private final long bytes;
  private final DB db;
  private final BTreeMap<byte[], byte[]> cells;
  private final Bloom bloom;
  private final long count;
  private final long firstArrival;
  private final long lastArrival;

  private Run(Span span, long bytes, DB db) {
    this.span = span;
    this.bytes = bytes;
    this.db = db;
    this.cells = db.treeMap(CELLS, Serializer.BYTE_ARRAY_DELTA, Serializer.BYTE_ARRAY).open();
    this.bloom = Bloom.of(db.atomicVar(BLOOM, Serializer.BYTE_ARRAY).open().get());
    this.count = db.atomicLong(COUNT).open().get();
    byte[] first = cells.ceilingKey(Keys.first(Keys.ENTRY));
    boolean hasEntries = first != null && first[0] == Keys.ENTRY;
    this.firstArrival = hasEntries ? Keys.arrival(first) : Long.MAX_VALUE;
    this.lastArrival =
        hasEntries ? Keys.arrival(cells.lowerKey(Keys.first((byte) (Keys.ENTRY + 1)))) : 0;
  }

  /**
   * Opens a run whose content is as sealed.
   *
   * @throws IOException also if MapDB cannot make sense of it
   */
  static Run open(RunFiles files, Span span) throws IOException {
    try {
      DB db =
          DBMaker.volumeDB(RunBuilder.volume(files.data(span), true), true)
              .concurrencyDisable()
              .readOnly()
              .make();
      return new Run(span, files.bytes(span), db);
    } catch (DBException | InternalError e) {
      throw new IOException("MapDB cannot open " + files.data(span) + ": " + e, e);
    }
  }

  Span span() {
    return span;
  }

  /** Length of the file. */
  long bytes() {
    return bytes;
  }

  /** How many cells, removals included. */
  long count() {
    return count;
  }

  /** The greatest arrival number of an entry in it, 0 if it has none. */
  long lastArrival() {
    return lastArrival;
  }

  /**
   * The value, {@link Cell#REMOVED} if this run says so, null if it says nothing.
   *
   * @param hash {@link Bloom#hash} of the key
   */
  byte[] get(byte[] key, long hash) {
    return mayContain(key, hash) ? cells.get(key) : null;
  }

  /** Cells from one key on, this one included if so wished, in the order of keys. */
  Iterator<Cell> from(byte[] key, boolean inclusive) {
    Iterator<Map.Entry<byte[], byte[]>> entries = cells.entryIterator(key, inclusive, null, false);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Cell next() {
        Map.Entry<byte[], byte[]> next = entries.next();
        return new Cell(next.getKey(), next.getValue());
      }
    };
  }

  @Override
  public void close() {
    db.close();
  }

  /** Whether the filter has keys of this table; entries are found by their range instead. */
  static boolean inBloom(byte[] key) {
    return key[0] == Keys.ID || key[0] == Keys.LIVE || key[0] == Keys.STATE;
  }

  private boolean mayContain(byte[] key, long hash) {
    if (key[0] == Keys.ENTRY) {
      long arrival = Keys.arrival(key);
      return arrival >= firstArrival && arrival <= lastArrival;
    }
    return !inBloom(key) || bloom.mayContain(hash);
  }
}
