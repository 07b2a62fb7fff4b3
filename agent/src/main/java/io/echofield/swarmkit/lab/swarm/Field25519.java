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
    long[] low = new long[LIMBS];
    long[] high = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      for (int j = 0; j < LIMBS; j++) {
        // 2^255 = 19: what lies above the top limb comes back below.
        long factor = i + j >= LIMBS ? 19 * b[j] : b[j];
        int at = i + j >= LIMBS ? i + j - LIMBS : i + j;
        long product = a[i] * factor;
        low[at] += product;
        high[at] += Math.multiplyHigh(a[i], factor);
        high[at] += Long.compareUnsigned(low[at], product) < 0 ? 1 : 0;
      }
    }
    long[] result = new long[LIMBS];
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      low[i] += carry;
      high[i] += Long.compareUnsigned(low[i], carry) < 0 ? 1 : 0;
      result[i] = low[i] & MASK;
      carry = (high[i] << (Long.SIZE - LIMB_BITS)) | (low[i] >>> LIMB_BITS);
    }
    result[0] += 19 * (carry & MASK);
    result[1] += 19 * (carry >>> LIMB_BITS);
    return carried(result);
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
