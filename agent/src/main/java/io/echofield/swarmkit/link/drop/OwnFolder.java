package io.echofield.swarmkit.link.drop;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.link.drop.FileNames.Batch;
import io.echofield.swarmkit.link.drop.FileNames.Kept;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The folder that this node alone writes. One thread at a time.
 *
 * <p>Every file is written under a hidden name, synced, and renamed: whoever sees a name sees a
 * whole file. Sent frames are a ring: the oldest files go when there are more than {@value
 * #OUT_FILES_MAX} or more than {@value #OUT_BYTES_MAX} bytes, or when they are older than {@value
 * #OUT_AGE_MILLIS_MAX} ms. Whoever reads too slowly to see them is repaired by the digests.
 */
final class OwnFolder {
  static final int OUT_FILES_MAX = 256;
  static final long OUT_BYTES_MAX = 16L * 1024 * 1024;
  static final long OUT_AGE_MILLIS_MAX = 7L * 86_400_000;

  /** Enough that a full disk says so. */
  private static final int PROBE_BYTES = 4_096;

  private final Path folder;
  private final Path out;
  private final long session;
  private final LongSupplier wallMillis;

  // durable: the folder itself says it after open()
  private final NavigableMap<Batch, Long> ring = new TreeMap<>();
  private long ringBytes;
  private long counter;

  OwnFolder(Path root, NodeId self, long session, LongSupplier wallMillis) {
    this.folder = root.resolve(self.text());
    this.out = folder.resolve(FileNames.OUT);
    this.session = session;
    this.wallMillis = wallMillis;
  }

  /**
   * Makes what is missing, removes what was never finished, and shows that a file can be written.
   */
  void open() throws IOException {
    Path root = folder.getParent();
    for (Path each : List.of(root, folder, out)) {
      if (Files.notExists(each, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(each);
      }
      // A planted link would make us write somewhere else.
      if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(each.toString(), null, "is not a folder");
      }
    }
    removeUnfinished(folder);
    removeUnfinished(out);
    Files.delete(writeHidden(folder, "probe", new byte[PROBE_BYTES]));
    readRing();
  }

  /** Whether the folder is still the one that was opened. */
  boolean isThere() {
    return Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS);
  }

  /** Replaces a retained file. */
  void keep(Kept place, Bytes payload) throws IOException {
    write(folder, FileNames.nameOf(place), payload.toArray());
  }

  /** Adds a file of frames. */
  void send(List<FrameFile.Frame> frames) throws IOException {
    byte[] file = FrameFile.encode(frames);
    Batch batch = new Batch(session, counter + 1);
    write(out, FileNames.nameOf(batch), file);
    counter++;
    ring.put(batch, (long) file.length);
    ringBytes += file.length;
    trim();
  }

  private static void write(Path folder, String name, byte[] content) throws IOException {
    Path hidden = writeHidden(folder, name, content);
    Files.move(
        hidden,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path writeHidden(Path folder, String name, byte[] content) throws IOException {
    Path hidden = folder.resolve(FileNames.HIDDEN + name + ".tmp");
    Files.deleteIfExists(hidden);
    // CREATE_NEW: never through a link that somebody planted under this name.
    try (FileChannel channel =
        FileChannel.open(hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true); // before the rename, or a power cut leaves a name without its bytes
    }
    return hidden;
  }

  private static void removeUnfinished(Path folder) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, FileNames.HIDDEN + "*.tmp")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void readRing() throws IOException {
    ring.clear();
    ringBytes = 0;
    counter = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out)) {
      for (Path file : files) {
        Optional<Batch> batch = FileNames.batch(file.getFileName().toString());
        if (batch.isPresent()) {
          ring.put(batch.get(), Files.size(file));
          ringBytes += Files.size(file);
          counter =
              batch.get().session() == session ? Math.max(counter, batch.get().counter()) : counter;
        }
      }
    }
    trim();
  }

  private void trim() throws IOException {
    long now = wallMillis.getAsLong();
    while (!ring.isEmpty()) {
      Map.Entry<Batch, Long> oldest = ring.firstEntry();
      Path file = out.resolve(FileNames.nameOf(oldest.getKey()));
      boolean full = ring.size() > OUT_FILES_MAX || ringBytes > OUT_BYTES_MAX;
      if (!full && ageMillis(file, now) <= OUT_AGE_MILLIS_MAX) {
        return;
      }
      Files.deleteIfExists(file);
      ring.remove(oldest.getKey());
      ringBytes -= oldest.getValue();
    }
  }

  /** A file that somebody removed counts as old, so that the ring forgets it. */
  private static long ageMillis(Path file, long nowWallMillis) throws IOException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? nowWallMillis
            - Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .lastModifiedTime()
                .toMillis()
        : Long.MAX_VALUE;
  }
}
