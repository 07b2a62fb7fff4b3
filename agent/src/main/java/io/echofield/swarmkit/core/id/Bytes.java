package io.echofield.swarmkit.core.id;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string with value equality.
 *
 * <p>Any length. Ordered as unsigned bytes, a prefix before what it begins. Safe to share between
 * threads: the array is copied on the way in and on the way out.
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  public static Bytes copyOf(byte[] source) {
    return source.length == 0 ? EMPTY : new Bytes(source.clone());
  }

  public static Bytes copyOf(byte[] source, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(source, from, to));
  }

  /**
   * Parses lower or upper case hex digits.
   *
   * @throws IllegalArgumentException if the text is not hex or has an odd number of digits
   */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public int size() {
    return array.length;
  }

  public boolean isEmpty() {
    return array.length == 0;
  }

  public byte at(int index) {
    return array[index];
  }

  /**
   * Four bytes as a big-endian number.
   *
   * @throws IndexOutOfBoundsException if there are not four from {@code from} on
   */
  public int intAt(int from) {
    return array[from] << 24
        | (array[from + 1] & 0xff) << 16
        | (array[from + 2] & 0xff) << 8
        | (array[from + 3] & 0xff);
  }

  /**
   * Eight bytes as a big-endian number.
   *
   * @throws IndexOutOfBoundsException if there are not eight from {@code from} on
   */
  public long longAt(int from) {
    return (long) intAt(from) << 32 | (intAt(from + 4) & 0xffff_ffffL);
  }

  /** Feeds all bytes to a hash. */
  public void into(MessageDigest digest) {
    digest.update(array);
  }

  /** A fresh copy; the caller may change it. */
  public byte[] toArray() {
    return array.clone();
  }

  /** The part from {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    return copyOf(array, from, to);
  }

  public boolean startsWith(Bytes prefix) {
    return prefix.size() <= size()
        && Arrays.equals(array, 0, prefix.size(), prefix.array, 0, prefix.size());
  }

  public Bytes concat(Bytes other) {
    byte[] joined = Arrays.copyOf(array, array.length + other.array.length);
    System.arraycopy(other.array, 0, joined, array.length, other.array.length);
    return new Bytes(joined);
  }

  /** Writes all bytes to {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(array, 0, target, offset, array.length);
  }

  public String hex() {
    return HexFormat.of().formatHex(array);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return hex();
  }
}
