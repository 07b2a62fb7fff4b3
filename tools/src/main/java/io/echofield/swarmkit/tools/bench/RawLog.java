package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.lab.CoreLikeWrites.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The least that a durable append can be: bytes written at the end of a file, and one fdatasync.
 * Nothing is encoded, indexed or checked.
 */
final class RawLog implements DurableLog {
  private static final int ZEROS_BYTES = 1 << 20;

  private final FileChannel channel;

  /** One record; what is in it does not matter. */
  private final ByteBuffer record;

  private long position;

  private RawLog(FileChannel channel, int recordBytes) {
    this.channel = channel;
    this.record = ByteBuffer.allocateDirect(recordBytes);
  }

  /** A file that grows with each record. */
  static RawLog growing(Path folder, int recordBytes) throws IOException {
    return new RawLog(create(folder), recordBytes);
  }

  /** A file in which so many bytes are allocated, written and durable before it begins. */
  static RawLog preallocated(Path folder, int recordBytes, long bytes) throws IOException {
    FileChannel channel = create(folder);
    ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
    for (long at = 0; at < bytes; at += ZEROS_BYTES) {
      writeAll(channel, zeros.clear(), at);
    }
    channel.force(true);
    return new RawLog(channel, recordBytes);
  }

  private static FileChannel create(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve("raw"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long from = at;
    while (bytes.hasRemaining()) {
      from += channel.write(bytes, from);
    }
  }

  @Override
  public void append(List<Turn> group) throws IOException {
    for (int i = 0; i < group.size(); i++) {
      writeAll(channel, record.clear(), position);
      position += record.capacity();
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
