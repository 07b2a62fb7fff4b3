package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of ranges and bounds, in keys of two bytes. */
final class FingerprintTreeTest {
  private static final Bytes ALL = Bytes.EMPTY;

  private final FingerprintTree tree = new FingerprintTree(2);

  @Test
  void anEmptyTreeHasNothingAndNothingToCut() {
    assertThat(tree.summary(ALL, ALL)).isEqualTo(FingerprintTree.Summary.NONE);
    assertThat(tree.records(ALL, ALL, 10)).isEmpty();
    assertThat(tree.evenBounds(ALL, ALL, 8)).isEmpty();
    assertThat(tree.recentBounds(ALL, ALL, 8)).isEmpty();
    assertThat(tree.remove(record("0000", 1))).isFalse();
    assertThat(tree.count()).isZero();
    assertThat(tree.sum()).isEqualTo(IdSum.ZERO);
  }

  /** The records begin with 1000, 1080, 10ff, 2000; their elements are 1, 2, 4, 8. */
  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "'', '', 15",
    "10, '', 15",
    "1000, 1080, 1",
    "10, 11, 7",
    "1001, 20, 6",
    "1080, 10ff, 2",
    "20, '', 8",
    "2001, '', 0",
    "'', 00, 0",
    "'', 10, 0",
    "'', 1000, 0",
    "'', 1001, 1",
    "20, 10, 0",
    "10, 10, 0",
  })
  @Shows("D-5")
  void aBoundSortsBeforeWhatItBegins(String from, String to, long sum) {
    fill();
    FingerprintTree.Summary summary = tree.summary(Bytes.ofHex(from), Bytes.ofHex(to));
    assertThat(summary).isEqualTo(new FingerprintTree.Summary(Long.bitCount(sum), number(sum)));
    assertThat(tree.records(Bytes.ofHex(from), Bytes.ofHex(to), 9)).hasSize(Long.bitCount(sum));
  }

  @Test
  @Shows("D-5")
  void aWholeRecordIsABoundToo() {
    fill();
    Bytes record = record("1080", 2);
    assertThat(tree.summary(record, ALL).count()).isEqualTo(3);
    assertThat(tree.summary(ALL, record).count()).isEqualTo(1);
    assertThat(tree.summary(record.concat(Bytes.ofHex("00")), ALL).count())
        .as("longer than a record: behind it")
        .isEqualTo(2);
  }

  @Test
  void theShortestBoundIsFound() {
    fill();
    assertThat(tree.boundAt(ALL, ALL, 1)).isEqualTo(Bytes.ofHex("1080"));
    assertThat(tree.boundAt(ALL, ALL, 3)).isEqualTo(Bytes.ofHex("20"));
    assertThat(tree.boundAt(Bytes.ofHex("1080"), ALL, 1)).isEqualTo(Bytes.ofHex("10ff"));
  }

  @Test
  void whatDiffersInItsLastByteOnlyIsCutByAWholeRecord() {
    tree.add(record("1000", 1));
    tree.add(record("1000", 2));
    assertThat(tree.boundAt(ALL, ALL, 1)).isEqualTo(record("1000", 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 4, 5})
  void aBoundIsInsideItsRange(long index) {
    fill();
    assertThatThrownBy(() -> tree.boundAt(ALL, ALL, index))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 records");
  }

  @Test
  void cutsAreEvenOrNewestFirst() {
    fill();
    assertThat(tree.evenBounds(ALL, ALL, 1)).isEmpty();
    assertThat(tree.evenBounds(ALL, ALL, 2)).isEqualTo(hex("10ff"));
    assertThat(tree.evenBounds(ALL, ALL, 99)).isEqualTo(hex("1080", "10ff", "20"));
    assertThat(tree.recentBounds(ALL, ALL, 1)).isEqualTo(hex("10ff", "20"));
    assertThat(tree.recentBounds(ALL, ALL, 2)).isEqualTo(hex("10ff"));
    assertThat(tree.recentBounds(ALL, ALL, 4)).isEmpty();
  }

  @Test
  void sumsGoRoundAt256Bits() {
    Bytes most = Bytes.ofHex("0000" + "ff".repeat(32));
    tree.add(most);
    tree.add(record("0001", 3));
    assertThat(tree.sum()).isEqualTo(number(2));
    tree.remove(record("0001", 3));
    assertThat(tree.sum().bytes()).isEqualTo(Bytes.ofHex("ff".repeat(32)));
    tree.remove(most);
    assertThat(tree.sum()).isEqualTo(IdSum.ZERO);
  }

  @Test
  void aRecordHasItsLength() {
    assertThatThrownBy(() -> tree.add(Bytes.ofHex("00".repeat(33))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("34 bytes but there were 33");
    assertThatThrownBy(() -> tree.remove(Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FingerprintTree(65)).isInstanceOf(IllegalArgumentException.class);
  }

  private void fill() {
    assertThat(tree.add(record("1080", 2))).isTrue();
    assertThat(tree.add(record("2000", 8))).isTrue();
    assertThat(tree.add(record("1000", 1))).isTrue();
    assertThat(tree.add(record("10ff", 4))).isTrue();
    assertThat(tree.add(record("10ff", 4))).isFalse();
  }

  private static List<Bytes> hex(String... texts) {
    return List.of(texts).stream().map(Bytes::ofHex).toList();
  }

  private static Bytes record(String key, long element) {
    return Bytes.ofHex(key).concat(number(element).bytes());
  }

  private static IdSum number(long number) {
    return new IdSum(0, 0, 0, number);
  }
}
