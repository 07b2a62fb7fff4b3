package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Good runs that follow each other from the first batch on.
 *
 * <p>A run that is not as sealed is made good again if one bit explains it; else it is put aside
 * and replaced by the runs that it was merged from, or by the journal. Where neither is there any
 * more batches are missing: a hole. One thread.
 */
final class RunChain {
  /** What the names of damaged files have behind what they had. */
  static final String ASIDE = ".corrupt-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'" + ASIDE + "'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StoreFolder folder;
  private final RunFiles files;
  private final EntryCodec entries;
  private final WriteWire batches;
  private final Rot rot;
  private final Consumer<String> notices;

  private final List<Run> runs = new ArrayList<>();
  private final List<Span> good = new ArrayList<>();
  private final List<Span> damaged = new ArrayList<>();
  private final List<Span> holes = new ArrayList<>();
  private long next = 1;

  RunChain(
      StoreFolder folder,
      EntryCodec entries,
      WriteWire batches,
      Rot rot,
      Consumer<String> notices) {
    this.folder = folder;
    this.files = new RunFiles(folder);
    this.entries = entries;
    this.batches = batches;
    this.rot = rot;
    this.notices = notices;
  }

  /** Finds the runs, opens them, and removes or puts aside the others. */
  void build() throws IOException, StoreException {
    files.removeTemporary();
    List<Span> sealed = files.sealed();
    boolean more = true;
    while (more) {
      Optional<Span> following = following(sealed);
      if (following.isPresent()) {
        add(following.get());
      } else {
        more = bridge(sealed);
      }
    }
    for (Span span : sealed) {
      if (damaged.contains(span) && holes.stream().anyMatch(span::covers)) {
        files.putAside(span, ending());
      } else if (!good.contains(span)) {
        files.remove(span);
      }
    }
  }

  /** Open, oldest first. */
  List<Run> runs() {
    return runs;
  }

  /** Batches that are missing, ascending. */
  List<Span> holes() {
    return holes;
  }

  /** The first batch after the runs and holes. */
  long next() {
    return next;
  }

  /** The batches up to the one before this are missing too. */
  void missingUntil(long batch) {
    holes.add(new Span(next, batch - 1));
    next = batch;
  }

  /**
   * Removes runs that were never finished, unless just their batches are missing: such a one may be
   * a run that lost its seal.
   */
  void clearUnsealed() throws IOException {
    for (Span span : files.unsealed()) {
      if (holes.stream().anyMatch(span::overlaps)) {
        files.putAside(span, ending());
      } else {
        folder.disk().delete(files.data(span));
      }
    }
  }

  /** What missing batches mean for those that are there. */
  Batch.Mistakes mistakes() {
    return holes.isEmpty() ? Batch.Mistakes.REFUSE : Batch.Mistakes.LEAVE_OUT;
  }

  /** Adds a run that is as sealed. */
  void add(Span span) throws IOException {
    runs.add(Run.open(files, span));
    good.add(span);
    next = span.last() + 1;
  }

  void close() {
    runs.forEach(Run::close);
  }

  /** An ending for the names of files that are put aside now. */
  static String ending() {
    return TIME.format(Instant.now());
  }

  /** The longest good run that begins with the next batch. */
  private Optional<Span> following(List<Span> sealed) throws IOException {
    for (Span span : sealed) {
      if (span.first() == next && !damaged.contains(span)) {
        Optional<String> fault = rot.inRun(files, span);
        if (fault.isEmpty()) {
          return Optional.of(span);
        }
        damaged.add(span);
        notices.accept("%s is damaged: %s".formatted(files.data(span), fault.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * Goes on where no good run begins although there are later ones or were some: with the journal,
   * or with a hole.
   *
   * @return false if nothing follows
   */
  private boolean bridge(List<Span> sealed) throws IOException, StoreException {
    long last = 0;
    for (Span span : damaged) {
      if (span.first() <= next) {
        last = Math.max(last, span.last());
      }
    }
    for (Span span : sealed) {
      if (span.first() > next && (last < next || span.first() <= last)) {
        last = span.first() - 1;
        break;
      }
    }
    if (last < next) {
      return false;
    }
    Span missing = new Span(next, last);
    if (isInJournal(missing)) {
      fromJournal(missing);
    } else {
      missingUntil(last + 1);
    }
    return true;
  }

  private boolean isInJournal(Span missing) throws IOException, StoreException {
    long expected = missing.first();
    for (Path segment : Journal.segments(folder)) {
      long first = Journal.firstBatchOf(segment);
      if (first <= expected && expected <= missing.last()) {
        SegmentReader.End end =
            SegmentReader.read(folder.disk(), segment, rot, (number, payload) -> {});
        expected = Math.max(expected, end.nextBatch());
      }
    }
    return expected > missing.last();
  }

  /** Makes a run of each segment that has some of these batches. */
  private void fromJournal(Span missing) throws IOException, StoreException {
    for (Path segment : Journal.segments(folder)) {
      Tables tables = new Tables(new LayeredCells(new Memtable(), runs), entries);
      Replay replay = new Replay(folder, batches, tables, mistakes());
      long first = next;
      long[] last = {0};
      SegmentReader.read(
          folder.disk(),
          segment,
          rot,
          (number, payload) -> {
            if (number >= first && number <= missing.last()) {
              replay.batch(number, payload);
              last[0] = number;
            }
          });
      if (last[0] > 0) {
        Span span = new Span(first, last[0]);
        RunBuilder.build(files, span, tables.cells().memtable());
        add(span);
      }
    }
    notices.accept(
        "batches %d to %d of the ledger were made again from the journal"
            .formatted(missing.first(), missing.last()));
  }
}
