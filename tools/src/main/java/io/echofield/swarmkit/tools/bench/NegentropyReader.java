package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link NegentropyWriter} wrote, range by range; trusts it. One thread. */
final class NegentropyReader {
  private final byte[] message;
  private int at = 1;
  private long timestamp;
  private NegentropyWriter.Mode mode = NegentropyWriter.Mode.SKIP;

  /**
   * A message.
   *
   * @throws IllegalArgumentException if it is of another version
   */
  NegentropyReader(byte[] message) {
    if (message[0] != NegentropyWriter.VERSION) {
      throw new IllegalArgumentException("version " + message[0]);
    }
    this.message = message;
  }

  boolean hasMore() {
    return at < message.length;
  }

  /** Of the next range, of which {@link #mode} tells from now on. */
  NegentropySet.Bound bound() {
    long difference = varint();
    long time = difference == 0 ? NegentropySet.Bound.END.timestamp() : timestamp + difference - 1;
    timestamp = difference == 0 ? timestamp : time;
    NegentropySet.Bound bound = new NegentropySet.Bound(time, bytes((int) varint()));
    mode = NegentropyWriter.Mode.of(varint());
    return bound;
  }

  NegentropyWriter.Mode mode() {
    return mode;
  }

  Bytes fingerprint() {
    return bytes(NegentropySet.FINGERPRINT_BYTES);
  }

  List<Bytes> ids() {
    long count = varint();
    List<Bytes> ids = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      ids.add(bytes(NegentropySet.ID_BYTES));
    }
    return ids;
  }

  private Bytes bytes(int count) {
    at += count;
    return Bytes.copyOf(message, at - count, at);
  }

  private long varint() {
    long value = 0;
    byte digit;
    do {
      digit = message[at++];
      value = value << 7 | (digit & 0x7f);
    } while (digit < 0);
    return value;
  }
}
