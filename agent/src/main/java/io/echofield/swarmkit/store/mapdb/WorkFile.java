package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.StoreDirect;
import org.mapdb.volume.MappedFileVol;
import org.mapdb.volume.RandomAccessFileVol;
import org.mapdb.volume.Volume;

/**
 * The file in which MapDB keeps the ledger, mapped into memory where addresses are wide enough.
 *
 * <p>Not durable by itself. A mapped page without space on the disk cannot be refused when it is
 * written, so space is allocated before each batch. One thread; an interrupt during {@link
 * #reserve} makes the file unusable, so the owner keeps interrupts away.
 */
final class WorkFile implements AutoCloseable {
  private static final int PAGE_SHIFT = 20;
  private static final int PAGE_BYTES = 1 << PAGE_SHIFT;
  private static final int FIRST_PAGES = 3;
  private static final byte[] ZEROS = new byte[PAGE_BYTES];

  private final Path path;
  private final RandomAccessFile file;
  private final Volume volume;
  private final DB db;
  private final StoreDirect store;
  private long allocated;

  private WorkFile(
      Path path, RandomAccessFile file, Volume volume, DB db, StoreDirect store, long allocated) {
    this.path = path;
    this.file = file;
    this.volume = volume;
    this.db = db;
    this.store = store;
    this.allocated = allocated;
  }

  /** Opens a file that is known to be good, or makes a new one. */
  static WorkFile open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      boolean exists = file.length() > 0;
      // As much as MapDB takes on its own for the trees of a new ledger: from then on space is
      // reserved here.
      for (int i = 0; i < (exists ? 0 : FIRST_PAGES); i++) {
        file.write(ZEROS);
      }
      long allocated = file.length();
      Volume volume = volume(path);
      DB db = DBMaker.volumeDB(volume, exists).concurrencyDisable().fileSyncDisable().make();
      return new WorkFile(path, file, volume, db, (StoreDirect) db.getStore(), allocated);
    } catch (DBException e) {
      file.close();
      throw new IOException("MapDB cannot open " + path + ": " + e, e);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static Volume volume(Path path) {
    boolean wide = System.getProperty("os.arch", "").contains("64");
    return wide
        ? new MappedFileVol(path.toFile(), false, 0, PAGE_SHIFT, false, 0, true)
        : new RandomAccessFileVol(path.toFile(), false, 0, 0);
  }

  DB db() {
    return db;
  }

  /** Bytes in use, whole pages. */
  long usedBytes() {
    return store.getTotalSize();
  }

  /**
   * Allocates space, so that the next changes need none.
   *
   * @throws IOException if there is none; nothing has changed and it may be tried again
   */
  void reserve(long bytes) throws IOException {
    long need = usedBytes() + bytes;
    while (allocated < need) {
      try {
        file.seek(allocated);
        file.write(ZEROS);
      } catch (IOException e) {
        file.setLength(allocated);
        throw e;
      }
      allocated += PAGE_BYTES;
      volume.ensureAvailable(allocated);
    }
  }

  /** Makes the file on disk such that a copy of its used bytes can be opened. Not durable. */
  void settle() {
    db.commit();
  }

  Path path() {
    return path;
  }

  /** Closes the file, gives back what was allocated ahead, and makes it durable. */
  @Override
  public void close() throws IOException {
    try {
      long used = usedBytes();
      db.close();
      file.setLength(used);
      file.getFD().sync();
    } finally {
      file.close();
    }
  }

  /** Closes a file that is thrown away. */
  void abandon() throws IOException {
    try {
      volume.close();
    } finally {
      file.close();
    }
  }
}
