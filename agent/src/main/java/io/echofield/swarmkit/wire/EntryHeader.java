package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;

/**
 * The first three fields of an entry's canonical bytes: author, epoch, seq, in this order, minimal,
 * always all three.
 *
 * <p>15 to 19 bytes. What follows is the rest; a DELTA carries only the rest, because its reader
 * can make the header again.
 *
 * @param bytes how many bytes the header has
 */
record EntryHeader(LogId log, long seq, int bytes) {
  static final int BYTES_MIN = 15;
  static final int BYTES_MAX = 19;

  private static final byte AUTHOR_TAG = 0x0a;
  private static final byte EPOCH_TAG = 0x15;
  private static final byte SEQ_TAG = 0x18;
  private static final int EPOCH_AT = 2 + Author.BYTES;
  private static final int SEQ_AT = EPOCH_AT + 5;
  private static final int SEQ_VARINT_BYTES_MAX = 5;

  /** The header of the entry at this place of a log. */
  static Bytes write(LogId log, long seq) {
    if (seq < 1 || seq > Entry.SEQ_MAX) {
      throw new IllegalArgumentException(
          "seq must be 1 to " + Entry.SEQ_MAX + " but was " + Long.toUnsignedString(seq));
    }
    byte[] out = new byte[SEQ_AT + 1 + varintBytes(seq)];
    out[0] = AUTHOR_TAG;
    out[1] = Author.BYTES;
    log.author().bytes().copyTo(out, 2);
    out[EPOCH_AT] = EPOCH_TAG;
    for (int i = 0; i < 4; i++) {
      out[EPOCH_AT + 1 + i] = (byte) (log.epoch() >>> (8 * i));
    }
    out[SEQ_AT] = SEQ_TAG;
    long left = seq;
    for (int i = SEQ_AT + 1; i < out.length; i++) {
      out[i] = (byte) (i == out.length - 1 ? left : left | 0x80);
      left >>>= 7;
    }
    return Bytes.copyOf(out);
  }

  /** Reads the header at the beginning of canonical bytes. */
  static EntryHeader read(byte[] canonical) throws Refusal {
    boolean shaped =
        canonical.length >= BYTES_MIN
            && canonical[0] == AUTHOR_TAG
            && canonical[1] == Author.BYTES
            && canonical[EPOCH_AT] == EPOCH_TAG
            && canonical[SEQ_AT] == SEQ_TAG;
    if (!shaped) {
      throw new Refusal("header malformed");
    }
    Author author = new Author(Bytes.copyOf(canonical, 2, EPOCH_AT));
    int epoch = 0;
    for (int i = 3; i >= 0; i--) {
      epoch = (epoch << 8) | (canonical[EPOCH_AT + 1 + i] & 0xff);
    }
    return seq(canonical, new LogId(author, epoch));
  }

  /** The fields that the header has and the rest must not have, a bit for each number. */
  static long fields() {
    return StrictSyntax.bit(1) | StrictSyntax.bit(2) | StrictSyntax.bit(3);
  }

  /** The canonical bytes of an entry without its header. */
  static Bytes rest(Entry entry) {
    return entry.canonical().slice(bytes(entry.seq()), entry.canonical().size());
  }

  /** How many bytes the header has at this seq. */
  static int bytes(long seq) {
    return SEQ_AT + 1 + varintBytes(seq);
  }

  private static EntryHeader seq(byte[] canonical, LogId log) throws Refusal {
    long seq = 0;
    for (int i = 0; i < SEQ_VARINT_BYTES_MAX && SEQ_AT + 1 + i < canonical.length; i++) {
      byte next = canonical[SEQ_AT + 1 + i];
      seq |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        if (next == 0 || seq > Entry.SEQ_MAX) {
          throw new Refusal("seq out of range");
        }
        return new EntryHeader(log, seq, SEQ_AT + 2 + i);
      }
    }
    throw new Refusal("seq out of range");
  }

  private static int varintBytes(long value) {
    return Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 6) / 7);
  }
}
