package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Appends to one journal segment.
 *
 * <p>Space is allocated ahead as zeros: the write that commits a batch then changes no length and
 * needs no space. One thread.
 */
final class SegmentWriter implements AutoCloseable {
  private static final byte[] ZEROS = new byte[64 << 10];

  private final Path path;
  private final int allocationBytes;
  private RandomAccessFile file;
  private long position;
  private long allocated;

  private SegmentWriter(Path path, int allocationBytes, long position) throws IOException {
    this.path = path;
    this.allocationBytes = allocationBytes;
    this.file = new RandomAccessFile(path.toFile(), "rw");
    this.position = position;
    this.allocated = position;
  }

  /** Begins a segment; nothing is left of it if that fails. */
  static SegmentWriter create(Path path, long firstBatch, int allocationBytes) throws IOException {
    SegmentWriter writer = new SegmentWriter(path, allocationBytes, 0);
    try {
      writer.file.setLength(0);
      writer.reserve(SegmentFormat.HEADER_BYTES);
      writer.append(SegmentFormat.header(firstBatch));
      StoreFolder.force(path.getParent());
      return writer;
    } catch (IOException e) {
      writer.file.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Goes on with a segment behind its good part, cutting off what follows it. */
  static SegmentWriter reopen(Path path, long position, int allocationBytes) throws IOException {
    SegmentWriter writer = new SegmentWriter(path, allocationBytes, position);
    try {
      writer.cut();
      return writer;
    } catch (IOException e) {
      writer.file.close();
      throw e;
    }
  }

  /** Length of the good part. */
  long position() {
    return position;
  }

  Path path() {
    return path;
  }

  /** Allocates space for so many bytes more; a failure leaves the segment as it was. */
  void reserve(int bytes) throws IOException {
    long need = position + bytes;
    if (need <= allocated) {
      return;
    }
    long target = (need + allocationBytes - 1) / allocationBytes * allocationBytes;
    try {
      file.seek(allocated);
      for (long at = allocated; at < target; at += ZEROS.length) {
        file.write(ZEROS, 0, (int) Math.min(ZEROS.length, target - at));
      }
      allocated = target;
    } catch (IOException e) {
      file.setLength(allocated);
      throw e;
    }
  }

  /**
   * Writes into reserved space and makes it durable; on failure nothing is promised until {@link
   * #cut} succeeds.
   */
  void append(byte[] record) throws IOException {
    file.seek(position);
    file.write(record);
    force();
    position += record.length;
  }

  /** Drops everything behind the good part, durably. */
  void cut() throws IOException {
    file.setLength(position);
    allocated = position;
    force();
  }

  /** Gives allocated space back. */
  @Override
  public void close() throws IOException {
    try {
      file.setLength(position);
    } finally {
      file.close();
    }
  }

  /**
   * fdatasync. An interrupt closes a channel in the middle of it: the file is opened again and
   * asked once more.
   */
  private void force() throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          file.getChannel().force(false);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          file.close();
          file = new RandomAccessFile(path.toFile(), "rw");
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
