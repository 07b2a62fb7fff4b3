package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An ordered set of records of one size, with the count and the sum of every range: what range
 * fingerprints are made of.
 *
 * <p>A record is a key and a 32-byte element; sums are over the elements, modulo 2^256. Records are
 * ordered as unsigned bytes. A bound is a byte string of any length in the same order, so a bound
 * that is shorter than a record sorts before every record that it begins. A range goes from a bound
 * (inclusive; empty: the beginning) to a bound (exclusive; empty: the end); a range whose end is
 * not above its beginning has no records.
 *
 * <p>All in heap, in a B+ tree of byte arrays: beside its own bytes a record of a large set costs
 * 4, and up to 8 after half of the records went (FingerprintTreeHeapTest). Changes, summaries and
 * bounds take time in the logarithm of the count. Deterministic: the same records give the same
 * answers, in whatever order they came. One thread.
 */
public final class FingerprintTree {
  private static final int KEY_BYTES_MAX = 64;

  // fixed
  private final int recordBytes;

  // changed by add and remove
  private TreeNode root;

  /** Count and sum of a range. */
  public record Summary(long count, IdSum sum) {
    public static final Summary NONE = new Summary(0, IdSum.ZERO);
  }

  /**
   * An empty set.
   *
   * @param keyBytes bytes of a record before its element, 0 to 64
   */
  public FingerprintTree(int keyBytes) {
    if (keyBytes < 0 || keyBytes > KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a key has 0 to " + KEY_BYTES_MAX + " bytes but " + keyBytes + " were asked for");
    }
    recordBytes = keyBytes + IdSum.BYTES;
    root = new TreeLeaf(recordBytes);
  }

  /**
   * Adds a record; false if it is there already.
   *
   * @throws IllegalArgumentException if the record has a wrong length
   */
  public boolean add(Bytes record) {
    if (!root.add(checked(record))) {
      return false;
    }
    if (root.tooLarge()) {
      root = new TreeBranch(root, root.split());
    }
    return true;
  }

  /**
   * Removes a record; false if it is not there.
   *
   * @throws IllegalArgumentException if the record has a wrong length
   */
  public boolean remove(Bytes record) {
    if (!root.remove(checked(record))) {
      return false;
    }
    if (root instanceof TreeBranch branch) {
      root = branch.only();
    }
    return true;
  }

  public long count() {
    return root.count();
  }

  public IdSum sum() {
    return root.sum();
  }

  /** Count and sum of a range. */
  public Summary summary(Bytes from, Bytes to) {
    if (!to.isEmpty() && from.compareTo(to) >= 0) {
      return Summary.NONE;
    }
    Tally tally = new Tally();
    if (to.isEmpty()) {
      tally.plus(root);
    } else {
      root.tallyBelow(to.toArray(), tally);
    }
    if (!from.isEmpty()) {
      Tally before = new Tally();
      root.tallyBelow(from.toArray(), before);
      tally.minus(before);
    }
    return new Summary(tally.count(), tally.sum());
  }

  /** The lowest records of a range, ascending, at most {@code max}. */
  public List<Bytes> records(Bytes from, Bytes to, int max) {
    long first = rank(from);
    List<Bytes> records = new ArrayList<>();
    root.collect(first, first + Math.min(max, count(from, to)), records);
    return records;
  }

  /**
   * The shortest bound that has exactly {@code index} records of the range before it.
   *
   * @throws IllegalArgumentException unless {@code 0 < index <} the count of the range
   */
  public Bytes boundAt(Bytes from, Bytes to, long index) {
    long count = count(from, to);
    if (index <= 0 || index >= count) {
      throw new IllegalArgumentException(
          "a bound is inside a range of " + count + " records but was asked for at " + index);
    }
    return bound(rank(from) + index);
  }

  /**
   * Ascending bounds that cut a range into at most {@code parts} parts whose counts differ by 1 at
   * most; none if there is nothing to cut.
   *
   * @param parts at least 1
   */
  public List<Bytes> evenBounds(Bytes from, Bytes to, int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException(
          "a range has at least 1 part but " + parts + " were asked");
    }
    long first = rank(from);
    long count = count(from, to);
    long cuts = Math.min(parts, count);
    List<Bytes> bounds = new ArrayList<>();
    for (long i = 1; i < cuts; i++) {
      bounds.add(bound(first + count * i / cuts));
    }
    return bounds;
  }

  /**
   * Ascending bounds at 1/2, 3/4, 7/8 ... of a range, until at most {@code leaf} records are left
   * behind the last: the newest part is cut the finest.
   *
   * @param leaf at least 1
   */
  public List<Bytes> recentBounds(Bytes from, Bytes to, int leaf) {
    if (leaf < 1) {
      throw new IllegalArgumentException(
          "a leaf has at least 1 record but " + leaf + " were asked");
    }
    long first = rank(from);
    long count = count(from, to);
    List<Bytes> bounds = new ArrayList<>();
    long before = 0;
    while (count - before > leaf) {
      before += (count - before) / 2;
      bounds.add(bound(first + before));
    }
    return bounds;
  }

  /** For whoever estimates what the tree needs. */
  TreeNode root() {
    return root;
  }

  private long count(Bytes from, Bytes to) {
    return Math.max(0, (to.isEmpty() ? count() : rank(to)) - rank(from));
  }

  /** How many records of the whole set sort before the bound. */
  private long rank(Bytes bound) {
    return bound.isEmpty() ? 0 : root.rank(bound.toArray());
  }

  /** The shortest bound between the record at this position of the whole set and the one before. */
  private Bytes bound(long position) {
    byte[] lower = root.record(position - 1);
    byte[] upper = root.record(position);
    return Bytes.copyOf(upper, 0, Arrays.mismatch(lower, upper) + 1);
  }

  private byte[] checked(Bytes record) {
    if (record.size() != recordBytes) {
      throw new IllegalArgumentException(
          "a record has " + recordBytes + " bytes but there were " + record.size());
    }
    return record.toArray();
  }
}
