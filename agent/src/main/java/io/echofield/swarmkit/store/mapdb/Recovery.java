package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.node.Write;
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
import java.util.stream.Collectors;

/**
 * Makes a ledger that can be believed from what is in the folder: a chain of good runs from the
 * first batch on, then every later batch of the journal.
 *
 * <p>There is one way to open, whatever ended the store before. A run that is not as sealed is made
 * good again if one bit explains it; else it is put aside and replaced by the runs that it was
 * merged from, or by the journal. Where neither is there any more batches are missing: a hole.
 */
final class Recovery {
  /** What the names of damaged files have behind what they had. */
  static final String ASIDE = ".corrupt-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'" + ASIDE + "'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StoreFolder folder;
  private final RunFiles files;
  private final StoreSettings settings;
  private final EntryCodec entries;
  private final WriteWire batches;
  private final Consumer<String> notices;

  // the chain so far
  private final List<Run> runs = new ArrayList<>();
  private final List<Span> holes = new ArrayList<>();
  private long next = 1;

  Recovery(
      StoreFolder folder,
      StoreSettings settings,
      EntryCodec entries,
      WriteWire batches,
      Consumer<String> notices) {
    this.folder = folder;
    this.files = new RunFiles(folder);
    this.settings = settings;
    this.entries = entries;
    this.batches = batches;
    this.notices = notices;
  }

  /**
   * A ledger and the journal that goes on from it.
   *
   * @param flushed the last batch that is in a run, or missing
   * @param holes batches that are missing; what follows from that is not settled yet
   */
  record Recovered(Tables tables, Journal journal, long flushed, List<Span> holes) {}

  Recovered recover() throws IOException, StoreException {
    Rot rot = new Rot(folder.disk(), true, notices);
    boolean begun = FormatMark.isSet(folder);
    if (begun) {
      FormatMark.check(folder, rot);
    }
    Journal journal = null;
    try {
      files.removeTemporary();
      chain(rot);
      holeBeforeJournal(begun);
      clearUnsealed();
      LayeredCells cells = new LayeredCells(new Memtable(), runs);
      Tables tables = new Tables(cells, entries);
      journal =
          Journal.open(
              folder, settings, next - 1, replay(tables, mistakes()), tables::lastArrival, notices);
      if (!begun) {
        FormatMark.set(folder);
      }
      return new Recovered(tables, journal, next - 1, List.copyOf(holes));
    } catch (IOException | StoreException | RuntimeException | Error e) {
      runs.forEach(Run::close);
      if (journal != null) {
        journal.close();
      }
      throw e;
    }
  }

  /** Finds good runs that follow each other, and removes those that are not needed. */
  private void chain(Rot rot) throws IOException, StoreException {
    List<Span> sealed = files.sealed();
    List<Span> good = new ArrayList<>();
    List<Span> damaged = new ArrayList<>();
    while (true) {
      Optional<Span> following = Optional.empty();
      long before = next;
      for (Span span : sealed) {
        if (following.isEmpty() && span.first() == before && !damaged.contains(span)) {
          Optional<String> fault = rot.inRun(files, span);
          if (fault.isEmpty()) {
            following = Optional.of(span);
          } else {
            damaged.add(span);
            notices.accept("%s is damaged: %s".formatted(files.data(span), fault.get()));
          }
        }
      }
      if (following.isPresent()) {
        add(following.get());
        good.add(following.get());
      } else if (!bridge(sealed, damaged, good)) {
        break;
      }
    }
    for (Span span : sealed) {
      boolean needed = good.contains(span);
      boolean missed = holes.stream().anyMatch(span::covers);
      if (!needed && damaged.contains(span) && missed) {
        putAside(span);
      } else if (!needed) {
        files.remove(span);
      }
    }
  }

  /**
   * Goes on where no good run begins although there are later ones or were some: with the journal,
   * or with a hole.
   */
  private boolean bridge(List<Span> sealed, List<Span> damaged, List<Span> good)
      throws IOException, StoreException {
    long last = 0;
    for (Span span : damaged) {
      if (span.first() <= next && next <= span.last()) {
        last = Math.max(last, span.last());
      }
    }
    for (Span span : sealed) {
      if (span.first() > next && (last == 0 || span.first() <= last)) {
        last = span.first() - 1;
        break;
      }
    }
    if (last == 0) {
      return false;
    }
    Span missing = new Span(next, last);
    if (isInJournal(missing)) {
      good.addAll(fromJournal(missing));
    } else {
      holes.add(missing);
      next = last + 1;
    }
    return true;
  }

