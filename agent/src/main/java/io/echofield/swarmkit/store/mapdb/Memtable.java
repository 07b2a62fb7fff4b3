package io.echofield.swarmkit.store.mapdb;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The cells written since the newest run, in heap, in the order of keys; the journal has them too.
 * One thread.
 */
final class Memtable {
  private final NavigableMap<byte[], byte[]> cells = new TreeMap<>(Arrays::compareUnsigned);

  /** An empty value removes. */
  void put(byte[] key, byte[] value) {
    cells.put(key, value);
  }

  /** The value, {@link Cell#REMOVED} if it was removed, null if nothing is known here. */
  byte[] get(byte[] key) {
    return cells.get(key);
  }

  int size() {
    return cells.size();
  }

  /** Cells from one key on, this one included if so wished, in the order of keys. */
  Iterator<Cell> from(byte[] key, boolean inclusive) {
    Iterator<Map.Entry<byte[], byte[]>> entries =
        cells.tailMap(key, inclusive).entrySet().iterator();
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
}
