package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;

/** An open file. One thread; an interrupt neither closes it nor fails a call. */
public interface DiskFile extends AutoCloseable {
  long length() throws IOException;

  /** Cuts the file or lengthens it with zeros that take no space yet. */
  void setLength(long bytes) throws IOException;

  /**
   * Fills a part of an array with the bytes from a place on.
   *
   * @throws java.io.EOFException if the file ends before
   */
  void read(long at, byte[] to, int offset, int bytes) throws IOException;

  /** Writes a part of an array at a place; a failure may have written some of it. */
  void write(long at, byte[] from, int offset, int bytes) throws IOException;

  /** Makes content and length durable. */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
