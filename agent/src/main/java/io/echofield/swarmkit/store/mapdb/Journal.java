package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
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
  private final Path folder;
  private final StoreSettings settings;

  /** Segments before the one that is written: first batch to length in bytes. */
  private final NavigableMap<Long, Long> older = new TreeMap<>();

  /** Whether batches before the first one appended here are missing. */
  private final boolean gap;

  private SegmentWriter writer;
  private long firstInWriter;
  private long nextBatch;

  private Journal(
      Path folder,
      StoreSettings settings,
      List<Path> older,
      SegmentWriter writer,
      long firstInWriter,
      long nextBatch,
      boolean gap)
      throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.gap = gap;
    this.writer = writer;
    this.firstInWriter = firstInWriter;
    this.nextBatch = nextBatch;
    for (Path segment : older) {
      this.older.put(StoreFolder.numberOf(segment), Files.size(segment));
    }
  }

  /** The first batch that is still there, or 0 if there is none. */
  static long firstBatch(Path folder) throws IOException {
    List<Path> segments = segments(folder);
    return segments.isEmpty() ? 0 : StoreFolder.numberOf(segments.get(0));
  }

  /** Makes the first segment of a new journal. */
  static void begin(Path folder, StoreSettings settings) throws IOException {
    Files.createDirectories(folder);
    StoreFolder.force(folder.getParent());
    SegmentWriter.create(segment(folder, 1), 1, settings.allocationBytes()).close();
  }

  /**
   * Gives every batch after {@code afterBatch} to the sink, cuts a torn tail, and is ready to
   * append.
   *
   * @param notices told what was cut
   * @throws StoreException DAMAGED if a batch after {@code afterBatch} is missing or damaged while
   *     later ones are there
   */
  static Journal open(
      Path folder,
      StoreSettings settings,
      long afterBatch,
      SegmentReader.Sink sink,
      Consumer<String> notices)
      throws IOException, StoreException {
    Files.createDirectories(folder);
    StoreFolder.force(folder.getParent());
    List<Path> segments = segments(folder);
    int first = firstNeeded(segments, afterBatch);
    long next = afterBatch + 1;
    long chained = 1;
    for (int i = first; i < segments.size(); i++) {
      Path segment = segments.get(i);
      if (StoreFolder.numberOf(segment) > next) {
        throw StoreFailures.damaged(
            segment, 0, "it begins after batch " + next + ", which is missing");
      }
      SegmentReader.End end =
          SegmentReader.read(
              segment,
              (number, payload) -> {
                if (number > afterBatch) {
                  sink.batch(number, payload);
                }
              });
      boolean last = i == segments.size() - 1;
      long later = last ? end.laterBatch() : StoreFolder.numberOf(segments.get(i + 1)) - 1;
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
      if (last && end.nextBatch() > afterBatch && end.offset() > 0) {
        return new Journal(
            folder,
            settings,
            segments.subList(0, i),
            SegmentWriter.reopen(segment, end.offset(), settings.allocationBytes()),
            StoreFolder.numberOf(segment),
            end.nextBatch(),
            false);
      }
      chained = end.nextBatch();
      next = Math.max(next, chained);
    }
    if (chained < next) {
      notices.accept(
          "the journal %s lacks batches %d to %d, which the ledger has"
              .formatted(folder, chained, next - 1));
    }
    return begin(folder, settings, segments, next, chained < next);
  }

  /**
   * Whether the journal does not lead from an older state of the ledger to this one: batches are
   * missing in it.
   */
  boolean gap() {
    return gap;
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
    if (writer.position() >= settings.segmentBytes()) {
      rotate();
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

  /** Begins a new segment unless this one is empty. */
  void rotate() throws IOException {
    if (nextBatch > firstInWriter) {
      SegmentWriter next =
          SegmentWriter.create(segment(folder, nextBatch), nextBatch, settings.allocationBytes());
      older.put(firstInWriter, writer.position());
      SegmentWriter full = writer;
      writer = next;
      firstInWriter = nextBatch;
      full.close();
    }
  }

  /** Removes segments of which no batch is newer than this one. */
  void drop(long throughBatch) throws IOException {
    while (!older.isEmpty()) {
      long first = older.firstKey();
      Long following = older.higherKey(first);
      if ((following == null ? firstInWriter : following) > throughBatch + 1) {
        return;
      }
      Files.deleteIfExists(segment(folder, first));
      older.remove(first);
    }
  }

  /** Bytes of the segments that begin after this batch, without what is allocated ahead. */
  long bytesAfter(long batch) {
    long bytes = writer.position();
    for (long length : older.tailMap(batch, false).values()) {
      bytes += length;
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

  private static Journal begin(
      Path folder, StoreSettings settings, List<Path> segments, long nextBatch, boolean gap)
      throws IOException {
    Path path = segment(folder, nextBatch);
    List<Path> older = segments.stream().filter(segment -> !segment.equals(path)).toList();
    return new Journal(
        folder,
        settings,
        older,
        SegmentWriter.create(path, nextBatch, settings.allocationBytes()),
        nextBatch,
        nextBatch,
        gap);
  }

  /** The last segment that may hold a batch after this one, or the number of segments. */
  private static int firstNeeded(List<Path> segments, long afterBatch) {
    int first = 0;
    while (first + 1 < segments.size()
        && StoreFolder.numberOf(segments.get(first + 1)) <= afterBatch + 1) {
      first++;
    }
    return first;
  }

  private static List<Path> segments(Path folder) throws IOException {
    return StoreFolder.list(folder, SUFFIX).stream()
        .filter(file -> StoreFolder.numberOf(file) > 0)
        .toList();
  }

  private static Path segment(Path folder, long firstBatch) {
    return folder.resolve(StoreFolder.numbered(firstBatch, SUFFIX));
  }
}
