package io.echofield.swarmkit.lab.swarm;

import java.math.BigInteger;

/**
 * Numbers modulo 2^255 - 19 as five limbs of 51 bits, the lowest first.
 *
 * <p>Limbs have at most 52 bits. Pure.
 */
final class Field25519 {
  static final int LIMBS = 5;
  static final BigInteger PRIME = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  private static final int LIMB_BITS = 51;
  private static final long MASK = (1L << LIMB_BITS) - 1;

  /** A multiple of the prime, each limb of it above 2^52, so that a difference stays positive. */
  private static final long[] FOUR_PRIMES = {
    4 * (MASK - 18), 4 * MASK, 4 * MASK, 4 * MASK, 4 * MASK
  };

  private Field25519() {}

  static long[] of(BigInteger number) {
    long[] limbs = new long[LIMBS];
    BigInteger rest = number.mod(PRIME);
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = rest.longValue() & MASK;
      rest = rest.shiftRight(LIMB_BITS);
    }
    return limbs;
  }

  static BigInteger number(long[] limbs) {
    BigInteger number = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= 0; i--) {
      number = number.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[i]));
    }
    return number.mod(PRIME);
  }

  static long[] plus(long[] a, long[] b) {
    long[] sum = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      sum[i] = a[i] + b[i];
    }
    return carried(sum);
  }

  static long[] minus(long[] a, long[] b) {
    long[] difference = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      difference[i] = a[i] + FOUR_PRIMES[i] - b[i];
    }
    return carried(difference);
  }

  static long[] times(long[] a, long[] b) {
    long a0 = a[0];
    long a1 = a[1];
    long a2 = a[2];
    long a3 = a[3];
    long a4 = a[4];
    long b0 = b[0];
    long b1 = b[1];
    long b2 = b[2];
    long b3 = b[3];
    long b4 = b[4];
    // 2^255 = 19: what lies above the top limb comes back below.
    long c1 = 19 * b1;
    long c2 = 19 * b2;
    long c3 = 19 * b3;
    long c4 = 19 * b4;
    long[] result = new long[LIMBS];
    result[0] =
        low(a0, b0)
            + low(a1, c4)
            + low(a2, c3)
            + low(a3, c2)
            + low(a4, c1)
            + 19 * (high(a0, b4) + high(a1, b3) + high(a2, b2) + high(a3, b1) + high(a4, b0));
    result[1] =
        low(a0, b1)
            + low(a1, b0)
            + low(a2, c4)
            + low(a3, c3)
            + low(a4, c2)
            + high(a0, b0)
            + high(a1, c4)
            + high(a2, c3)
            + high(a3, c2)
            + high(a4, c1);
    result[2] =
        low(a0, b2)
            + low(a1, b1)
            + low(a2, b0)
            + low(a3, c4)
            + low(a4, c3)
            + high(a0, b1)
            + high(a1, b0)
            + high(a2, c4)
            + high(a3, c3)
            + high(a4, c2);
    result[3] =
        low(a0, b3)
            + low(a1, b2)
            + low(a2, b1)
            + low(a3, b0)
            + low(a4, c4)
            + high(a0, b2)
            + high(a1, b1)
            + high(a2, b0)
            + high(a3, c4)
            + high(a4, c3);
    result[4] =
        low(a0, b4)
            + low(a1, b3)
            + low(a2, b2)
            + low(a3, b1)
            + low(a4, b0)
            + high(a0, b3)
            + high(a1, b2)
            + high(a2, b1)
            + high(a3, b0)
            + high(a4, c4);
    return carried(carried(result));
  }

  /** The inverse of a number that is not 0: its power of p - 2 = 2^255 - 21. */
  static long[] inverse(long[] a) {
    long[] a2 = times(a, a);
    long[] a9 = times(squared(a2, 2), a);
    long[] a11 = times(a9, a2);
    // In turn a to the power of 2^n - 1, n = 5, 10, 20, 40, 50, 100, 200, 250.
    long[] ones5 = times(times(a11, a11), a9);
    long[] ones10 = times(squared(ones5, 5), ones5);
    long[] ones20 = times(squared(ones10, 10), ones10);
    long[] ones40 = times(squared(ones20, 20), ones20);
    long[] ones50 = times(squared(ones40, 10), ones10);
    long[] ones100 = times(squared(ones50, 50), ones50);
    long[] ones200 = times(squared(ones100, 100), ones100);
    long[] ones250 = times(squared(ones200, 50), ones50);
    return times(squared(ones250, 5), a11);
  }

  private static long[] squared(long[] a, int times) {
    long[] square = a;
    for (int i = 0; i < times; i++) {
      square = times(square, square);
    }
    return square;
  }

  /** What a product of less than 2^108 adds to its own limb. */
  private static long low(long a, long b) {
    return a * b & MASK;
  }

  /** What it adds to the next limb: itself over 2^51. */
  private static long high(long a, long b) {
    return Math.multiplyHigh(a << 7, b << (Long.SIZE - LIMB_BITS - 7));
  }

  private static long[] carried(long[] limbs) {
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] += carry;
      carry = limbs[i] >>> LIMB_BITS;
      limbs[i] &= MASK;
    }
    limbs[0] += 19 * carry;
    return limbs;
  }
}
