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
  private final NavigableMap<Key, byte[]> cells = new TreeMap<>();

  /** A key with its first bytes as a number, so that most comparisons look at nothing else. */
  private static final class Key implements Comparable<Key> {
    private final byte[] bytes;

    /** The first eight bytes, zeros for those that are not there. */
    private final long head;

    Key(byte[] bytes) {
      this.bytes = bytes;
      long number = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        number = (number << Byte.SIZE) | (i < bytes.length ? bytes[i] & 0xff : 0);
      }
      this.head = number;
    }

    @Override
    public int compareTo(Key other) {
      int byHead = Long.compareUnsigned(head, other.head);
      return byHead != 0 ? byHead : Arrays.compareUnsigned(bytes, other.bytes);
    }
  }

  /** An empty value removes. */
  void put(byte[] key, byte[] value) {
    cells.put(new Key(key), value);
  }

  /** The value, {@link Cell#REMOVED} if it was removed, null if nothing is known here. */
  byte[] get(byte[] key) {
    return cells.get(new Key(key));
  }

  int size() {
    return cells.size();
  }

  /** Cells from one key on, this one included if so wished, in the order of keys. */
  Iterator<Cell> from(byte[] key, boolean inclusive) {
    Iterator<Map.Entry<Key, byte[]>> entries =
        cells.tailMap(new Key(key), inclusive).entrySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Cell next() {
        Map.Entry<Key, byte[]> next = entries.next();
        return new Cell(next.getKey().bytes, next.getValue());
      }
    };
  }
}
