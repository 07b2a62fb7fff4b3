package io.echofield.swarmkit.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegentropyTest {
  private static final int SECONDS_APART = 10;
  private static final long FIRST_SECONDS = 1_700_000_000;

  private static List<NegentropySet.Item> items(SplittableRandom random, int count, int apart) {
    List<NegentropySet.Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] id = new byte[NegentropySet.ID_BYTES];
      random.nextBytes(id);
      items.add(new NegentropySet.Item(FIRST_SECONDS + (long) apart * i, Bytes.copyOf(id)));
    }
    return items;
  }

  private static List<Bytes> ids(List<NegentropySet.Item> items) {
    return items.stream().map(NegentropySet.Item::id).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void bothSidesDifferencesAreFound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // Many items of one second, too: then bounds need parts of ids.
    List<NegentropySet.Item> all = items(random, random.nextInt(3_000), (int) seed % 2);
    List<NegentropySet.Item> mine = new ArrayList<>();
    List<NegentropySet.Item> others = new ArrayList<>();
    List<NegentropySet.Item> mineAlone = new ArrayList<>();
    List<NegentropySet.Item> othersAlone = new ArrayList<>();
    for (NegentropySet.Item item : all) {
      int where = random.nextInt(50);
      if (where != 0) {
        mine.add(item);
      }
      if (where != 1) {
        others.add(item);
      }
      if (where == 0) {
        othersAlone.add(item);
      } else if (where == 1) {
        mineAlone.add(item);
      }
    }
    Negentropy.Cost cost = Negentropy.reconcile(new NegentropySet(mine), new NegentropySet(others));
    assertThat(cost.have()).containsExactlyInAnyOrderElementsOf(ids(mineAlone));
    assertThat(cost.need()).containsExactlyInAnyOrderElementsOf(ids(othersAlone));
  }

  @Test
  void anEmptySetGetsEverything() {
    List<NegentropySet.Item> all = items(new SplittableRandom(1), 500, 1);
    NegentropySet none = new NegentropySet(List.of());
    assertThat(Negentropy.reconcile(none, new NegentropySet(all)).need()).hasSize(500);
    assertThat(Negentropy.reconcile(new NegentropySet(all), none).have()).hasSize(500);
    assertThat(Negentropy.reconcile(none, none).bytes()).isPositive();
  }

  /**
   * Measured once with the peer itself: 338 bytes in 2 messages. The version twice, 16 fingerprints
   * of 16 bytes with a byte each for mode and length of the bound's id, and 16 times.
   */
  @Test
  void whatIsInSyncCostsAsMuchAsWithThePeerItself() {
    NegentropySet all = new NegentropySet(items(new SplittableRandom(1), 100_000, SECONDS_APART));
    Negentropy.Cost cost = Negentropy.reconcile(all, all);
    assertThat(cost.messages()).isEqualTo(2);
    assertThat(cost.bytes()).isEqualTo(338);
  }

  /** Measured once with the peer itself: 117,026 bytes in 4 messages. */
  @Test
  void whatIsScatteredCostsNearlyAsMuchAsWithThePeerItself() {
    SplittableRandom random = new SplittableRandom(1);
    List<NegentropySet.Item> all = items(random, 100_000, SECONDS_APART);
    List<NegentropySet.Item> fewer = new ArrayList<>(all);
    for (int i = 0; i < 100; i++) {
      fewer.remove(random.nextInt(fewer.size()));
    }
    Negentropy.Cost cost = Negentropy.reconcile(new NegentropySet(fewer), new NegentropySet(all));
    assertThat(cost.need()).hasSize(100);
    assertThat(cost.messages()).isEqualTo(4);
    assertThat(cost.bytes()).isBetween(105_000L, 125_000L);
  }

  @Test
  void numbersAreWrittenHighDigitsFirst() {
    assertThat(NegentropyWriter.varint(0)).containsExactly(0);
    assertThat(NegentropyWriter.varint(127)).containsExactly(127);
    assertThat(NegentropyWriter.varint(128)).containsExactly(0x81, 0);
    assertThat(NegentropyWriter.varint(16_384)).containsExactly(0x81, 0x80, 0);
  }
}
