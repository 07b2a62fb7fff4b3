package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.NodeStore;
import java.nio.ByteBuffer;

/**
 * The bytes of a journal segment, all numbers big-endian.
 *
 * <p>A header: magic (4), first batch number (8), last arrival number before it (8), CRC-32C of all
 * three (4). Then records: payload length (4, at least 1), CRC-32C of the rest (4), batch number
 * (8), payload. Then zeros, as far as space was allocated.
 */
final class SegmentFormat {
  static final int HEADER_BYTES = 24;
  static final int RECORD_HEADER_BYTES = 16;

  /** Largest payload of one batch in bytes; a larger one is a mistake of the caller. */
  static final int PAYLOAD_BYTES_MAX = NodeStore.BATCH_BYTES_MAX;

  private static final int MAGIC = 0x45464a32; // EFJ2
  private static final int ARRIVAL_AT = 12;
  private static final int HEADER_CRC_AT = 20;
  private static final int CRC_AT = 4;
  private static final int BATCH_AT = 8;

  private SegmentFormat() {}

  static byte[] header(long firstBatch, long arrivalsBefore) {
    byte[] header = new byte[HEADER_BYTES];
    ByteBuffer.wrap(header).putInt(MAGIC).putLong(firstBatch).putLong(arrivalsBefore);
    ByteBuffer.wrap(header).putInt(HEADER_CRC_AT, Crc.of(header, 0, HEADER_CRC_AT));
    return header;
  }

  static boolean isHeader(byte[] segment, long firstBatch) {
    if (segment.length < HEADER_BYTES) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(segment);
    return header.getInt(0) == MAGIC
        && header.getLong(4) == firstBatch
        && header.getInt(HEADER_CRC_AT) == Crc.of(segment, 0, HEADER_CRC_AT);
  }

  /** The last arrival number before a segment, from a good header. */
  static long arrivalsBefore(byte[] header) {
    return ByteBuffer.wrap(header).getLong(ARRIVAL_AT);
  }

  static byte[] record(long batch, byte[] payload) {
    byte[] record = new byte[RECORD_HEADER_BYTES + payload.length];
    ByteBuffer.wrap(record)
        .putInt(payload.length)
        .putInt(0)
        .putLong(batch)
        .put(payload)
        .putInt(CRC_AT, crc(record, 0, payload.length));
    return record;
  }

  /** The payload length of a whole, undamaged record of this batch at this place, or -1. */
  static int payloadBytes(byte[] segment, int at, long batch) {
    int space = segment.length - at - RECORD_HEADER_BYTES;
    if (space < 1) {
      return -1;
    }
    ByteBuffer record = ByteBuffer.wrap(segment);
    int bytes = record.getInt(at);
    boolean whole =
        bytes >= 1
            && bytes <= space
            && record.getLong(at + BATCH_AT) == batch
            && record.getInt(at + CRC_AT) == crc(segment, at, bytes);
    return whole ? bytes : -1;
  }

  /**
   * Flips back the one bit that keeps the header from being good.
   *
   * @return the place of the byte that changed, -1 if it is not one bit; the array is then as
   *     before
   */
  static int mendHeader(byte[] segment, long firstBatch) {
    for (int bit = 0; segment.length >= HEADER_BYTES && bit < HEADER_BYTES * 8; bit++) {
      flip(segment, bit >>> 3, bit & 7);
      if (isHeader(segment, firstBatch)) {
        return bit >>> 3;
      }
      flip(segment, bit >>> 3, bit & 7);
    }
    return -1;
  }

  /**
   * Flips back the one bit that keeps a record from being good.
   *
   * @return the place of the byte that changed, -1 if it is not one bit; the array is then as
   *     before
   */
  static int mendRecord(byte[] segment, int at, long batch) {
    if (segment.length - at - RECORD_HEADER_BYTES < 1) {
      return -1;
    }
    // Length and checksum: few bits, and a wrong length says nothing about the rest.
    for (int bit = 0; bit < BATCH_AT * 8; bit++) {
      int place = at + (bit >>> 3);
      flip(segment, place, bit & 7);
      if (payloadBytes(segment, at, batch) > 0) {
        return place;
      }
      flip(segment, place, bit & 7);
    }
    ByteBuffer record = ByteBuffer.wrap(segment);
    int bytes = record.getInt(at);
    if (bytes < 1 || bytes > segment.length - at - RECORD_HEADER_BYTES) {
      return -1;
    }
    int pattern = record.getInt(at + CRC_AT) ^ crc(segment, at, bytes);
    // The checksum begins with the length as eight bytes, which are not the ones on disk.
    long bit = FlippedBit.find(pattern, Long.BYTES + Long.BYTES + bytes) - Long.SIZE;
    if (bit < 0) {
      return -1;
    }
    int place = at + BATCH_AT + (int) (bit >>> 3);
    flip(segment, place, (int) (bit & 7));
    if (payloadBytes(segment, at, batch) > 0) {
      return place;
    }
    flip(segment, place, (int) (bit & 7));
    return -1;
  }

  /**
   * The greatest number of a whole record behind this place with a batch from this one on, 0 if
   * there is none.
   */
  static long laterBatch(byte[] segment, int from, long fromBatch) {
    long later = 0;
    for (int at = nextRecord(segment, from, fromBatch);
        at >= 0;
        at = nextRecord(segment, at + 1, fromBatch)) {
      later = Math.max(later, batchAt(segment, at));
    }
    return later;
  }

  /** The next place of a whole record with a batch from this one on, -1 if there is none. */
  static int nextRecord(byte[] segment, int from, long fromBatch) {
    // A segment cannot hold more batches than this.
    long lastBatch = fromBatch + segment.length / RECORD_HEADER_BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    for (int at = from; at + RECORD_HEADER_BYTES < segment.length; at++) {
      long batch = bytes.getLong(at + BATCH_AT);
      if (batch >= fromBatch && batch <= lastBatch && payloadBytes(segment, at, batch) > 0) {
        return at;
      }
    }
    return -1;
  }

  static long batchAt(byte[] segment, int at) {
    return ByteBuffer.wrap(segment).getLong(at + BATCH_AT);
  }

  private static void flip(byte[] segment, int place, int bit) {
    segment[place] ^= (byte) (1 << bit);
  }

  private static int crc(byte[] segment, int at, int payloadBytes) {
    // The length belongs to what is covered: a flipped length must not find another good record.
    return Crc.of(payloadBytes, segment, at + BATCH_AT, at + RECORD_HEADER_BYTES + payloadBytes);
  }
}
