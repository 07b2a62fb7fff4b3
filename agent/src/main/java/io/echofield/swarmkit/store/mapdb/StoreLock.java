package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets one process at a time use a folder, and says who it is.
 *
 * <p>The system's lock ends with the process, however it ends. Within one process it does not tell
 * two stores apart, and closing the file a second time would even release it: hence {@link #HERE}.
 */
final class StoreLock implements AutoCloseable {
  /** Always written in full, so that taking the lock needs no space after the first time. */
  private static final int HOLDER_BYTES = 256;

  /** Folders held in this process and by whom. */
  private static final ConcurrentMap<Path, String> HERE = new ConcurrentHashMap<>();

  private final Path folder;
  private final RandomAccessFile file;
  private final FileLock lock;

  private StoreLock(Path folder, RandomAccessFile file, FileLock lock) {
    this.folder = folder;
    this.file = file;
    this.lock = lock;
  }

  /**
   * Takes the lock or fails at once.
   *
   * @throws StoreException HELD, naming the holder
   */
  static StoreLock take(StoreFolder folder, String holder) throws IOException, StoreException {
    Path real = folder.root().toRealPath();
    String text = "pid " + ProcessHandle.current().pid() + ", node " + holder;
    String other = HERE.putIfAbsent(real, text);
    if (other != null) {
      throw held(folder, other);
    }
    try {
      return take(folder, real, text);
    } catch (IOException | StoreException | RuntimeException e) {
      HERE.remove(real);
      throw e;
    }
  }

  @SuppressWarnings("resource") // closed here unless the lock is handed out
  private static StoreLock take(StoreFolder folder, Path real, String text)
      throws IOException, StoreException {
    RandomAccessFile file = new RandomAccessFile(folder.lock().toFile(), "rw");
    boolean taken = false;
    try {
      FileLock lock = file.getChannel().tryLock();
      if (lock == null) {
        byte[] holder = new byte[(int) Math.min(HOLDER_BYTES, file.length())];
        file.readFully(holder);
        throw held(folder, new String(holder, StandardCharsets.UTF_8).strip());
      }
      String padded = "%-255.255s%n".formatted(text);
      file.write(padded.getBytes(StandardCharsets.UTF_8));
      taken = true;
      return new StoreLock(real, file, lock);
    } finally {
      if (!taken) {
        file.close();
      }
    }
  }

  private static StoreException held(StoreFolder folder, String holder) {
    return new StoreException(
        StoreException.Reason.HELD,
        "the data folder %s is in use by %s: stop that agent or choose another folder"
            .formatted(folder.root(), holder.isEmpty() ? "another process" : holder));
  }

  @Override
  public void close() throws IOException {
    try {
      lock.release();
      file.close();
    } finally {
      HERE.remove(folder);
    }
  }
}