  private boolean isInJournal(Span missing) throws IOException, StoreException {
    Rot rot = new Rot(folder.disk(), true, notices);
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

  /** Makes runs of batches that the journal still has. */
  private List<Span> fromJournal(Span missing) throws IOException, StoreException {
    List<Span> made = new ArrayList<>();
    Rot rot = new Rot(folder.disk(), true, notices);
    for (Path segment : Journal.segments(folder)) {
      long first = Math.max(next, Journal.firstBatchOf(segment));
      Tables tables = new Tables(new LayeredCells(new Memtable(), runs), entries);
      SegmentReader.Sink apply = replay(tables, mistakes());
      long[] last = {0};
      SegmentReader.read(
          folder.disk(),
          segment,
          rot,
          (number, payload) -> {
            if (number >= next && number <= missing.last()) {
              apply.batch(number, payload);
              last[0] = number;
            }
          });
      if (last[0] > 0) {
        Span span = new Span(first, last[0]);
        flush(tables.cells(), files, span);
        add(span);
        made.add(span);
      }
    }
    notices.accept(
        "batches %d to %d of the ledger were made again from the journal"
            .formatted(missing.first(), missing.last()));
    return made;
  }

  /** Makes a run of a memtable, which stays as it is. */
  static void flush(LayeredCells cells, RunFiles files, Span span) throws IOException {
    Memtable memtable = cells.memtable();
    boolean built =
        RunBuilder.build(
            files, span, memtable.from(new byte[0], true), memtable.size(), () -> false);
    if (!built) {
      throw new IllegalStateException("nobody cancels a flush");
    }
  }

  private void add(Span span) throws IOException {
    runs.add(Run.open(files, span));
    next = span.last() + 1;
  }

  /**
   * Batches between the runs and the journal are missing too. A journal that is gone as a whole
   * leaves no number: one is left out, so that the loss is known until it is settled.
   */
  private void holeBeforeJournal(boolean begun) throws IOException {
    long first = Journal.firstBatch(folder);
    if (first == 0 && begun) {
      holes.add(new Span(next, next));
      next++;
    } else if (first > next) {
      holes.add(new Span(next, first - 1));
      next = first;
    }
    if (!holes.isEmpty()) {
      notices.accept(
          "parts of the ledger in %s are lost, batches %s: peers send again what they have, and"
                  .formatted(
                      folder.root(),
                      holes.stream()
                          .map(hole -> hole.first() + " to " + hole.last())
                          .collect(Collectors.joining(", ")))
              + " echofield ledger repair takes a snapshot");
    }
  }

  /** A run that was never finished is not needed, unless just its batches are missing. */
  private void clearUnsealed() throws IOException {
    for (Span span : files.unsealed()) {
      if (holes.stream().anyMatch(span::overlaps)) {
        putAside(span);
      } else {
        folder.disk().delete(files.data(span));
      }
    }
  }

  private Batch.Mistakes mistakes() {
    return holes.isEmpty() ? Batch.Mistakes.REFUSE : Batch.Mistakes.LEAVE_OUT;
  }

  private void putAside(Span span) throws IOException {
    files.putAside(span, TIME.format(Instant.now()));
  }

  private SegmentReader.Sink replay(Tables tables, Batch.Mistakes mistakes) {
    return new SegmentReader.Sink() {
      @Override
      public void batch(long number, byte[] payload) throws StoreException {
        try {
          Batch.of(decode(payload), tables, mistakes).apply(tables, batches);
        } catch (IllegalStateException e) {
          throw new StoreException(
              StoreException.Reason.DAMAGED,
              "batch %d of the journal %s does not fit the ledger: %s"
                  .formatted(number, folder.journal(), e.getMessage()),
              e);
        }
      }

      @Override
      public boolean readable(byte[] payload) {
        return batches.decode(Bytes.copyOf(payload)).fold(good -> true, reason -> false);
      }
    };
  }

  private List<Write> decode(byte[] payload) {
    return batches
        .decode(Bytes.copyOf(payload))
        .fold(
            good -> good,
            reason -> {
              throw new IllegalStateException(reason);
            });
  }
}
