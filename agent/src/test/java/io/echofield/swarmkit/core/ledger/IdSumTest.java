package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdSumTest {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
  private static final int STEPS = 300;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void itIsASumModulo2To256(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IdSum sum = IdSum.ZERO;
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < STEPS; i++) {
      EntryId id = id(random);
      BigInteger value = new BigInteger(1, id.bytes().toArray());
      boolean add = random.nextInt(3) > 0;
      sum = add ? sum.plus(id) : sum.minus(id);
      expected = (add ? expected.add(value) : expected.subtract(value)).mod(MODULUS);
      assertThat(new BigInteger(1, sum.bytes().toArray())).isEqualTo(expected);
      assertThat(IdSum.of(sum.bytes())).isEqualTo(sum);
    }
  }

  @Test
  void whatIsAddedAndTakenAwayLeavesNothing() {
    SplittableRandom random = new SplittableRandom(1);
    EntryId a = id(random);
    EntryId b = id(random);
    assertThat(IdSum.ZERO.plus(a).plus(b).minus(a).minus(b)).isEqualTo(IdSum.ZERO);
    assertThat(IdSum.ZERO.minus(a).plus(b).plus(a).minus(b)).isEqualTo(IdSum.ZERO);
  }

  @Test
  void only32BytesAreASum() {
    assertThatThrownBy(() -> IdSum.of(Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Words of all ones and all zeros come often: that is where carries go wrong. */
  private static EntryId id(SplittableRandom random) {
    byte[] bytes = new byte[EntryId.BYTES];
    for (int word = 0; word < 4; word++) {
      long value = random.nextLong();
      long chosen = List.of(value, value, 0L, -1L, Long.MIN_VALUE, 1L).get(random.nextInt(6));
      for (int i = 0; i < 8; i++) {
        bytes[word * 8 + i] = (byte) (chosen >>> (56 - 8 * i));
      }
    }
    return new EntryId(Bytes.copyOf(bytes));
  }
}
