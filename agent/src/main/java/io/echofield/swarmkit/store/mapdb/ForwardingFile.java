package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;

/** An open file that does everything as another does, for a {@link ForwardingDisk}. */
public abstract class ForwardingFile implements DiskFile {
  private final DiskFile file;

  protected ForwardingFile(DiskFile file) {
    this.file = file;
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
    file.read(at, to, offset, bytes);
  }

  @Override
  public void write(long at, byte[] from, int offset, int bytes) throws IOException {
    file.write(at, from, offset, bytes);
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
