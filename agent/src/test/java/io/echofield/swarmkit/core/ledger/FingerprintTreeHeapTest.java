package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a record costs in heap, summed over all objects of the tree. */
final class FingerprintTreeHeapTest {
  private static final int RECORDS = 100_000;
  private static final long SEED = 41;

  @ParameterizedTest(name = "{0}-byte keys")
  @CsvSource({"6, 42", "10, 46"})
  void recordsInRandomOrderCostLittleMoreThanTheirBytes(int keyBytes, double most) {
    Random random = new Random(SEED);
    List<Bytes> records = records(random, keyBytes);
    FingerprintTree tree = new FingerprintTree(keyBytes);
    records.forEach(tree::add);
    assertThat(bytesEach(tree)).isLessThanOrEqualTo(most);
    Collections.shuffle(records, random);
    records.subList(0, RECORDS / 2).forEach(tree::remove);
    assertThat(bytesEach(tree)).as("after half went").isLessThanOrEqualTo(most + 4);
    CheckedTree.check(tree);
  }

  @ParameterizedTest(name = "{0}-byte keys")
  @CsvSource({"6, 42", "10, 46"})
  void recordsInAscendingOrderCostLittleMoreThanTheirBytes(int keyBytes, double most) {
    List<Bytes> records = records(new Random(SEED), keyBytes);
    Collections.sort(records);
    FingerprintTree tree = new FingerprintTree(keyBytes);
    records.forEach(tree::add);
    assertThat(bytesEach(tree)).isLessThanOrEqualTo(most);
    records.subList(0, RECORDS / 2).forEach(tree::remove);
    assertThat(bytesEach(tree)).as("after the lower half went").isLessThanOrEqualTo(most);
    CheckedTree.check(tree);
  }

  private static double bytesEach(FingerprintTree tree) {
    return (double) CheckedTree.heapBytes(tree) / tree.count();
  }

  private static List<Bytes> records(Random random, int keyBytes) {
    List<Bytes> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      byte[] record = new byte[keyBytes + IdSum.BYTES];
      random.nextBytes(record);
      records.add(Bytes.copyOf(record));
    }
    return records;
  }
}
