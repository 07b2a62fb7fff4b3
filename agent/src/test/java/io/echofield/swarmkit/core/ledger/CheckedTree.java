package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks into a {@link FingerprintTree}: whether it is as it should be, and what heap it needs. */
final class CheckedTree {
  private static final int OBJECT_HEADER_BYTES = 12;
  private static final int ARRAY_HEADER_BYTES = 16;
  private static final int REFERENCE_BYTES = 4;
  private static final int TALLY_BYTES = 5 * Long.BYTES;

  private CheckedTree() {}

  /** All leaves are at one depth, no node but the root is too small, none is too large. */
  static void check(FingerprintTree tree) {
    height(tree.root(), true);
  }

  /**
   * Bytes of all objects below the root, as a 64-bit JVM with compressed references lays them out:
   * headers of 12 bytes, of arrays 16, everything rounded up to 8.
   */
  static long heapBytes(FingerprintTree tree) {
    return heapBytes(tree.root());
  }

  private static int height(TreeNode node, boolean root) {
    assertThat(node.tooLarge()).isFalse();
    assertThat(root || !node.tooSmall()).as("large enough").isTrue();
    if (node instanceof TreeLeaf) {
      return 0;
    }
    TreeBranch branch = (TreeBranch) node;
    assertThat(branch.size()).isGreaterThan(1);
    assertThat(branch.first()).isSameAs(branch.child(0).first());
    Tally tally = new Tally();
    int height = height(branch.child(0), false);
    for (int i = 0; i < branch.size(); i++) {
      tally.plus(branch.child(i));
      assertThat(height(branch.child(i), false)).isEqualTo(height);
    }
    assertThat(tally.count()).isEqualTo(branch.count());
    assertThat(tally.sum()).isEqualTo(branch.sum());
    return height + 1;
  }

  private static long heapBytes(TreeNode node) {
    if (node instanceof TreeLeaf leaf) {
      int fields = TALLY_BYTES + Integer.BYTES + REFERENCE_BYTES;
      return rounded(OBJECT_HEADER_BYTES + fields)
          + rounded(ARRAY_HEADER_BYTES + leaf.arrayBytes());
    }
    TreeBranch branch = (TreeBranch) node;
    int fields = TALLY_BYTES + Integer.BYTES + 2 * REFERENCE_BYTES;
    long bytes =
        rounded(OBJECT_HEADER_BYTES + fields)
            + rounded(ARRAY_HEADER_BYTES + REFERENCE_BYTES * branch.arrayReferences());
    for (int i = 0; i < branch.size(); i++) {
      bytes += heapBytes(branch.child(i));
    }
    return bytes;
  }

  private static long rounded(long bytes) {
    return (bytes + 7) / 8 * 8;
  }
}
