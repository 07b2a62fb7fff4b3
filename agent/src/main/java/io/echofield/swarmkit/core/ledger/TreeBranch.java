package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * Ascending nodes of one height, found by the lowest record of each: there are no separators to
 * keep. One thread.
 */
final class TreeBranch extends TreeNode {
  /** Children of one branch; one more splits it. */
  static final int CHILDREN_MAX = 32;

  /** A branch of fewer children is joined with its neighbour. */
  static final int CHILDREN_MIN = CHILDREN_MAX / 4;

  private static final int SPARE_CHILDREN = 4;
  private static final int JOINED_CHILDREN_MAX = CHILDREN_MAX * 3 / 4;

  // The first `size` places are in use.
  private TreeNode[] children;
  private int size;
  private TreeLeaf first;

  /** A root over two nodes. */
  TreeBranch(TreeNode lower, TreeNode upper) {
    this(new TreeNode[] {lower, upper});
    plus(lower);
    plus(upper);
  }

  private TreeBranch(TreeNode[] children) {
    this.children = children;
    this.size = children.length;
    this.first = children[0].first();
  }

  @Override
  boolean add(byte[] record) {
    int place = childOf(record);
    TreeNode child = children[place];
    if (!child.add(record)) {
      return false;
    }
    plus(record, record.length - IdSum.BYTES);
    if (child.tooLarge()) {
      insert(place + 1, child.split());
    }
    return true;
  }

  @Override
  boolean remove(byte[] record) {
    int place = childOf(record);
    TreeNode child = children[place];
    if (!child.remove(record)) {
      return false;
    }
    minus(record, record.length - IdSum.BYTES);
    if (child.tooSmall() && size > 1) {
      join(Math.max(0, place - 1));
    }
    first = children[0].first();
    return true;
  }

  @Override
  void tallyBelow(byte[] bound, Tally below) {
    int place = childOf(bound);
    for (int i = 0; i < place; i++) {
      below.plus(children[i]);
    }
    children[place].tallyBelow(bound, below);
  }

  @Override
  long rank(byte[] bound) {
    int place = childOf(bound);
    long rank = children[place].rank(bound);
    for (int i = 0; i < place; i++) {
      rank += children[i].count();
    }
    return rank;
  }

  @Override
  byte[] record(long position) {
    long left = position;
    int place = 0;
    while (left >= children[place].count()) {
      left -= children[place].count();
      place++;
    }
    return children[place].record(left);
  }

  @Override
  void collect(long from, long to, List<Bytes> into) {
    long begin = 0;
    for (int i = 0; i < size && begin < to; i++) {
      long end = begin + children[i].count();
      if (from < end) {
        children[i].collect(Math.max(from, begin) - begin, Math.min(to, end) - begin, into);
      }
      begin = end;
    }
  }

  @Override
  TreeLeaf first() {
    return first;
  }

  @Override
  boolean tooLarge() {
    return size > CHILDREN_MAX;
  }

  @Override
  boolean tooSmall() {
    return size < CHILDREN_MIN;
  }

  @Override
  TreeNode split() {
    int half = size / 2;
    TreeBranch upper = new TreeBranch(Arrays.copyOfRange(children, half, size));
    for (TreeNode child : upper.children) {
      upper.plus(child);
    }
    children = Arrays.copyOf(children, half);
    size = half;
    minus(upper);
    return upper;
  }

  @Override
  boolean absorb(TreeNode next) {
    TreeBranch other = (TreeBranch) next;
    children = Arrays.copyOf(children, size + other.size);
    System.arraycopy(other.children, 0, children, size, other.size);
    size += other.size;
    plus(other);
    return size > JOINED_CHILDREN_MAX;
  }

  /** The only child, if there is one only. */
  TreeNode only() {
    return size == 1 ? children[0] : this;
  }

  int size() {
    return size;
  }

  TreeNode child(int place) {
    return children[place];
  }

  /** References of the array, for whoever estimates what the tree needs. */
  int arrayReferences() {
    return children.length;
  }

  /** The last child whose lowest record is not above the bound, else the first. */
  private int childOf(byte[] bound) {
    int low = 1;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (children[middle].first().compareFirst(bound) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Joins the child with the next one, and halves what is too much for one. */
  private void join(int place) {
    boolean large = children[place].absorb(children[place + 1]);
    if (large) {
      children[place + 1] = children[place].split();
    } else {
      size--;
      System.arraycopy(children, place + 2, children, place + 1, size - place - 1);
      children[size] = null;
    }
  }

  private void insert(int place, TreeNode child) {
    if (size == children.length) {
      children = Arrays.copyOf(children, size + SPARE_CHILDREN);
    }
    System.arraycopy(children, place, children, place + 1, size - place);
    children[place] = child;
    size++;
  }
}
