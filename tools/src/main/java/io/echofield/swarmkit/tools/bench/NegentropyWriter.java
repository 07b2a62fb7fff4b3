package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A message of {@link Negentropy}: the version, then ranges by their upper bounds. One thread. */
final class NegentropyWriter {
  /** Of the protocol: version 1. */
  static final int VERSION = 0x61;

  private static final int DIGIT_BITS = 7;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long timestamp;

  /** What a range says; as numbered on the wire. */
  enum Mode {
    SKIP(0),
    FINGERPRINT(1),
    ID_LIST(2);

    private final int number;

    Mode(int number) {
      this.number = number;
    }

    static Mode of(long number) {
      for (Mode mode : values()) {
        if (mode.number == number) {
          return mode;
        }
      }
      throw new IllegalArgumentException("mode " + number);
    }
  }

  NegentropyWriter() {
    out.write(VERSION);
  }

  void skip(NegentropySet.Bound upper) {
    begin(upper, Mode.SKIP);
  }

  void fingerprint(NegentropySet.Bound upper, Bytes fingerprint) {
    begin(upper, Mode.FINGERPRINT);
    out.writeBytes(fingerprint.toArray());
  }

  void ids(NegentropySet.Bound upper, List<Bytes> ids) {
    begin(upper, Mode.ID_LIST);
    out.writeBytes(varint(ids.size()));
    ids.forEach(id -> out.writeBytes(id.toArray()));
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** Timestamps as one more than the difference from the one before; 0 is the end. */
  private void begin(NegentropySet.Bound upper, Mode mode) {
    if (upper.isEnd()) {
      out.writeBytes(varint(0));
    } else {
      out.writeBytes(varint(upper.timestamp() - timestamp + 1));
      timestamp = upper.timestamp();
    }
    out.writeBytes(varint(upper.prefix().size()));
    out.writeBytes(upper.prefix().toArray());
    out.writeBytes(varint(mode.number));
  }

  /** Digits to the base 128, the highest first, the high bit on all but the last. */
  static byte[] varint(long value) {
    int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / DIGIT_BITS);
    byte[] bytes = new byte[digits];
    for (int i = 0; i < digits; i++) {
      int digit = (int) (value >>> (DIGIT_BITS * (digits - 1 - i))) & 0x7f;
      bytes[i] = (byte) (i == digits - 1 ? digit : digit | 0x80);
    }
    return bytes;
  }
}
