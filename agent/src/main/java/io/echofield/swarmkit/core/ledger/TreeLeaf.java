package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * Records one after the other in one array, which is at most {@link #SPARE_RECORDS} longer than
 * they need after an insertion, and twice that after a deletion. One thread.
 */
final class TreeLeaf extends TreeNode {
  /** Records of one leaf; one more splits it. */
  static final int RECORDS_MAX = 128;

  /** A leaf of fewer records is joined with its neighbour. */
  static final int RECORDS_MIN = RECORDS_MAX / 4;

  /** By how many records an array grows, so that not every insertion copies it. */
  static final int SPARE_RECORDS = 4;

  private static final int JOINED_RECORDS_MAX = RECORDS_MAX * 3 / 4;

  private final int recordBytes;
  private byte[] records;

  TreeLeaf(int recordBytes) {
    this(recordBytes, new byte[0]);
  }

  private TreeLeaf(int recordBytes, byte[] records) {
    this.recordBytes = recordBytes;
    this.records = records;
  }

  @Override
  boolean add(byte[] record) {
    int place = place(record);
    if (holds(place, record)) {
      return false;
    }
    int size = size();
    int at = place * recordBytes;
    int end = size * recordBytes;
    byte[] to = end == records.length ? new byte[(size + SPARE_RECORDS) * recordBytes] : records;
    if (to != records) {
      System.arraycopy(records, 0, to, 0, at);
    }
    System.arraycopy(records, at, to, at + recordBytes, end - at);
    System.arraycopy(record, 0, to, at, recordBytes);
    records = to;
    plus(record, elementAt(0));
    return true;
  }

  @Override
  boolean remove(byte[] record) {
    int place = place(record);
    if (!holds(place, record)) {
      return false;
    }
    int at = place * recordBytes;
    int end = size() * recordBytes;
    System.arraycopy(records, at + recordBytes, records, at, end - at - recordBytes);
    minus(record, elementAt(0));
    if (records.length >= (size() + 2 * SPARE_RECORDS) * recordBytes) {
      records = Arrays.copyOf(records, (size() + SPARE_RECORDS) * recordBytes);
    }
    return true;
  }

  @Override
  void tallyBelow(byte[] bound, Tally below) {
    int place = place(bound);
    if (place <= size() / 2) {
      for (int i = 0; i < place; i++) {
        below.plus(records, elementAt(i));
      }
    } else {
      below.plus(this);
      for (int i = place; i < size(); i++) {
        below.minus(records, elementAt(i));
      }
    }
  }

  @Override
  long rank(byte[] bound) {
    return place(bound);
  }

  @Override
  byte[] record(long position) {
    int at = (int) position * recordBytes;
    return Arrays.copyOfRange(records, at, at + recordBytes);
  }

  @Override
  void collect(long from, long to, List<Bytes> into) {
    for (int at = (int) from * recordBytes; at < to * recordBytes; at += recordBytes) {
      into.add(Bytes.copyOf(records, at, at + recordBytes));
    }
  }

  @Override
  TreeLeaf first() {
    return this;
  }

  @Override
  boolean tooLarge() {
    return size() > RECORDS_MAX;
  }

  @Override
  boolean tooSmall() {
    return size() < RECORDS_MIN;
  }

  @Override
  TreeNode split() {
    int half = size() / 2;
    TreeLeaf upper =
        new TreeLeaf(
            recordBytes, Arrays.copyOfRange(records, half * recordBytes, size() * recordBytes));
    for (int i = 0; i < upper.records.length / recordBytes; i++) {
      upper.plus(upper.records, upper.elementAt(i));
    }
    records = Arrays.copyOf(records, half * recordBytes);
    minus(upper);
    return upper;
  }

  @Override
  boolean absorb(TreeNode next) {
    TreeLeaf other = (TreeLeaf) next;
    int end = size() * recordBytes;
    int otherEnd = other.size() * recordBytes;
    records = Arrays.copyOf(records, end + otherEnd);
    System.arraycopy(other.records, 0, records, end, otherEnd);
    plus(other);
    return size() > JOINED_RECORDS_MAX;
  }

  private int size() {
    return (int) count();
  }

  /** Compares the lowest record with a bound: unsigned bytes, a prefix before what it begins. */
  int compareFirst(byte[] bound) {
    return compare(0, bound);
  }

  /** Bytes of the array, for whoever estimates what the tree needs. */
  int arrayBytes() {
    return records.length;
  }

  /** How many records sort before the bound. */
  private int place(byte[] bound) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, bound) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean holds(int place, byte[] record) {
    return place < size() && compare(place, record) == 0;
  }

  private int compare(int place, byte[] bound) {
    int at = place * recordBytes;
    return Arrays.compareUnsigned(records, at, at + recordBytes, bound, 0, bound.length);
  }

  /** Where the element of a record begins, in the array of this leaf. */
  private int elementAt(int place) {
    return (place + 1) * recordBytes - IdSum.BYTES;
  }
}
