package io.echofield.swarmkit.core.ledger;

/**
 * How many elements there are and their sum modulo 2^256, changed in place: what an {@link IdSum}
 * says, without an object for each step.
 *
 * <p>An element is 32 bytes, read as a big-endian number. One thread.
 */
class Tally {
  private long count;
  private long w0;
  private long w1;
  private long w2;
  private long w3;

  final long count() {
    return count;
  }

  final IdSum sum() {
    return new IdSum(w0, w1, w2, w3);
  }

  /** Counts the element that begins at {@code at}. */
  final void plus(byte[] array, int at) {
    count++;
    plus(word(array, at), word(array, at + 8), word(array, at + 16), word(array, at + 24));
  }

  /** Takes back the element that begins at {@code at}. */
  final void minus(byte[] array, int at) {
    count--;
    minus(word(array, at), word(array, at + 8), word(array, at + 16), word(array, at + 24));
  }

  final void plus(Tally other) {
    count += other.count;
    plus(other.w0, other.w1, other.w2, other.w3);
  }

  final void minus(Tally other) {
    count -= other.count;
    minus(other.w0, other.w1, other.w2, other.w3);
  }

  private void plus(long o0, long o1, long o2, long o3) {
    long s3 = w3 + o3;
    long s2 = w2 + o2 + carry(w3, o3, s3);
    long s1 = w1 + o1 + carry(w2, o2, s2);
    w0 = w0 + o0 + carry(w1, o1, s1);
    w1 = s1;
    w2 = s2;
    w3 = s3;
  }

  private void minus(long o0, long o1, long o2, long o3) {
    long d3 = w3 - o3;
    long d2 = w2 - o2 - borrow(w3, o3, d3);
    long d1 = w1 - o1 - borrow(w2, o2, d2);
    w0 = w0 - o0 - borrow(w1, o1, d1);
    w1 = d1;
    w2 = d2;
    w3 = d3;
  }

  private static long word(byte[] array, int at) {
    return ((long) half(array, at) << 32) | (half(array, at + 4) & 0xffff_ffffL);
  }

  private static int half(byte[] array, int at) {
    return (array[at] << 24)
        | ((array[at + 1] & 0xff) << 16)
        | ((array[at + 2] & 0xff) << 8)
        | (array[at + 3] & 0xff);
  }

  /** The carry out of a + b (+ a carry in) = s, from the top bits alone. */
  private static long carry(long a, long b, long s) {
    return ((a & b) | ((a | b) & ~s)) >>> 63;
  }

  /** The borrow out of a - b (- a borrow in) = d, from the top bits alone. */
  private static long borrow(long a, long b, long d) {
    return ((~a & b) | ((~a | b) & d)) >>> 63;
  }
}
