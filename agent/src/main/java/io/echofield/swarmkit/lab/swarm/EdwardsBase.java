package io.echofield.swarmkit.lab.swarm;

import java.math.BigInteger;

/**
 * Multiples of the base point of edwards25519, from a table of j times 16^i of it.
 *
 * <p>Points are (X : Y : Z : T) with x = X/Z, y = Y/Z, T = XY/Z; those of the table are kept as (y
 * - x, y + x, 2dxy). Source: RFC 8032 section 5.1.4 and Hisil et al. 2008, section 3.1. Pure.
 */
final class EdwardsBase {
  private static final int DIGITS = 64;
  private static final int DIGIT_VALUES = 16;
  private static final BigInteger P = Field25519.PRIME;
  private static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
  private static final BigInteger BASE_X =
      new BigInteger(
          "15112221349535400772501151409588531511454012693041857206046113283949847762202");
  private static final BigInteger BASE_Y =
      BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);
  private static final long[] ONE = Field25519.of(BigInteger.ONE);
  private static final long[] ZERO = Field25519.of(BigInteger.ZERO);
  private static final long[] TWO_D = Field25519.of(D.shiftLeft(1));
  private static final long[][][][] TABLE = table();

  /** A point in extended coordinates. */
  private static final class Point {
    static final Point NEUTRAL = new Point(ZERO, ONE, ONE, ZERO);

    private final long[] x;
    private final long[] y;
    private final long[] z;
    private final long[] t;

    Point(long[] x, long[] y, long[] z, long[] t) {
      this.x = x;
      this.y = y;
      this.z = z;
      this.t = t;
    }

    /** The sum with a point of the table. */
    Point plus(long[][] other) {
      long[] a = Field25519.times(Field25519.minus(y, x), other[0]);
      long[] b = Field25519.times(Field25519.plus(y, x), other[1]);
      long[] c = Field25519.times(t, other[2]);
      long[] d = Field25519.plus(z, z);
      long[] e = Field25519.minus(b, a);
      long[] f = Field25519.minus(d, c);
      long[] g = Field25519.plus(d, c);
      long[] h = Field25519.plus(b, a);
      return new Point(
          Field25519.times(e, f),
          Field25519.times(g, h),
          Field25519.times(f, g),
          Field25519.times(e, h));
    }

    /** As an entry of the table. */
    long[][] entry() {
      long[] inverse = Field25519.inverse(z);
      return EdwardsBase.entry(Field25519.times(x, inverse), Field25519.times(y, inverse));
    }

    /** As RFC 8032 section 5.1.2 encodes it. */
    byte[] encoded() {
      long[] inverse = Field25519.inverse(z);
      byte[] big = Field25519.number(Field25519.times(y, inverse)).toByteArray();
      byte[] encoded = new byte[32];
      for (int i = 0; i < encoded.length && i < big.length; i++) {
        encoded[i] = big[big.length - 1 - i];
      }
      boolean odd = Field25519.number(Field25519.times(x, inverse)).testBit(0);
      encoded[31] |= (byte) (odd ? 0x80 : 0);
      return encoded;
    }
  }

  private EdwardsBase() {}

  /** The encoded product of the base point and a little-endian number of 32 bytes. */
  static byte[] times(byte[] scalar) {
    Point sum = Point.NEUTRAL;
    for (int i = 0; i < DIGITS; i++) {
      int digit = (scalar[i / 2] >> (4 * (i % 2))) & (DIGIT_VALUES - 1);
      sum = digit == 0 ? sum : sum.plus(TABLE[i][digit]);
    }
    return sum.encoded();
  }

  private static long[][][][] table() {
    long[][][][] table = new long[DIGITS][DIGIT_VALUES][][];
    long[][] step = entry(Field25519.of(BASE_X), Field25519.of(BASE_Y));
    for (int i = 0; i < DIGITS; i++) {
      Point multiple = Point.NEUTRAL;
      for (int j = 1; j < DIGIT_VALUES; j++) {
        multiple = multiple.plus(step);
        table[i][j] = multiple.entry();
      }
      step = multiple.plus(step).entry();
    }
    return table;
  }

  private static long[][] entry(long[] x, long[] y) {
    return new long[][] {
      Field25519.minus(y, x), Field25519.plus(y, x), Field25519.times(Field25519.times(x, y), TWO_D)
    };
  }
}
