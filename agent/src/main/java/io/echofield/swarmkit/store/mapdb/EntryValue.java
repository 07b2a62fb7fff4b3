package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The bytes of an entry's cell. They say everything themselves, so that an entry can be found in
 * the ruins of a file: CRC-32C of the rest (4), arrival (6), length of the entry (2), 1 if its
 * signature was found valid (1), canonical bytes.
 */
final class EntryValue {
  private static final int ARRIVAL_AT = 4;
  private static final int LENGTH_AT = 10;
  private static final int PROVEN_AT = 12;
  private static final int CANONICAL_AT = 13;

  /** How canonical bytes begin: the field of the author, six bytes long. */
  private static final byte[] BEGINNING = {0x0a, 0x06};

  private EntryValue() {}

  static byte[] encode(StoredEntry stored) {
    Bytes canonical = stored.entry().canonical();
    byte[] value = new byte[CANONICAL_AT + canonical.size()];
    Keys.putNumber(value, ARRIVAL_AT, stored.arrival());
    ByteBuffer.wrap(value).putShort(LENGTH_AT, (short) canonical.size());
    value[PROVEN_AT] = (byte) (stored.proven() ? 1 : 0);
    canonical.copyTo(value, CANONICAL_AT);
    ByteBuffer.wrap(value).putInt(0, Crc.of(value, ARRIVAL_AT, value.length));
    return value;
  }

  /**
   * Reads an entry back.
   *
   * @throws IOException if the bytes are damaged or of another arrival
   */
  static StoredEntry decode(long arrival, byte[] value, EntryCodec codec) throws IOException {
    String what = "the entry with arrival number " + arrival;
    if (lengthAt(value, 0) != value.length || Keys.number(value, ARRIVAL_AT) != arrival) {
      throw new IOException(what + " is damaged");
    }
    Entry entry =
        codec
            .decode(Bytes.copyOf(value, CANONICAL_AT, value.length))
            .fold(accepted -> accepted, reason -> null);
    if (entry == null) {
      throw new IOException(what + " cannot be read");
    }
    return new StoredEntry(entry, arrival, value[PROVEN_AT] == 1);
  }

  /** Finds every undamaged entry in any bytes; returns how many. */
  static int salvage(byte[] bytes, int length, EntryCodec codec, Consumer<StoredEntry> found) {
    int count = 0;
    for (int at = 0; at + CANONICAL_AT + BEGINNING.length <= length; at++) {
      if (bytes[at + CANONICAL_AT] == BEGINNING[0]
          && bytes[at + CANONICAL_AT + 1] == BEGINNING[1]) {
        int size = lengthAt(bytes, at);
        if (size > 0 && at + size <= length) {
          byte[] value = Arrays.copyOfRange(bytes, at, at + size);
          try {
            found.accept(decode(Keys.number(value, ARRIVAL_AT), value, codec));
            count++;
          } catch (IOException e) {
            continue; // bytes that only looked like one
          }
          at += size - 1;
        }
      }
    }
    return count;
  }

  /** Length of an undamaged value at a place, -1 if there is none. */
  private static int lengthAt(byte[] bytes, int at) {
    if (bytes.length - at < CANONICAL_AT) {
      return -1;
    }
    ByteBuffer value = ByteBuffer.wrap(bytes);
    int length = CANONICAL_AT + (value.getShort(at + LENGTH_AT) & 0xffff);
    boolean whole =
        length > CANONICAL_AT
            && length <= CANONICAL_AT + Entry.BYTES_MAX
            && length <= bytes.length - at
            && value.getInt(at) == Crc.of(bytes, at + ARRIVAL_AT, at + length);
    return whole ? length : -1;
  }
}
