package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Numbered batches in segment files, the commit point of the store: a batch is durable when {@link
 * #append} returns.
 *
 * <p>One thread.
 */
final class Journal implements AutoCloseable {
  private static final String SUFFIX = ".log";

  // fixed
  private final StoreFolder folder;
  private final StoreSettings settings;

  /** Segments before the one that is written, by their first batch. */
  private final NavigableMap<Long, Old> older;

  private SegmentWriter writer;
  private long firstInWriter;
  private long arrivalsBeforeWriter;
  private long nextBatch;

  /** A segment that is not written any more. */
  private record Old(long bytes, long arrivalsBefore) {}

  private Journal(
      StoreFolder folder,
      StoreSettings settings,
      NavigableMap<Long, Old> older,
      SegmentWriter writer,
      long firstInWriter,
      long arrivalsBeforeWriter,
      long nextBatch) {
    this.folder = folder;
    this.settings = settings;
    this.older = older;
    this.writer = writer;
    this.firstInWriter = firstInWriter;
    this.arrivalsBeforeWriter = arrivalsBeforeWriter;
    this.nextBatch = nextBatch;
  }

  /** The segments, oldest first. */
  static List<Path> segments(StoreFolder folder) throws IOException {
    return folder.disk().list(folder.journal(), SUFFIX).stream()
        .filter(file -> firstBatchOf(file) > 0)
        .toList();
  }

  /** The first batch in a segment, as its name says; -1 if it is no segment. */
  static long firstBatchOf(Path segment) {
    String name = StoreFolder.name(segment);
    return name.matches("[0-9]{20}\\.log") ? Long.parseLong(name.substring(0, 20)) : -1;
  }

  /** The first batch that is still there, or 0 if there is none. */
  static long firstBatch(StoreFolder folder) throws IOException {
    List<Path> segments = segments(folder);
    return segments.isEmpty() ? 0 : firstBatchOf(segments.get(0));
  }

  /**
   * Gives every batch after {@code afterBatch} to the sink, cuts a torn tail, and is ready to
   * append.
   *
   * @param lastArrival asked after the last batch was given: the arrival number then
   * @param notices told what was cut
   * @throws StoreException DAMAGED if a batch after {@code afterBatch} is missing or damaged while
   *     later ones are there
   */
  static Journal open(
      StoreFolder folder,
      StoreSettings settings,
      long afterBatch,
      SegmentReader.Sink sink,
      LastArrival lastArrival,
      Consumer<String> notices)
      throws IOException, StoreException {
    Disk disk = folder.disk();
    disk.makeFolder(folder.journal());
    disk.forceFolder(folder.root());
    Rot rot = new Rot(disk, true, notices);
    List<Path> segments = segments(folder);
    NavigableMap<Long, Old> older = new TreeMap<>();
    int first = firstNeeded(segments, afterBatch);
    for (Path segment : segments.subList(0, first)) {
      older.put(firstBatchOf(segment), header(disk, segment));
    }
    long next = afterBatch + 1;
    for (int i = first; i < segments.size(); i++) {
      Path segment = segments.get(i);
      if (firstBatchOf(segment) > next) {
        throw StoreFailures.damaged(
            segment, 0, "it begins after batch " + next + ", which is missing");
      }
      SegmentReader.End end = SegmentReader.read(disk, segment, rot, after(afterBatch, sink));
      boolean last = i == segments.size() - 1;
      long later = last ? end.laterBatch() : firstBatchOf(segments.get(i + 1)) - 1;
      if (later >= end.nextBatch() && later > afterBatch) {
        throw StoreFailures.damaged(
            segment,
            end.offset(),
            "batch %d cannot be read but batch %d can".formatted(end.nextBatch(), later));
      }
      if (end.rest() > 0) {
        notices.accept(
            "cut %d bytes of an unfinished batch from %s at byte %d"
                .formatted(end.rest(), segment, end.offset()));
      }
      // One that is behind the others was given up by a rotation that failed.
      if (last && end.nextBatch() > afterBatch && end.offset() > 0 && end.nextBatch() >= next) {
        return new Journal(
            folder,
            settings,
            older,
            SegmentWriter.reopen(disk, segment, end.offset(), settings.allocationBytes()),
            firstBatchOf(segment),
            end.arrivalsBefore(),
            end.nextBatch());
      }
      if (end.offset() > 0) {
        older.put(firstBatchOf(segment), new Old(end.offset(), end.arrivalsBefore()));
      }
      next = Math.max(next, end.nextBatch());
    }
    older.remove(next);
    long arrivals = lastArrival.get();
    Path path = segment(folder, next);
    SegmentWriter writer =
        SegmentWriter.create(disk, path, next, arrivals, settings.allocationBytes());
    return new Journal(folder, settings, older, writer, next, arrivals, next);
  }

  /** Tells the last arrival number given. */
  interface LastArrival {
    long get();
  }

  /** The number of the last batch, 0 if there was never one. */
  long lastBatch() {
    return nextBatch - 1;
  }

  /**
   * Allocates space for a batch.
   *
   * @throws IOException if there is none; nothing has changed and it may be tried again
   */
  void reserve(int payloadBytes) throws IOException {
    if (payloadBytes > SegmentFormat.PAYLOAD_BYTES_MAX) {
      throw new IllegalStateException(
          "a batch has at most %d bytes but had %d"
              .formatted(SegmentFormat.PAYLOAD_BYTES_MAX, payloadBytes));
    }
    writer.reserve(SegmentFormat.RECORD_HEADER_BYTES + payloadBytes);
  }

  /** Appends a batch for which space was reserved; returns its number. */
  long append(byte[] payload) throws IOException {
    try {
      writer.append(SegmentFormat.record(nextBatch, payload));
      return nextBatch++;
    } catch (IOException e) {
      withdraw(e);
      throw e;
    }
  }

  /** Whether the segment that is written is as long as a segment should be. */
  boolean full() {
    return writer.position() >= settings.segmentBytes();
  }

  /** Begins a new segment unless this one is empty; {@code arrivals}: the last one given. */
  void rotate(long arrivals) throws IOException {
    if (nextBatch > firstInWriter) {
      SegmentWriter next =
          SegmentWriter.create(
              folder.disk(),
              segment(folder, nextBatch),
              nextBatch,
              arrivals,
              settings.allocationBytes());
      older.put(firstInWriter, new Old(writer.position(), arrivalsBeforeWriter));
      SegmentWriter full = writer;
      writer = next;
      firstInWriter = nextBatch;
      arrivalsBeforeWriter = arrivals;
      full.close();
    }
  }

  /**
   * Removes the oldest segments that nobody needs: their batches are all in runs that can be
   * trusted, and what arrived in them was delivered on every link or there is too much of it.
   *
   * @param throughBatch the last batch that need not be here
   * @param delivered the last arrival that every link has delivered
   * @param bytesMax how much is kept for the sake of links
   */
  void drop(long throughBatch, long delivered, long bytesMax) throws IOException {
    while (!older.isEmpty()) {
      long first = older.firstKey();
      Long following = older.higherKey(first);
      long next = following == null ? firstInWriter : following;
      long arrivals = following == null ? arrivalsBeforeWriter : older.get(next).arrivalsBefore();
      if (next > throughBatch + 1 || (arrivals > delivered && bytes() <= bytesMax)) {
        return;
      }
      folder.disk().delete(segment(folder, first));
      older.remove(first);
    }
  }

  /** The first batch that is here. */
  long firstBatch() {
    return older.isEmpty() ? firstInWriter : older.firstKey();
  }

  /** Bytes of all segments, without what is allocated ahead. */
  long bytes() {
    long bytes = writer.position();
    for (Old segment : older.values()) {
      bytes += segment.bytes();
    }
    return bytes;
  }

  /** Bytes of the segments that begin after this batch, without what is allocated ahead. */
  long bytesAfter(long batch) {
    long bytes = firstInWriter > batch ? writer.position() : 0;
    for (Old segment : older.tailMap(batch, false).values()) {
      bytes += segment.bytes();
    }
    return bytes;
  }

  int segments() {
    return older.size() + 1;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** What could not be made durable must not turn up later either. */
  private void withdraw(IOException cause) {
    try {
      writer.cut();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static SegmentReader.Sink after(long afterBatch, SegmentReader.Sink sink) {
    return new SegmentReader.Sink() {
      @Override
      public void batch(long number, byte[] payload) throws StoreException {
        if (number > afterBatch) {
          sink.batch(number, payload);
        }
      }

      @Override
      public boolean readable(byte[] payload) {
        return sink.readable(payload);
      }
    };
  }

  private static Old header(Disk disk, Path segment) throws IOException {
    byte[] header = new byte[SegmentFormat.HEADER_BYTES];
    try (DiskFile file = disk.openToRead(segment)) {
      long bytes = file.length();
      if (bytes >= header.length) {
        file.read(0, header, 0, header.length);
      }
      boolean good = SegmentFormat.isHeader(header, firstBatchOf(segment));
      return new Old(bytes, good ? SegmentFormat.arrivalsBefore(header) : 0);
    }
  }

  /** The last segment that may hold a batch after this one, or the number of segments. */
  private static int firstNeeded(List<Path> segments, long afterBatch) {
    int first = 0;
    while (first + 1 < segments.size() && firstBatchOf(segments.get(first + 1)) <= afterBatch + 1) {
      first++;
    }
    return first;
  }

  private static Path segment(StoreFolder folder, long firstBatch) {
    return folder.journal().resolve(StoreFolder.digits(firstBatch) + SUFFIX);
  }
}
