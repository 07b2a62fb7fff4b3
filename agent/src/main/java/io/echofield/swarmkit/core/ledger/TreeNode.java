package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.List;

/**
 * A part of a {@link FingerprintTree}: ascending records, and the tally of their elements, which
 * each change keeps. Only the root may be empty. One thread.
 */
abstract sealed class TreeNode extends Tally permits TreeLeaf, TreeBranch {
  /** False, and nothing changed, if the record is there. */
  abstract boolean add(byte[] record);

  /** False, and nothing changed, if the record is not there. */
  abstract boolean remove(byte[] record);

  /** Adds to {@code below} what sorts before the bound. */
  abstract void tallyBelow(byte[] bound, Tally below);

  /** How many records sort before the bound. */
  abstract long rank(byte[] bound);

  /** A copy of the record at this position, {@code 0 <= position < count()}. */
  abstract byte[] record(long position);

  /** Appends the records at the positions {@code from} (inclusive) to {@code to} (exclusive). */
  abstract void collect(long from, long to, List<Bytes> into);

  /** The leaf with the lowest records. */
  abstract TreeLeaf first();

  /** Has more parts than one node may have; it is split before the operation ends. */
  abstract boolean tooLarge();

  /** Has fewer parts than one node should have, unless it is the root. */
  abstract boolean tooSmall();

  /** Gives its upper half away as a new node. */
  abstract TreeNode split();

  /**
   * Takes over all of the next node of the same kind, which is not used any more.
   *
   * @return whether the two are so many that they should be split again
   */
  abstract boolean absorb(TreeNode next);
}
