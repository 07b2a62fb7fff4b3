package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.mapdb.DBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a node in one folder; see the package for how it survives a crash.
 *
 * <p>Calls exclude each other, so {@link #close} may come from any thread. The thread of all other
 * calls should not be interrupted: an interrupt is held back and shown again after the call.
 */
public final class MapDbStore implements NodeStore {
  private static final Logger LOG = LoggerFactory.getLogger(MapDbStore.class);

  // fixed
  private final StoreFolder folder;
  private final RunFiles files;
  private final StoreSettings settings;
  private final EntryCodec entries;
  private final WriteWire batches;
  private final Notices notices = new Notices();
  private final Executor background;
  private final Compactor compactor;

  // while open
  private Optional<StoreLock> lock = Optional.empty();
  private volatile Optional<Ledger> open = Optional.empty();

  private final AtomicBoolean compacting = new AtomicBoolean();

  /** Nothing more can be promised: the folder is left as it is and recovered by the next open. */
  private boolean failed;

  /** What is open. */
  private static final class Ledger {
    final Tables tables;
    final Journal journal;

    /** The last batch that is in a run. */
    long flushed;

    /** What becomes a run at present. */
    Optional<Flush> flush = Optional.empty();

    /** After a failure: journal length at which it is tried again. */
    long tidyAtBytes;

    /** Where each link's outbox stands: journal above the lowest of them is kept. */
    final SortedMap<LinkName, Long> cursors = new TreeMap<>();

    Ledger(Recovery.Recovered recovered) {
      this.tables = recovered.tables();
      this.journal = recovered.journal();
      this.flushed = recovered.flushed();
    }

    LayeredCells cells() {
      return tables.cells();
    }

    List<Run> runs() {
      return tables.cells().runs();
    }
  }

  /** Does nothing yet; {@link #open} makes the folder if there is none. */
  public MapDbStore(Path folder, EntryCodec codec, StoreSettings settings) {
    this(folder, codec, settings, Disk.real(), MapDbStore::inBackground);
  }

  /**
   * A store over another file system, or one that merges runs elsewhere.
   *
   * @param background makes and merges runs
   */
  public MapDbStore(
      Path folder, EntryCodec codec, StoreSettings settings, Disk disk, Executor background) {
    this.folder = new StoreFolder(folder.toAbsolutePath().normalize(), disk);
    this.files = new RunFiles(this.folder);
    this.settings = settings;
    this.entries = codec;
    this.batches = new WriteWire(codec);
    this.background = background;
    this.compactor = new Compactor(files, background, notices);
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "store-background");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * What an operator should know about the folder: what was cut, mended, made again or put aside.
   * Oldest first, bounded. Any thread.
   */
  @Override
  public List<String> notices() {
    return notices.list();
  }

  @Override
  public synchronized Restored open() throws StoreException {
    if (lock.isPresent()) {
      throw new IllegalStateException("the store is open already");
    }
    boolean interrupted = Thread.interrupted();
    boolean opened = false;
    try {
      folder.disk().makeFolder(folder.root());
      if (!FormatMark.isSet(folder)) {
        folder.forceOwnName();
      }
      lock = Optional.of(StoreLock.take(folder, settings.holder()));
      Recovery.Recovered recovered =
          new Recovery(folder, settings, entries, batches, notices).recover();
      Ledger ledger = new Ledger(recovered);
      open = Optional.of(ledger);
      failed = false;
      settle(ledger, recovered.holes());
      Restored restored = RestoredState.of(ledger.tables, batches);
      ledger.cursors.putAll(restored.cursors());
      opened = true;
      return restored;
    } catch (IOException e) {
      throw StoreFailures.opening(folder.root(), e);
    } catch (UncheckedIOException e) {
      throw StoreFailures.opening(folder.root(), e.getCause());
    } catch (DBException | InternalError e) {
      // InternalError: the disk did not give a mapped page.
      throw StoreFailures.opening(folder.root(), new IOException(e.toString(), e));
    } finally {
      if (!opened) {
        failed = true;
        close();
      }
      restore(interrupted);
    }
  }

  /** After recovery: what is missing is settled before anybody builds on the rest. */
  private void settle(Ledger ledger, List<Span> holes) throws IOException, StoreException {
    if (!holes.isEmpty()) {
      long saved = Salvage.from(folder, ledger.tables, entries, writes -> write(ledger, writes));
      if (saved > 0) {
        notices.accept(
            "%d entries were taken out of damaged files in %s".formatted(saved, folder.root()));
      }
      LostParts.settle(
          ledger.tables, RestoredState.of(ledger.tables, batches), writes -> write(ledger, writes));
      // What was taken from the journal in spite of the loss must never be taken in without it.
      flush(ledger);
      for (Span hole : holes) {
        // From here on the loss is no news.
        RunBuilder.build(files, hole, new Memtable());
        install(ledger, hole);
      }
      ledger.journal.drop(ledger.flushed, Long.MAX_VALUE, 0);
    }
    if (ledger.journal.segments() > 1) {
      tidy(ledger);
    }
  }

  @Override
  public synchronized Restored restored() {
    return read(tables -> RestoredState.of(tables, batches));
  }

  @Override
  public LedgerReader reader() {
    return new MapDbLedger(
        new MapDbLedger.Guard() {
          @Override
          public <T> T read(Function<Tables, T> lookUp) {
            return MapDbStore.this.read(lookUp);
          }
        });
  }

  @Override
  public synchronized void commit(List<Write> writes) throws StoreException {
    Ledger ledger = usable();
    if (writes.isEmpty()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      write(ledger, writes);
      for (Write write : writes) {
        if (write instanceof Write.Cursor cursor) {
          ledger.cursors.put(cursor.link(), cursor.arrival());
        }
      }
      tidy(ledger);
    } catch (UncheckedIOException e) {
      throw failure("reading the ledger", e.getCause());
    } finally {
      restore(interrupted);
    }
  }

  @Override
  public synchronized void reserve(List<Write> writes) throws StoreException {
    Ledger ledger = usable();
    boolean interrupted = Thread.interrupted();
    try {
      makeRoom(ledger);
      Batch batch = read(tables -> Batch.of(writes, tables, Batch.Mistakes.REFUSE));
      reserve(ledger, batches.encode(batch.writes()).toArray());
    } catch (UncheckedIOException e) {
      throw failure("reading the ledger", e.getCause());
    } finally {
      restore(interrupted);
    }
  }

  @Override
  public synchronized long sizeBytes() {
    return folder.sizeBytes();
  }

  @Override
  public Compacted compact() throws StoreException {
    return compact(Progress.NONE);
  }

  /** Makes one run of everything and gives back what it does not need; see {@link NodeStore}. */
  public Compacted compact(Progress progress) throws StoreException {
    if (!compacting.compareAndSet(false, true)) {
      throw new StoreException(
          StoreException.Reason.HELD, "the ledger in " + folder.root() + " is being compacted");
    }
    boolean interrupted = Thread.interrupted();
    try {
      long before = sizeBytes();
      Ledger ledger = beginToCompact();
      List<Span> spans = ledger.runs().stream().map(Run::span).toList();
      Optional<Span> whole = Optional.empty();
      if (spans.size() > 1) {
        whole = compactor.mergeAll(spans, () -> !isOpen(ledger), progress);
      }
      endCompacting(ledger, whole);
      return new Compacted(before, sizeBytes());
    } catch (IOException | DBException | InternalError e) {
      throw StoreFailures.working(
          folder.root(), "compacting the ledger", new IOException(e.getMessage(), e));
    } finally {
      compacting.set(false);
      restore(interrupted);
    }
  }

  /** Whether this is what is open: the store may have been closed, and opened again. */
  private boolean isOpen(Ledger ledger) {
    return open.filter(now -> now == ledger).isPresent();
  }

  private synchronized Ledger beginToCompact() throws StoreException, IOException {
    Ledger ledger = usable();
    compactor.stop();
    boolean small = ledger.journal.bytesAfter(ledger.flushed) < RunBuilder.LEAST_BYTES;
    if (!small || ledger.runs().size() > 1) {
      flush(ledger);
    }
    return ledger;
  }

  private synchronized void endCompacting(Ledger ledger, Optional<Span> whole)
      throws StoreException, IOException {
    if (!isOpen(ledger) || (whole.isEmpty() && ledger.runs().size() > 1)) {
      throw new StoreException(
          StoreException.Reason.IO,
          "the ledger in %s was closed while it was compacted: nothing has changed"
              .formatted(folder.root()));
    }
    if (whole.isPresent()) {
      replace(ledger, whole.get());
    }
    ledger.journal.drop(ledger.flushed, delivered(ledger), settings.backlogBytesMax());
  }

  @Override
  public synchronized void close() {
    boolean interrupted = Thread.interrupted();
    try {
      compactor.stop();
      open.flatMap(ledger -> ledger.flush).ifPresent(MapDbStore::await);
      if (open.isPresent()) {
        open.get().runs().forEach(Run::close);
        open.get().journal.close();
      }
    } catch (IOException | RuntimeException e) {
      // Nothing is lost: what was acknowledged is in the journal.
      LOG.warn("store folder={} close failed: {}", folder.root(), e.toString());
    } finally {
      open = Optional.empty();
      unlock();
      restore(interrupted);
    }
  }

  private void unlock() {
    try {
      if (lock.isPresent()) {
        lock.get().close();
      }
    } catch (IOException e) {
      LOG.warn("store folder={} unlock failed: {}", folder.root(), e.toString());
    } finally {
      lock = Optional.empty();
    }
  }

  private void write(Ledger ledger, List<Write> writes) throws StoreException {
    makeRoom(ledger);
    Batch batch = read(tables -> Batch.of(writes, tables, Batch.Mistakes.REFUSE));
    byte[] payload = batches.encode(batch.writes()).toArray();
    reserve(ledger, payload);
    try {
      ledger.journal.append(payload);
    } catch (IOException e) {
      throw failure("writing the journal", e);
    }
    try {
      batch.apply(ledger.tables, batches);
    } catch (RuntimeException | Error e) {
      // Durable already: the next open applies it from the journal.
      throw failure("applying a batch to the ledger", new IOException(e));
    }
  }

  private void reserve(Ledger ledger, byte[] payload) throws StoreException {
    try {
      ledger.journal.reserve(payload.length);
    } catch (IOException e) {
      if (StoreFailures.noSpace(e)) {
        throw StoreFailures.noSpace(folder.root(), e);
      }
      throw failure("reserving space", e);
    }
  }

  /** The memtable is bounded: when it could not become a run for long, nothing more is taken. */
  private void makeRoom(Ledger ledger) throws StoreException {
    long unflushed = ledger.journal.bytesAfter(ledger.flushed);
    if (unflushed >= (long) StoreSettings.SEGMENTS_UNFLUSHED_MAX * settings.segmentBytes()) {
      try {
        flush(ledger);
      } catch (IOException e) {
        throw StoreFailures.working(folder.root(), "writing a run of the ledger", e);
      }
    }
  }

  /**
   * What is due after a batch: a full segment becomes a run, a finished run or merge takes its
   * place. A failure loses nothing and is tried again.
   */
  private void tidy(Ledger ledger) {
    try {
      Optional<Span> merged = compactor.finished();
      if (merged.isPresent()) {
        replace(ledger, merged.get());
      }
      // The next one waits for the one before, so that there are two memtables at most.
      if (ledger.journal.full() || ledger.flush.filter(Flush::isDone).isPresent()) {
        endFlush(ledger);
      }
      if (ledger.journal.full() && ledger.journal.bytes() >= ledger.tidyAtBytes) {
        beginFlush(ledger);
      }
      dropSegments(ledger);
      if (!compacting.get()) {
        compactor.consider(ledger.runs(), settings.segmentBytes());
      }
    } catch (IOException | DBException | InternalError e) {
      notices.accept(
          "the ledger in %s could not be tidied up, which is tried again; nothing is lost: %s"
              .formatted(folder.root(), e.getMessage()));
      ledger.tidyAtBytes = ledger.journal.bytes() + settings.allocationBytes();
    }
  }

  /** Makes a run of all batches that are in none, and waits for it. */
  private void flush(Ledger ledger) throws IOException {
    endFlush(ledger);
    beginFlush(ledger);
    endFlush(ledger);
  }

  private void beginFlush(Ledger ledger) throws IOException {
    long last = ledger.journal.lastBatch();
    if (last > ledger.flushed) {
      Span span = new Span(ledger.flushed + 1, last);
      ledger.journal.rotate(ledger.tables.lastArrival());
      Memtable full = ledger.cells().beginFlush();
      try {
        ledger.flush = Optional.of(Flush.begin(files, span, full, background));
      } catch (RuntimeException | Error e) {
        ledger.cells().undoFlush();
        throw new IOException("no run could be begun: " + e, e);
      }
    }
  }

  private void endFlush(Ledger ledger) throws IOException {
    if (ledger.flush.isEmpty()) {
      return;
    }
    Flush flush = ledger.flush.get();
    ledger.flush = Optional.empty();
    boolean installed = false;
    try {
      flush.join();
      install(ledger, flush.span());
      installed = true;
    } finally {
      if (installed) {
        ledger.cells().endFlush();
        ledger.flushed = flush.span().last();
      } else {
        ledger.cells().undoFlush();
      }
    }
  }

  private static void await(Flush flush) {
    try {
      flush.join();
    } catch (IOException e) {
      LOG.debug("a run was not finished: {}", e.toString());
    }
  }

  /** Opens a run that was just sealed and adds it to those that are read. */
  private void install(Ledger ledger, Span span) throws IOException {
    List<Run> runs = new ArrayList<>(ledger.runs());
    runs.add(Run.open(files, span));
    runs.sort((a, b) -> a.span().compareTo(b.span()));
    ledger.cells().replaceRuns(runs);
  }

  /** Reads a merged run instead of those that it was made of, and removes these. */
  private void replace(Ledger ledger, Span merged) throws IOException {
    Run whole = Run.open(files, merged);
    List<Run> kept = new ArrayList<>();
    List<Run> gone = new ArrayList<>();
    for (Run run : ledger.runs()) {
      boolean part = merged.covers(run.span()) && !merged.equals(run.span());
      (part ? gone : kept).add(run);
    }
    kept.add(whole);
    kept.sort((a, b) -> a.span().compareTo(b.span()));
    ledger.cells().replaceRuns(kept);
    for (Run run : gone) {
      run.close();
      files.remove(run.span());
    }
  }

  private void dropSegments(Ledger ledger) throws IOException {
    List<Run> runs = ledger.runs();
    int unbacked = runs.size() - StoreSettings.RUNS_BACKED_BY_JOURNAL;
    if (unbacked > 0) {
      ledger.journal.drop(
          runs.get(unbacked - 1).span().last(), delivered(ledger), settings.backlogBytesMax());
    }
  }

  /** The last arrival that every link has delivered. */
  private static long delivered(Ledger ledger) {
    return ledger.cursors.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }

  private StoreException failure(String doing, IOException cause) {
    failed = true;
    return new StoreException(
        StoreException.Reason.IO,
        "the disk failed while %s in %s: %s".formatted(doing, folder.root(), cause.getMessage()),
        cause);
  }

  private synchronized <T> T read(Function<Tables, T> lookUp) {
    Ledger ledger = open.orElseThrow(() -> new IllegalStateException("the store is not open"));
    try {
      return lookUp.apply(ledger.tables);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw e;
    } catch (UncheckedIOException e) {
      failed = true;
      throw e;
    } catch (RuntimeException | Error e) {
      // MapDB trips over damage in any way it likes.
      failed = true;
      throw new UncheckedIOException(
          new IOException("the ledger in " + folder.root() + " is damaged: " + e, e));
    }
  }

  private Ledger usable() throws StoreException {
    if (failed) {
      throw new StoreException(
          StoreException.Reason.IO,
          "the store in " + folder.root() + " failed before: close and open it again");
    }
    return open.orElseThrow(() -> new IllegalStateException("the store is not open"));
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
