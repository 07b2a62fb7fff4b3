package io.echofield.swarmkit.store.mapdb;

import java.nio.ByteBuffer;

/**
 * The bytes of a journal segment, all numbers big-endian.
 *
 * <p>A header: magic (4), first batch number (8), CRC-32C of both (4). Then records: payload length
 * (4, at least 1), CRC-32C of the rest (4), batch number (8), payload. Then zeros, as far as space
 * was allocated.
 */
final class SegmentFormat {
  static final int HEADER_BYTES = 16;
  static final int RECORD_HEADER_BYTES = 16;

  /** Largest payload of one batch in bytes; a larger one is a mistake of the caller. */
  static final int PAYLOAD_BYTES_MAX = 8 << 20;

  private static final int MAGIC = 0x45464a31; // EFJ1
  private static final int CRC_AT = 4;
  private static final int BATCH_AT = 8;

  private SegmentFormat() {}

  static byte[] header(long firstBatch) {
    byte[] header = new byte[HEADER_BYTES];
    ByteBuffer.wrap(header).putInt(MAGIC).putLong(firstBatch);
    ByteBuffer.wrap(header).putInt(12, Crc.of(header, 0, 12));
    return header;
  }

  static boolean isHeader(byte[] segment, long firstBatch) {
    if (segment.length < HEADER_BYTES) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(segment);
    return header.getInt(0) == MAGIC
        && header.getLong(4) == firstBatch
        && header.getInt(12) == Crc.of(segment, 0, 12);
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
   * The greatest number of a whole record behind this place with a batch from this one on, 0 if
   * there is none.
   */
  static long laterBatch(byte[] segment, int from, long fromBatch) {
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    // A segment cannot hold more batches than this.
    long lastBatch = fromBatch + segment.length / RECORD_HEADER_BYTES;
    long later = 0;
    for (int at = from; at + RECORD_HEADER_BYTES < segment.length; at++) {
      long batch = bytes.getLong(at + BATCH_AT);
      if (batch >= fromBatch && batch <= lastBatch && payloadBytes(segment, at, batch) > 0) {
        later = Math.max(later, batch);
      }
    }
    return later;
  }

  private static int crc(byte[] segment, int at, int payloadBytes) {
    // The length belongs to what is covered: a flipped length must not find another good record.
    return Crc.of(payloadBytes, segment, at + BATCH_AT, at + RECORD_HEADER_BYTES + payloadBytes);
  }
}
