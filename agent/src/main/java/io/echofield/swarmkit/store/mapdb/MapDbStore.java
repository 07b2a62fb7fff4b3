package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.wire.WriteWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mapdb.DBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a node in one folder; see the package for how it survives a crash.
 *
 * <p>Calls exclude each other, so {@link #close} may come from any thread. The thread of all other
 * calls should not be interrupted: an interrupt is held back and shown again after the call, but in
 * bad luck it costs the store, which must then be opened again.
 */
public final class MapDbStore implements NodeStore {
  private static final Logger LOG = LoggerFactory.getLogger(MapDbStore.class);

  /**
   * A clean stop with more journal segments than this makes a checkpoint, so that short runs do not
   * pile them up.
   */
  private static final int SEGMENTS_AT_REST_MAX = 16;

  // fixed
  private final StoreFolder folder;
  private final StoreSettings settings;
  private final EntryCodec entries;
  private final WriteWire batches;
  private final Checkpoints checkpoints;
  private final Notices notices = new Notices();

  // while open
  private Optional<StoreLock> lock = Optional.empty();
  private Optional<Recovery.Recovered> open = Optional.empty();

  /** Nothing more can be promised: the folder is left as it is and recovered by the next open. */
  private boolean failed;

  /** The last batch in the newest checkpoint, 0 if there is none. */
  private long checkpointed;

  /** Journal length after it at which the next one is due; raised when one could not be made. */
  private long checkpointAtBytes;

  /** Does nothing yet; {@link #open} makes the folder if there is none. */
  public MapDbStore(Path folder, EntryCodec codec, StoreSettings settings) {
    this.folder = new StoreFolder(folder.toAbsolutePath().normalize());
    this.settings = settings;
    this.entries = codec;
    this.batches = new WriteWire(codec);
    this.checkpoints = new Checkpoints(this.folder.checkpoints());
  }

  /**
   * What an operator should know about the folder: what was cut, made again or put aside. Oldest
   * first, bounded. Any thread.
   */
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
      Files.createDirectories(folder.root());
      lock = Optional.of(StoreLock.take(folder, settings.holder()));
      FormatMark.check(folder);
      Recovery.Recovered recovered =
          new Recovery(folder, settings, entries, batches, checkpoints, notices).recover();
      open = Optional.of(recovered);
      failed = false;
      settle(recovered);
      Restored restored = RestoredState.of(recovered.tables(), batches);
      opened = true;
      return restored;
    } catch (IOException e) {
      throw StoreFailures.opening(folder.root(), e);
    } catch (UncheckedIOException e) {
      throw StoreFailures.opening(folder.root(), e.getCause());
    } catch (DBException | InternalError e) {
      // InternalError: the disk did not give or take a mapped page.
      throw StoreFailures.opening(folder.root(), new IOException(e.toString(), e));
    } finally {
      if (!opened) {
        failed = true;
        close();
      }
      restore(interrupted);
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
    Recovery.Recovered store = usable();
    if (writes.isEmpty()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      Batch batch = read(tables -> Batch.of(writes, tables, Batch.Mistakes.REFUSE));
      byte[] payload = batches.encode(batch.writes()).toArray();
      reserve(store, batch, payload);
      append(store, batch, payload);
      if (store.journal().bytesAfter(checkpointed) >= checkpointAtBytes) {
        checkpoint(store);
      }
    } catch (UncheckedIOException e) {
      throw failure("reading the ledger", e.getCause());
    } finally {
      restore(interrupted);
    }
  }

  @Override
  public synchronized void reserve(List<Write> writes) throws StoreException {
    Recovery.Recovered store = usable();
    boolean interrupted = Thread.interrupted();
    try {
      Batch batch = read(tables -> Batch.of(writes, tables, Batch.Mistakes.REFUSE));
      reserve(store, batch, batches.encode(batch.writes()).toArray());
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
  public synchronized void close() {
    boolean interrupted = Thread.interrupted();
    try {
      if (open.isPresent()) {
        close(open.get());
      }
    } catch (IOException | RuntimeException e) {
      // Nothing is lost: without its mark of a clean stop the folder is recovered by the next open.
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

  private void close(Recovery.Recovered store) throws IOException {
    if (failed) {
      store.journal().close();
      store.work().abandon();
      return;
    }
    if (store.journal().bytesAfter(checkpointed) >= settings.checkpointBytes() / 2
        || store.journal().segments() > SEGMENTS_AT_REST_MAX) {
      checkpoint(store);
    }
    store.journal().close();
    store.work().settle();
    store.work().close();
    new CleanMark(folder).set(Seal.of(folder.work(), store.journal().lastBatch()));
  }

  private void reserve(Recovery.Recovered store, Batch batch, byte[] payload)
      throws StoreException {
    try {
      store.work().reserve(batch.spaceBytes(payload.length));
      store.journal().reserve(payload.length);
    } catch (IOException e) {
      if (StoreFailures.noSpace(e)) {
        throw StoreFailures.noSpace(folder.root(), e);
      }
      throw failure("reserving space", e);
    } catch (RuntimeException e) {
      if (e instanceof IllegalStateException) {
        throw e;
      }
      throw failure("reserving space", new IOException(e));
    }
  }

  private void append(Recovery.Recovered store, Batch batch, byte[] payload) throws StoreException {
    try {
      store.journal().append(payload);
    } catch (IOException e) {
      throw failure("writing the journal", e);
    }
    try {
      batch.apply(store.tables(), batches);
    } catch (RuntimeException | Error e) {
      // Durable already: the next open applies it from the journal.
      throw failure("applying a batch to the ledger", new IOException(e));
    }
  }

  private StoreException failure(String doing, IOException cause) {
    failed = true;
    return new StoreException(
        StoreException.Reason.IO,
        "the disk failed while %s in %s: %s".formatted(doing, folder.root(), cause.getMessage()),
        cause);
  }

  /**
   * After recovery: whatever was not good is replaced by a new checkpoint before anything depends
   * on it.
   */
  private void settle(Recovery.Recovered store) throws IOException {
    checkpointed = checkpoints.batches().stream().findFirst().orElse(0L);
    checkpointAtBytes = settings.checkpointDueBytes(store.work().usedBytes());
    if (store.doubtful() && checkpoint(store) && store.journal().gap()) {
      // Nothing leads from an older checkpoint to this ledger any more.
      store.journal().drop(checkpoints.keep(1));
    }
  }

  /** Makes a checkpoint; if that fails nothing is lost, the journal only stays longer. */
  private boolean checkpoint(Recovery.Recovered store) {
    long batch = store.journal().lastBatch();
    try {
      store.work().settle();
      checkpoints.write(store.work().path(), store.work().usedBytes(), batch);
      checkpointed = batch;
      store.journal().rotate();
      store.journal().drop(checkpoints.keep(Checkpoints.KEPT));
      checkpointAtBytes = settings.checkpointDueBytes(store.work().usedBytes());
      return true;
    } catch (IOException | RuntimeException e) {
      checkpointAtBytes += settings.checkpointBytes();
      notices.accept(
          "no checkpoint could be made in " + folder.checkpoints() + ": " + e.getMessage());
      return false;
    }
  }

  private synchronized <T> T read(Function<Tables, T> lookUp) {
    Recovery.Recovered store =
        open.orElseThrow(() -> new IllegalStateException("the store is not open"));
    try {
      return lookUp.apply(store.tables());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw e;
    } catch (UncheckedIOException e) {
      failed = true;
      throw e;
    } catch (RuntimeException | Error e) {
      // MapDB trips over damage in any way it likes.
      failed = true;
      throw new UncheckedIOException(
          new IOException("the ledger file " + folder.work() + " is damaged: " + e, e));
    }
  }

  private Recovery.Recovered usable() throws StoreException {
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
