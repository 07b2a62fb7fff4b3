package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree says of every range what a walk over all records says. */
final class FingerprintTreeLawsTest {
  private static final int KEY_BYTES = 6;
  private static final int OPERATIONS = 30_000;
  private static final int COMPARED_EVERY = 60;

  private final DumbRecords dumb = new DumbRecords();
  private final FingerprintTree tree = new FingerprintTree(KEY_BYTES);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @Shows("D-5")
  void everyRangeIsWhatAWalkOverAllRecordsSays(long seed) {
    Random random = new Random(seed);
    // A few thousand keys that often begin alike, so that bounds of every length decide.
    int alphabet = 2 + random.nextInt(6);
    for (int i = 0; i < OPERATIONS; i++) {
      // Grows, then shrinks to nothing, then grows again: leaves and branches split and join.
      boolean shrinking = i / (OPERATIONS / 3) == 1;
      change(random, alphabet, shrinking);
      if (i % COMPARED_EVERY == 0) {
        Bytes from = bound(random, alphabet);
        Bytes to = random.nextInt(4) == 0 ? Bytes.EMPTY : bound(random, alphabet);
        compare(from, to, random);
        compare(Bytes.EMPTY, to, random);
      }
    }
    compare(Bytes.EMPTY, Bytes.EMPTY, random);
    assertThat(tree.records(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE))
        .containsExactlyElementsOf(dumb.all);
    CheckedTree.check(tree);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void theOrderOfChangesDoesNotShow(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      dumb.all.add(record(random, 200));
    }
    List<Bytes> shuffled = new ArrayList<>(dumb.all);
    Collections.shuffle(shuffled, random);
    FingerprintTree other = new FingerprintTree(KEY_BYTES);
    dumb.all.forEach(tree::add);
    shuffled.forEach(other::add);
    for (int i = 0; i < 200; i++) {
      Bytes from = bound(random, 200);
      Bytes to = bound(random, 200);
      assertThat(other.summary(from, to)).isEqualTo(tree.summary(from, to));
      assertThat(other.evenBounds(from, to, 8)).isEqualTo(tree.evenBounds(from, to, 8));
      assertThat(other.recentBounds(from, to, 8)).isEqualTo(tree.recentBounds(from, to, 8));
    }
    CheckedTree.check(tree);
    CheckedTree.check(other);
  }

  private void change(Random random, int alphabet, boolean shrinking) {
    if (!dumb.all.isEmpty() && random.nextInt(10) < (shrinking ? 9 : 2)) {
      Bytes near = dumb.all.floor(record(random, alphabet));
      Bytes gone = near == null ? dumb.all.first() : near;
      assertThat(tree.add(gone)).isFalse();
      assertThat(tree.remove(gone)).isTrue();
      assertThat(tree.remove(gone)).isFalse();
      dumb.all.remove(gone);
    } else {
      Bytes record = record(random, alphabet);
      assertThat(tree.add(record)).isEqualTo(dumb.all.add(record));
    }
    assertThat(tree.count()).isEqualTo(dumb.all.size());
  }

  private void compare(Bytes from, Bytes to, Random random) {
    List<Bytes> range = dumb.range(from, to);
    assertThat(tree.summary(from, to)).isEqualTo(dumb.summary(from, to));
    int max = random.nextInt(20);
    assertThat(tree.records(from, to, max))
        .isEqualTo(range.subList(0, Math.min(max, range.size())));
    if (range.size() > 1) {
      int index = 1 + random.nextInt(range.size() - 1);
      assertThat(tree.boundAt(from, to, index)).isEqualTo(DumbRecords.boundAt(range, index));
    }
    even(from, to, range.size(), 1 + random.nextInt(40));
    recent(from, to, range.size(), 1 + random.nextInt(20));
  }

  private void even(Bytes from, Bytes to, int count, int parts) {
    List<Integer> counts = dumb.parts(from, to, tree.evenBounds(from, to, parts));
    assertThat(counts).hasSize(Math.max(1, Math.min(parts, count)));
    assertThat(Collections.max(counts) - Collections.min(counts)).isLessThanOrEqualTo(1);
  }

  private void recent(Bytes from, Bytes to, int count, int leaf) {
    List<Integer> counts = dumb.parts(from, to, tree.recentBounds(from, to, leaf));
    int left = count;
    for (int part : counts.subList(0, counts.size() - 1)) {
      assertThat(part).isEqualTo(left / 2);
      left -= part;
    }
    assertThat(left).isLessThanOrEqualTo(leaf);
  }

  private static Bytes record(Random random, int alphabet) {
    byte[] record = new byte[KEY_BYTES + IdSum.BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      record[i] = (byte) (random.nextInt(alphabet) * 255 / (alphabet - 1));
    }
    for (int i = KEY_BYTES; i < record.length; i++) {
      record[i] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
    }
    return Bytes.copyOf(record);
  }

  /** A prefix of something like a record, sometimes a record that is there. */
  private Bytes bound(Random random, int alphabet) {
    Bytes record = record(random, alphabet);
    Bytes there = dumb.all.ceiling(record);
    Bytes near = there == null || random.nextBoolean() ? record : there;
    return near.slice(0, random.nextInt(near.size() + 1));
  }
}
