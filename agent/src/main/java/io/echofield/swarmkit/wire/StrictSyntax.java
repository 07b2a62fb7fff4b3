package io.echofield.swarmkit.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;

/**
 * Walks protobuf bytes against their schema and refuses what readers could understand differently.
 *
 * <p>Refused are: unknown fields, wrong wire types, a field that may come once and comes twice, two
 * fields of one choice, varints that are longer than needed or beyond their type, default values
 * that are written out, unpacked lists of numbers, and anything cut short. The order of fields is
 * free. Depth is bounded by the schema, which has no recursive message.
 */
final class StrictSyntax {
  private static final int VARINT_BYTES_MAX = 10;
  private static final long UINT32_MAX = 0xffff_ffffL;

  private final byte[] bytes;
  private int at;

  private StrictSyntax(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  /**
   * Checks the bytes from {@code from} to the end as the fields of a message of this type.
   *
   * @param seen the fields that came before {@code from}, a bit for each number
   */
  static void check(Descriptor type, byte[] bytes, int from, long seen) throws Refusal {
    new StrictSyntax(bytes, from).message(type, bytes.length, seen);
  }

  private void message(Descriptor type, int end, long before) throws Refusal {
    long fields = before;
    long choices = 0;
    while (at < end) {
      long tag = varint(end);
      FieldDescriptor field = tag > UINT32_MAX ? null : type.findFieldByNumber((int) (tag >>> 3));
      if (field == null) {
        throw new Refusal("unknown body or field");
      }
      long bit = bit(field.getNumber());
      if ((fields & bit) != 0 && (!field.isRepeated() || field.isPackable())) {
        throw new Refusal("a field comes twice");
      }
      fields |= bit;
      if (field.getContainingOneof() != null) {
        long choice = bit(field.getContainingOneof().getIndex());
        if ((choices & choice) != 0) {
          throw new Refusal("two fields of one choice");
        }
        choices |= choice;
      }
      value(field, (int) tag & 7, end);
    }
  }

  /** The bit of a field's number or of a choice's index; the schema has none beyond 63. */
  static long bit(int number) {
    if (number >= Long.SIZE) {
      throw new IllegalStateException("the schema has a field beyond 63: " + number);
    }
    return 1L << number;
  }

  private void value(FieldDescriptor field, int wireType, int end) throws Refusal {
    boolean packed = field.isRepeated() && field.isPackable();
    int expected =
        packed ? WireFormat.WIRETYPE_LENGTH_DELIMITED : field.getLiteType().getWireType();
    if (wireType != expected) {
      throw new Refusal("wrong wire type");
    }
    switch (wireType) {
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> delimited(field, packed, end);
      default -> {
        boolean zero = element(field, end);
        if (zero && !field.hasPresence()) {
          throw new Refusal("default value written out");
        }
      }
    }
  }

  private void delimited(FieldDescriptor field, boolean packed, int end) throws Refusal {
    long length = varint(end);
    if (length < 0 || length > end - at) {
      throw new Refusal("cut short");
    }
    if (length == 0 && !field.hasPresence() && (packed || !field.isRepeated())) {
      throw new Refusal("default value written out");
    }
    int inner = at + (int) length;
    if (packed) {
      while (at < inner) {
        element(field, inner);
      }
    } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      message(field.getMessageType(), inner, 0);
    } else {
      at = inner;
    }
  }

  /** Passes one number; tells whether it is zero. */
  private boolean element(FieldDescriptor field, int end) throws Refusal {
    return switch (field.getLiteType().getWireType()) {
      case WireFormat.WIRETYPE_FIXED32 -> fixed(4, end);
      case WireFormat.WIRETYPE_FIXED64 -> fixed(8, end);
      default -> number(field, end);
    };
  }

  private boolean number(FieldDescriptor field, int end) throws Refusal {
    long value = varint(end);
    boolean inRange =
        switch (field.getType()) {
          case BOOL -> value == 0 || value == 1;
          case UINT32, SINT32 -> value >= 0 && value <= UINT32_MAX;
          case ENUM -> value >= 0 && value <= Integer.MAX_VALUE;
          default -> true;
        };
    if (!inRange) {
      throw new Refusal("number beyond its type");
    }
    return value == 0;
  }

  private long varint(int end) throws Refusal {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES_MAX; i++) {
      if (at >= end) {
        throw new Refusal("cut short");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        if ((next == 0 && i > 0) || (i == VARINT_BYTES_MAX - 1 && next != 1)) {
          throw new Refusal("varint not minimal");
        }
        return value;
      }
    }
    throw new Refusal("varint not minimal");
  }

  private boolean fixed(int count, int end) throws Refusal {
    if (count > end - at) {
      throw new Refusal("cut short");
    }
    boolean zero = true;
    for (int i = 0; i < count; i++) {
      zero &= bytes[at++] == 0;
    }
    return zero;
  }
}
