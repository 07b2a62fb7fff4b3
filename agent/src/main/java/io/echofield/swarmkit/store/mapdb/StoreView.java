package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A store as it is now, only to look at: nothing is mended, cut or removed and no lock is taken, so
 * an agent may be writing it. What is not good is told as a fault and left out. One thread.
 */
public final class StoreView implements AutoCloseable {
  /** Merged runs may vanish while they are looked for; then it is tried again. */
  private static final int TRIES_MAX = 5;

  private final StoreFolder folder;
  private final Tables tables;
  private final WriteWire batches;
  private final List<StoreFault> faults;
  private final long lastBatch;

  private StoreView(
      StoreFolder folder,
      Tables tables,
      WriteWire batches,
      List<StoreFault> faults,
      long lastBatch) {
    this.folder = folder;
    this.tables = tables;
    this.batches = batches;
    this.faults = Collections.unmodifiableList(faults);
    this.lastBatch = lastBatch;
  }

  /**
   * Opens what is there.
   *
   * @throws StoreException if there is no store, or one of a newer format
   */
  public static StoreView open(Path root, EntryCodec codec, Progress progress)
      throws StoreException {
    StoreFolder folder = new StoreFolder(root.toAbsolutePath().normalize(), Disk.real());
    if (!FormatMark.isSet(folder) && !Files.isDirectory(folder.journal())) {
      throw new StoreException(
          StoreException.Reason.NOT_WRITABLE, "there is no ledger in " + folder.root());
    }
    try {
      for (int tries = 1; ; tries++) {
        try {
          return new Loading(folder, codec, progress).load();
        } catch (NoSuchFileException | EOFException e) {
          if (tries == TRIES_MAX) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw StoreFailures.working(folder.root(), "reading the ledger", e);
    }
  }

  /** What is not good about the files, in the order of the files. */
  public List<StoreFault> faults() {
    return faults;
  }

  /**
   * Whether the agent removed a run meanwhile, because it merged it: whatever was read of it since
   * may be wrong, and a fault need not be one.
   */
  public boolean stale() {
    RunFiles files = new RunFiles(folder);
    return tables.cells().runs().stream()
        .anyMatch(run -> !folder.disk().exists(files.seal(run.span())));
  }

  /** The number of the last batch that can be read, 0 if there is none. */
  public long lastBatch() {
    return lastBatch;
  }

  public int runs() {
    return tables.cells().runs().size();
  }

  /** Bytes of all files. */
  public long sizeBytes() {
    return folder.sizeBytes();
  }

  /**
   * What the node keeps in heap.
   *
   * @throws UncheckedIOException if that part is damaged
   */
  public Restored restored() {
    return read(all -> RestoredState.of(all, batches));
  }

  public LedgerReader reader() {
    return new MapDbLedger(this::read);
  }

  Tables tables() {
    return tables;
  }

  <T> T read(Function<Tables, T> lookUp) {
    try {
      return lookUp.apply(tables);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException | InternalError e) {
      throw new UncheckedIOException(
          new IOException("the ledger in " + folder.root() + " is damaged: " + e, e));
    }
  }

  @Override
  public void close() {
    tables.cells().runs().forEach(Run::close);
  }

  /** One try. */
  private static final class Loading {
    private final StoreFolder folder;
    private final RunFiles files;
    private final EntryCodec codec;
    private final WriteWire batches;
    private final Progress progress;
    private final Rot rot;
    private final List<StoreFault> faults = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private long next = 1;

    Loading(StoreFolder folder, EntryCodec codec, Progress progress) {
      this.folder = folder;
      this.files = new RunFiles(folder);
      this.codec = codec;
      this.batches = new WriteWire(codec);
      this.progress = progress;
      this.rot =
          new Rot(
              folder.disk(),
              false,
              flipped -> faults.add(new StoreFault(folder.root().toString(), flipped)));
    }

    StoreView load() throws IOException, StoreException {
      boolean whole = false;
      try {
        if (FormatMark.isSet(folder)) {
          FormatMark.check(folder, rot);
        } else {
          faults.add(new StoreFault(folder.format().toString(), "it is missing"));
        }
        chain();
        Tables tables = new Tables(new LayeredCells(new Memtable(), runs), codec);
        journal(tables);
        whole = true;
        return new StoreView(folder, tables, batches, faults, next - 1);
      } finally {
        if (!whole) {
          runs.forEach(Run::close);
        }
      }
    }

    private void chain() throws IOException {
      List<Span> sealed = files.sealed();
      for (int i = 0; i < sealed.size(); i++) {
        Span span = sealed.get(i);
        progress.at("checking runs", i, sealed.size());
        if (span.first() < next) {
          continue; // merged already
        }
        missing(span.first(), files.data(span));
        Optional<String> fault = rot.inRun(files, span);
        if (fault.isEmpty()) {
          open(span);
        } else {
          stillThere(span);
          faults.add(new StoreFault(files.data(span).toString(), fault.get()));
        }
        next = span.last() + 1;
      }
    }

    private void open(Span span) throws IOException {
      try {
        runs.add(Run.open(files, span));
      } catch (IOException e) {
        stillThere(span);
        faults.add(new StoreFault(files.data(span).toString(), e.getMessage()));
      }
    }

    /** What the agent removed meanwhile, because it merged it, is no fault. */
    private void stillThere(Span span) throws NoSuchFileException {
      if (!folder.disk().exists(files.seal(span))) {
        throw new NoSuchFileException(files.seal(span).toString());
      }
    }

    private void missing(long found, Path at) {
      if (found > next) {
        faults.add(
            new StoreFault(
                at.toString(),
                "batches %d to %d are missing before it".formatted(next, found - 1)));
        next = found;
      }
    }

    private void journal(Tables tables) throws IOException, StoreException {
      List<Path> segments = Journal.segments(folder);
      if (segments.isEmpty()) {
        faults.add(new StoreFault(folder.journal().toString(), "there is no journal"));
      }
      for (int i = 0; i < segments.size(); i++) {
        Path segment = segments.get(i);
        boolean last = i == segments.size() - 1;
        long end = last ? Long.MAX_VALUE : Journal.firstBatchOf(segments.get(i + 1));
        progress.at("reading the journal", i, segments.size());
        segment(segment, end, tables);
      }
    }

    private void segment(Path segment, long end, Tables tables) throws IOException, StoreException {
      long needed = next;
      if (end > next) {
        missing(Journal.firstBatchOf(segment), segment);
      }
      SegmentReader.End read =
          SegmentReader.read(
              folder.disk(),
              segment,
              rot,
              (number, payload) -> {
                if (number == next) {
                  apply(payload, segment, tables);
                  next++;
                }
              });
      long last = end == Long.MAX_VALUE ? read.laterBatch() : end - 1;
      if (last >= read.nextBatch() && last >= needed) {
        grown(segment, read);
        faults.add(
            new StoreFault(
                segment + " at byte " + read.offset(),
                "batch %d cannot be read but later ones can".formatted(read.nextBatch())));
      }
    }

    /** What the agent wrote while it was read may look torn. */
    private void grown(Path segment, SegmentReader.End read) throws IOException, StoreException {
      SegmentReader.End again =
          SegmentReader.read(folder.disk(), segment, rot, (number, payload) -> {});
      if (again.nextBatch() > read.nextBatch()) {
        throw new NoSuchFileException(segment + " changed while it was read");
      }
    }

    private void apply(byte[] payload, Path segment, Tables tables) {
      List<Write> writes =
          batches
              .decode(Bytes.copyOf(payload))
              .fold(
                  good -> good,
                  reason -> {
                    faults.add(
                        new StoreFault(segment.toString(), "batch %d: %s".formatted(next, reason)));
                    return List.of();
                  });
      try {
        Batch.of(writes, tables, Batch.Mistakes.LEAVE_OUT).apply(tables, batches);
      } catch (UncheckedIOException e) {
        faults.add(
            new StoreFault(
                segment.toString(), "batch %d: %s".formatted(next, e.getCause().getMessage())));
      }
    }
  }
}
