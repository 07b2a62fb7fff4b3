package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;
import org.mapdb.StoreDirect;
import org.mapdb.volume.MappedFileVol;
import org.mapdb.volume.RandomAccessFileVol;
import org.mapdb.volume.Volume;

/**
 * Builds the file of a run from sorted cells with MapDB's data pump, and seals it.
 *
 * <p>A mapped page for which the disk has no space cannot be refused when it is written, so space
 * is allocated before each part. A run counts once its seal has its name; what is left of one that
 * was not finished is removed by the next open. One thread; an interrupt fails the building.
 */
final class RunBuilder {
  private static final int PAGE_SHIFT = 20;
  private static final int PAGE_BYTES = 1 << PAGE_SHIFT;
  private static final byte[] ZEROS = new byte[PAGE_BYTES];

  /** No run is smaller. */
  static final long LEAST_BYTES = 2L << 20;

  /** As much as MapDB takes on its own for a new file. */
  private static final long FIRST_BYTES = 3L * PAGE_BYTES;

  /** Space is asked for whenever so many bytes of cells were given. */
  private static final int PART_BYTES = 128 << 10;

  /** More than a cell costs beside its bytes, in leaves and above. */
  private static final int CELL_OVERHEAD_BYTES = 64;

  private final RunFiles files;
  private final Span span;
  private final BooleanSupplier cancelled;
  private long count;

  private RunBuilder(RunFiles files, Span span, BooleanSupplier cancelled) {
    this.files = files;
    this.span = span;
    this.cancelled = cancelled;
  }

  /** Where MapDB's bytes lie: mapped, where addresses are wide enough. */
  static Volume volume(Path file, boolean readOnly) {
    boolean wide = System.getProperty("os.arch", "").contains("64");
    return wide
        ? new MappedFileVol(file.toFile(), readOnly, 0, PAGE_SHIFT, false, 0, true)
        : new RandomAccessFileVol(file.toFile(), readOnly, 0, 0);
  }

  /**
   * Builds and seals.
   *
   * @param cells ascending, each key once
   * @param cellsMax not less than how many cells come
   * @param cancelled asked now and then; true ends the building
   * @return false if it was cancelled; nothing is left then
   * @throws IOException if the disk fails or is full; nothing that counts has changed
   */
  static boolean build(
      RunFiles files, Span span, Iterator<Cell> cells, long cellsMax, BooleanSupplier cancelled)
      throws IOException {
    return new RunBuilder(files, span, cancelled).build(cells, cellsMax);
  }

  /** Builds and seals a run of all cells of a memtable, which stays as it is. */
  static void build(RunFiles files, Span span, Memtable memtable) throws IOException {
    boolean unused =
        build(files, span, memtable.from(new byte[0], true), memtable.size(), () -> false);
  }

  private boolean build(Iterator<Cell> cells, long cellsMax) throws IOException {
    files.makeFolder();
    Path temporary = files.temporary(span);
    boolean whole = false;
    try (DiskFile file = files.disk().openToWrite(temporary)) {
      try {
        file.setLength(0);
        whole = fill(file, temporary, cells, cellsMax);
        if (whole) {
          file.force();
          files.seal(span, Seal.of(file, span));
        }
      } finally {
        if (!whole) {
          // The mapping may keep it alive for a while after it is removed; its space is wanted now.
          file.setLength(0);
        }
      }
    } finally {
      if (!whole) {
        files.disk().delete(temporary);
      }
    }
    return whole;
  }

  private boolean fill(DiskFile file, Path temporary, Iterator<Cell> cells, long cellsMax)
      throws IOException {
    Space space = new Space(file);
    space.upTo(FIRST_BYTES);
    Volume volume = toWrite(temporary);
    try {
      DB db = DBMaker.volumeDB(volume, false).concurrencyDisable().fileSyncDisable().make();
      StoreDirect store = (StoreDirect) db.getStore();
      Bloom bloom = Bloom.forKeys(cellsMax);
      if (!pump(db, store, volume, space, bloom, cells)) {
        return false;
      }
      space.upTo(store.getTotalSize() + 2L * bloom.bits().length + FIRST_BYTES);
      volume.ensureAvailable(space.allocated);
      db.atomicVar(Run.BLOOM, Serializer.BYTE_ARRAY, bloom.bits()).create();
      db.atomicLong(Run.COUNT, count).create();
      long used = store.getTotalSize();
      db.close();
      file.setLength(used);
      return true;
    } catch (DBException | InternalError e) {
      // InternalError: the disk did not take a mapped page.
      throw new IOException("MapDB cannot write " + temporary + ": " + e, e);
    } finally {
      volume.close();
    }
  }

  private static Volume toWrite(Path file) throws IOException {
    try {
      return volume(file, false);
    } catch (DBException e) {
      // Out of descriptors, or interrupted.
      throw new IOException("MapDB cannot open " + file + ": " + e.getCause(), e);
    }
  }

  private boolean pump(
      DB db, StoreDirect store, Volume volume, Space space, Bloom bloom, Iterator<Cell> cells)
      throws IOException {
    DB.TreeMapSink<byte[], byte[]> sink =
        db.treeMap(Run.CELLS, Serializer.BYTE_ARRAY_DELTA, Serializer.BYTE_ARRAY).createFromSink();
    long part = PART_BYTES;
    while (cells.hasNext()) {
      Cell cell = cells.next();
      part += cell.key().length + cell.value().length + CELL_OVERHEAD_BYTES;
      if (part >= PART_BYTES) {
        if (cancelled.getAsBoolean()) {
          return false;
        }
        // What was given since the last part may still wait in MapDB's leaves.
        space.upTo(store.getTotalSize() + 2 * part + FIRST_BYTES);
        volume.ensureAvailable(space.allocated);
        part = 0;
      }
      if (Run.inBloom(cell.key())) {
        bloom.add(cell.key());
      }
      sink.put(cell.key(), cell.value());
      count++;
    }
    BTreeMap<byte[], byte[]> unused = sink.create();
    return true;
  }

  /** Allocates ahead by writing zeros. */
  private static final class Space {
    private final DiskFile file;
    private long allocated;

    Space(DiskFile file) {
      this.file = file;
    }

    void upTo(long bytes) throws IOException {
      while (allocated < bytes) {
        file.write(allocated, ZEROS, 0, PAGE_BYTES);
        allocated += PAGE_BYTES;
      }
    }
  }
}
