package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads one journal segment, which fits in memory: its size is bounded by the settings plus one
 * batch.
 */
final class SegmentReader {
  private SegmentReader() {}

  /** Takes the batches in their order. */
  interface Sink {
    void batch(long number, byte[] payload) throws StoreException;
  }

  /**
   * Where the good part ends.
   *
   * @param nextBatch number of the batch that would follow
   * @param offset bytes of the good part; 0 if even the header is bad
   * @param rest bytes behind it that are not zero padding
   * @param laterBatch greatest batch of a good record behind it, 0 if none: a write that a crash
   *     cut short leaves none
   */
  record End(long nextBatch, int offset, int rest, long laterBatch) {}

  /** Gives every batch of the good part to the sink. */
  static End read(Path segment, Sink sink) throws IOException, StoreException {
    return read(StoreFolder.numberOf(segment), Files.readAllBytes(segment), sink);
  }

  static End read(long firstBatch, byte[] segment, Sink sink) throws StoreException {
    if (!SegmentFormat.isHeader(segment, firstBatch)) {
      return end(firstBatch, 0, segment);
    }
    long batch = firstBatch;
    int at = SegmentFormat.HEADER_BYTES;
    for (int bytes = SegmentFormat.payloadBytes(segment, at, batch);
        bytes > 0;
        bytes = SegmentFormat.payloadBytes(segment, at, batch)) {
      int payload = at + SegmentFormat.RECORD_HEADER_BYTES;
      sink.batch(batch, Arrays.copyOfRange(segment, payload, payload + bytes));
      at = payload + bytes;
      batch++;
    }
    return end(batch, at, segment);
  }

  private static End end(long nextBatch, int offset, byte[] segment) {
    int last = segment.length;
    while (last > offset && segment[last - 1] == 0) {
      last--;
    }
    long later = last == offset ? 0 : SegmentFormat.laterBatch(segment, offset, nextBatch);
    return new End(nextBatch, offset, last - offset, later);
  }
}
