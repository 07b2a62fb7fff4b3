package io.echofield.swarmkit.wire;

import com.google.protobuf.ByteString;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.time.HybridTime;

/**
 * Range checks on parsed fields; each gives the value in the core's type or refuses with a reason
 * that names the field.
 */
final class Limits {
  static final long UINT32_MAX = 0xffff_ffffL;

  private Limits() {}

  /** An unsigned 32-bit field as a long. */
  static long unsigned(int field) {
    return Integer.toUnsignedLong(field);
  }

  /** An unsigned 32-bit field that must lie between both ends, inclusive. */
  static int between(int field, int min, int max, String what) throws Refusal {
    long value = unsigned(field);
    if (value < min || value > max) {
      throw new Refusal(what + " out of range");
    }
    return field;
  }

  static long seq(int field) throws Refusal {
    long value = unsigned(field);
    if (value < 1 || value > Entry.SEQ_MAX) {
      throw new Refusal("seq out of range");
    }
    return value;
  }

  static HybridTime time(long field) throws Refusal {
    if (field < 0 || field > HybridTime.BITS_MAX) {
      throw new Refusal("hybrid time has more than 48 bits");
    }
    return new HybridTime(field);
  }

  static Bytes bytes(ByteString field) {
    return Bytes.copyOf(field.toByteArray());
  }

  /** Bytes of exactly this length. */
  static Bytes exactly(ByteString field, int length, String what) throws Refusal {
    if (field.size() != length) {
      throw new Refusal(what + " has a wrong length");
    }
    return bytes(field);
  }

  /** Bytes of exactly this length, or none. */
  static Bytes exactlyOrNone(ByteString field, int length, String what) throws Refusal {
    return field.isEmpty() ? Bytes.EMPTY : exactly(field, length, what);
  }

  static Author author(ByteString field, String what) throws Refusal {
    return new Author(exactly(field, Author.BYTES, what));
  }

  /** A text whose UTF-8 form, which protobuf checked, has at most so many bytes. */
  static String text(String text, ByteString utf8, int bytesMax, String what) throws Refusal {
    if (utf8.size() > bytesMax) {
      throw new Refusal(what + " too long");
    }
    return text;
  }

  /** A list with at most so many items. */
  static void count(int items, int max, String what) throws Refusal {
    if (items > max) {
      throw new Refusal("too many " + what);
    }
  }

  static void require(boolean holds, String reason) throws Refusal {
    if (!holds) {
      throw new Refusal(reason);
    }
  }

  static ByteString proto(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }

  /**
   * A number of ours as an unsigned 32-bit field.
   *
   * @throws IllegalArgumentException if it does not fit: the caller is wrong
   */
  static int uint32(long value, String what) {
    if (value < 0 || value > UINT32_MAX) {
      throw new IllegalArgumentException(
          what + " must be 0 to " + UINT32_MAX + " but was " + value);
    }
    return (int) value;
  }
}
