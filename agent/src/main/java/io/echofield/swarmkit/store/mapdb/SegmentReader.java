package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads one journal segment, which fits in memory: its size is bounded by the settings plus one
 * batch. A single flipped bit is mended on the way. One thread.
 */
final class SegmentReader {
  private final Path path;
  private final long firstBatch;
  private final byte[] segment;
  private final Rot rot;

  private SegmentReader(Path path, long firstBatch, byte[] segment, Rot rot) {
    this.path = path;
    this.firstBatch = firstBatch;
    this.segment = segment;
    this.rot = rot;
  }

  /** Takes the batches in their order. */
  interface Sink {
    void batch(long number, byte[] payload) throws StoreException;

    /** Whether a payload that had to be mended makes sense. */
    default boolean readable(byte[] payload) {
      return true;
    }
  }

  /**
   * Where the good part ends.
   *
   * @param nextBatch number of the batch that would follow
   * @param offset bytes of the good part; 0 if even the header is bad
   * @param rest bytes behind it that are not zero padding
   * @param laterBatch greatest batch of a good record behind it, 0 if none: a write that a crash
   *     cut short leaves none
   * @param arrivalsBefore the last arrival number before the segment, 0 if the header is bad
   */
  record End(long nextBatch, int offset, int rest, long laterBatch, long arrivalsBefore) {}

  /** Gives every batch of the good part to the sink. */
  static End read(Disk disk, Path path, Rot rot, Sink sink) throws IOException, StoreException {
    return new SegmentReader(path, Journal.firstBatchOf(path), disk.read(path), rot).read(sink);
  }

  /**
   * Gives every good record to the sink, also those behind damage. For repair.
   *
   * @param following the first batch of the next segment, {@link Long#MAX_VALUE} if there is none
   * @return whether something that was in it could not be read
   */
  static boolean readAround(Disk disk, Path path, long following, Rot rot, Sink sink)
      throws IOException, StoreException {
    SegmentReader reader =
        new SegmentReader(path, Journal.firstBatchOf(path), disk.read(path), rot);
    End end = reader.read(sink);
    boolean holes = end.offset() == 0;
    long next = end.nextBatch();
    for (int at = SegmentFormat.nextRecord(reader.segment, end.offset(), next);
        at >= 0;
        at = SegmentFormat.nextRecord(reader.segment, at, next)) {
      long batch = SegmentFormat.batchAt(reader.segment, at);
      holes |= batch != next;
      byte[] payload = reader.payload(at, batch);
      sink.batch(batch, payload);
      at += SegmentFormat.RECORD_HEADER_BYTES + payload.length;
      next = batch + 1;
    }
    return holes || (following != Long.MAX_VALUE && next < following);
  }

  private End read(Sink sink) throws IOException, StoreException {
    if (!SegmentFormat.isHeader(segment, firstBatch)) {
      int mended = SegmentFormat.mendHeader(segment, firstBatch);
      if (mended < 0) {
        return end(firstBatch, 0);
      }
      rot.overwrite(path, mended, segment[mended]);
    }
    long batch = firstBatch;
    int at = SegmentFormat.HEADER_BYTES;
    while (isRecord(at, batch, sink)) {
      byte[] payload = payload(at, batch);
      sink.batch(batch, payload);
      at += SegmentFormat.RECORD_HEADER_BYTES + payload.length;
      batch++;
    }
    return end(batch, at);
  }

  private boolean isRecord(int at, long batch, Sink sink) throws IOException {
    if (SegmentFormat.payloadBytes(segment, at, batch) > 0) {
      return true;
    }
    if (isZeroFrom(at)) {
      return false;
    }
    byte[] before = Arrays.copyOfRange(segment, at, segment.length);
    int mended = SegmentFormat.mendRecord(segment, at, batch);
    if (mended >= 0 && sink.readable(payload(at, batch))) {
      rot.overwrite(path, mended, segment[mended]);
      return true;
    }
    System.arraycopy(before, 0, segment, at, before.length);
    return false;
  }

  private byte[] payload(int at, long batch) {
    int payload = at + SegmentFormat.RECORD_HEADER_BYTES;
    return Arrays.copyOfRange(
        segment, payload, payload + SegmentFormat.payloadBytes(segment, at, batch));
  }

  private boolean isZeroFrom(int at) {
    for (int i = at; i < segment.length; i++) {
      if (segment[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private End end(long nextBatch, int offset) {
    int last = segment.length;
    while (last > offset && segment[last - 1] == 0) {
      last--;
    }
    long later = last == offset ? 0 : SegmentFormat.laterBatch(segment, offset, nextBatch);
    long before = offset == 0 ? 0 : SegmentFormat.arrivalsBefore(segment);
    return new End(nextBatch, offset, last - offset, later, before);
  }
}
