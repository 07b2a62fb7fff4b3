package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what is good out of a journal that is damaged in the middle, where no open can go on.
 *
 * <p>Batches before and behind the damage become runs; the damaged segments are put aside; what is
 * missing stays a hole between the runs, which the next open settles. One use, one thread.
 */
public final class JournalRepair {
  private final StoreFolder folder;
  private final EntryCodec entries;
  private final WriteWire batches;
  private final Notices notices;
  private final Rot rot;
  private final RunChain chain;
  private final List<Path> damaged = new ArrayList<>();
  private Tables tables;

  /** The first batch in the memtable, and the one that is expected next. */
  private long first;

  private long expected;

  private JournalRepair(StoreFolder folder, EntryCodec entries, Notices notices) {
    this.folder = folder;
    this.entries = entries;
    this.batches = new WriteWire(entries);
    this.notices = notices;
    this.rot = new Rot(folder.disk(), true, notices).takingUnreadableForDamaged();
    this.chain = new RunChain(folder, entries, batches, rot, notices);
  }

  /**
   * Repairs a store that nobody has open.
   *
   * @return what was done, a sentence each; empty if the journal is good
   * @throws StoreException HELD if somebody has it open; anything else if it cannot be done
   */
  public static List<String> repair(Path root, EntryCodec entries, String holder)
      throws StoreException {
    StoreFolder folder = new StoreFolder(root.toAbsolutePath().normalize(), Disk.real());
    Notices notices = new Notices();
    try {
      StoreLock lock = StoreLock.take(folder, holder);
      try {
        JournalRepair repair = new JournalRepair(folder, entries, notices);
        if (!FormatMark.isReadable(folder, repair.rot)) {
          FormatMark.set(folder);
          notices.accept("%s was written anew".formatted(folder.format()));
        }
        FormatMark.check(folder, repair.rot);
        repair.run();
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw StoreFailures.working(folder.root(), "repairing the journal", e);
    }
    return notices.list();
  }

  private void run() throws IOException, StoreException {
    try {
      chain.build();
      long needed = chain.next();
      begin(needed);
      List<Path> segments = Journal.segments(folder);
      for (int i = 0; i < segments.size(); i++) {
        Path segment = segments.get(i);
        boolean last = i == segments.size() - 1;
        long following = last ? Long.MAX_VALUE : Journal.firstBatchOf(segments.get(i + 1));
        if (SegmentReader.readAround(folder.disk(), segment, following, rot, this::take)
            && following > needed) {
          damaged.add(segment);
        }
      }
      if (chain.holes().isEmpty() && damaged.isEmpty()) {
        return; // the next open takes it as it is
      }
      flush();
      for (Path segment : damaged) {
        folder.disk().rename(segment, aside(segment));
        notices.accept("%s is damaged and was put aside".formatted(segment));
      }
      folder.disk().forceFolder(folder.journal());
    } finally {
      chain.close();
    }
  }

  private void take(long number, byte[] payload) throws StoreException {
    if (number < expected) {
      return; // in a run already
    }
    try {
      if (number > expected) {
        flush();
        notices.accept("batches %d to %d of the journal are lost".formatted(expected, number - 1));
        chain.missingUntil(number);
        begin(number);
      }
      new Replay(folder, batches, tables, chain.mistakes()).batch(number, payload);
      expected = number + 1;
    } catch (IOException e) {
      throw StoreFailures.working(folder.root(), "repairing the journal", e);
    }
  }

  private void begin(long batch) {
    tables = new Tables(new LayeredCells(new Memtable(), chain.runs()), entries);
    first = batch;
    expected = batch;
  }

  private void flush() throws IOException {
    if (expected > first) {
      Span span = new Span(first, expected - 1);
      RunBuilder.build(new RunFiles(folder), span, tables.cells().memtable());
      chain.add(span);
      begin(expected);
    }
  }

  private static Path aside(Path segment) {
    return segment.resolveSibling(StoreFolder.name(segment) + RunChain.ending());
  }
}
