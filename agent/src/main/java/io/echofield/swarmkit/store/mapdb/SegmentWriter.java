package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Appends to one journal segment.
 *
 * <p>Space is allocated ahead as zeros: the write that commits a batch then changes no length and
 * needs no space. One thread.
 */
final class SegmentWriter implements AutoCloseable {
  private static final byte[] ZEROS = new byte[64 << 10];

  private final DiskFile file;
  private final int allocationBytes;
  private long position;
  private long allocated;

  private SegmentWriter(DiskFile file, int allocationBytes, long position) {
    this.file = file;
    this.allocationBytes = allocationBytes;
    this.position = position;
    this.allocated = position;
  }

  /** Begins a segment; nothing is left of it if that fails. */
  static SegmentWriter create(
      Disk disk, Path path, long firstBatch, long arrivalsBefore, int allocationBytes)
      throws IOException {
    SegmentWriter writer = new SegmentWriter(disk.openToWrite(path), allocationBytes, 0);
    try {
      writer.file.setLength(0);
      writer.reserve(SegmentFormat.HEADER_BYTES);
      writer.append(SegmentFormat.header(firstBatch, arrivalsBefore));
      disk.forceFolder(path.getParent());
      return writer;
    } catch (IOException e) {
      writer.file.close();
      disk.delete(path);
      disk.forceFolder(path.getParent());
      throw e;
    }
  }

  /** Goes on with a segment behind its good part, cutting off what follows it. */
  static SegmentWriter reopen(Disk disk, Path path, long position, int allocationBytes)
      throws IOException {
    SegmentWriter writer = new SegmentWriter(disk.openToWrite(path), allocationBytes, position);
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

  /** Allocates space for so many bytes more; a failure leaves the segment as it was. */
  void reserve(int bytes) throws IOException {
    long need = position + bytes;
    if (need <= allocated) {
      return;
    }
    long target = (need + allocationBytes - 1) / allocationBytes * allocationBytes;
    try {
      for (long at = allocated; at < target; at += ZEROS.length) {
        file.write(at, ZEROS, 0, (int) Math.min(ZEROS.length, target - at));
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
    file.write(position, record, 0, record.length);
    file.force();
    position += record.length;
  }

  /** Drops everything behind the good part, durably. */
  void cut() throws IOException {
    file.setLength(position);
    allocated = position;
    file.force();
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
}
