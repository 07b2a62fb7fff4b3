package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/**
 * A file of the machine.
 *
 * <p>Reads and writes go around the channel, which an interrupt would close; forcing cannot, so the
 * file is opened again and asked once more.
 */
final class RealFile implements DiskFile {
  private final Path path;
  private final String mode;
  private RandomAccessFile file;

  RealFile(Path path, String mode) throws IOException {
    this.path = path;
    this.mode = mode;
    this.file = new RandomAccessFile(path.toFile(), mode);
  }

  @Override
  public long length() throws IOException {
    return file.length();
  }

  @Override
  public void setLength(long bytes) throws IOException {
    file.setLength(bytes);
  }

  @Override
  public void read(long at, byte[] to, int offset, int bytes) throws IOException {
    file.seek(at);
    file.readFully(to, offset, bytes);
  }

  @Override
  public void write(long at, byte[] from, int offset, int bytes) throws IOException {
    file.seek(at);
    file.write(from, offset, bytes);
  }

  @Override
  public void force() throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          // fdatasync; it covers a changed length too.
          file.getChannel().force(false);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          file.close();
          file = new RandomAccessFile(path.toFile(), mode);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
