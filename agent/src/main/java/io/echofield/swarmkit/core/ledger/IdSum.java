package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;

/**
 * A sum of entry ids modulo 2^256, as four words, most significant first. Order and grouping of
 * additions do not matter.
 */
public record IdSum(long w0, long w1, long w2, long w3) {
  public static final int BYTES = 32;
  public static final IdSum ZERO = new IdSum(0, 0, 0, 0);

  /** Reads 32 bytes, big-endian. */
  public static IdSum of(Bytes bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "a sum has " + BYTES + " bytes but there were " + bytes.size());
    }
    return new IdSum(bytes.longAt(0), bytes.longAt(8), bytes.longAt(16), bytes.longAt(24));
  }

  public IdSum plus(EntryId id) {
    return plus(of(id.bytes()));
  }

  public IdSum minus(EntryId id) {
    return plus(of(id.bytes()).negated());
  }

  public IdSum plus(IdSum o) {
    long s3 = w3 + o.w3;
    long c3 = carry(w3, o.w3, s3);
    long s2 = w2 + o.w2 + c3;
    long c2 = carry(w2, o.w2, s2);
    long s1 = w1 + o.w1 + c2;
    long c1 = carry(w1, o.w1, s1);
    return new IdSum(w0 + o.w0 + c1, s1, s2, s3);
  }

  /** 32 bytes, big-endian. */
  public Bytes bytes() {
    byte[] out = new byte[BYTES];
    long[] words = {w0, w1, w2, w3};
    for (int i = 0; i < BYTES; i++) {
      out[i] = (byte) (words[i / 8] >>> (56 - 8 * (i % 8)));
    }
    return Bytes.copyOf(out);
  }

  private IdSum negated() {
    return new IdSum(~w0, ~w1, ~w2, ~w3).plus(new IdSum(0, 0, 0, 1));
  }

  /** The carry out of a + b (+ a carry in) = s, from the top bits alone. */
  private static long carry(long a, long b, long s) {
    return ((a & b) | ((a | b) & ~s)) >>> 63;
  }
}
