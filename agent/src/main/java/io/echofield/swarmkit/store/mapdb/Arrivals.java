package io.echofield.swarmkit.store.mapdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Short lists of arrival numbers as bytes: each number in groups of 7 bits, least first, the last
 * group marked.
 */
final class Arrivals {
  private Arrivals() {}

  static byte[] encode(long... arrivals) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(arrivals.length * 4);
    for (long arrival : arrivals) {
      long rest = arrival;
      while (rest > 0x7f) {
        out.write((int) (rest & 0x7f));
        rest >>>= 7;
      }
      out.write((int) rest | 0x80);
    }
    return out.toByteArray();
  }

  /** A list with one number more. */
  static byte[] append(byte[] list, long arrival) {
    byte[] more = encode(arrival);
    byte[] longer = Arrays.copyOf(list, list.length + more.length);
    System.arraycopy(more, 0, longer, list.length, more.length);
    return longer;
  }

  /**
   * The numbers between two places.
   *
   * @throws IOException if the bytes are not such a list
   */
  static long[] decode(byte[] bytes, int from, int to) throws IOException {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += (bytes[i] & 0x80) >>> 7;
    }
    long[] arrivals = new long[count];
    int at = from;
    for (int i = 0; i < count; i++) {
      int shift = 0;
      while ((bytes[at] & 0x80) == 0) {
        arrivals[i] |= (long) bytes[at++] << shift;
        shift += 7;
      }
      arrivals[i] |= (long) (bytes[at++] & 0x7f) << shift;
    }
    if (at != to) {
      throw new IOException("a list of arrivals ends within a number");
    }
    return arrivals;
  }
}
