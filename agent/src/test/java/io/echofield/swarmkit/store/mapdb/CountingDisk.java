package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.nio.file.Path;

/** A real file system whose n-th changing operation and all after it fail. */
final class CountingDisk extends ForwardingDisk {
  private int left = Integer.MAX_VALUE;

  CountingDisk() {
    super(Disk.real());
  }

  void failAfter(int operations) {
    left = operations;
  }

  private void change() throws IOException {
    if (left <= 0) {
      throw new IOException("Input/output error");
    }
    left--;
  }

  @Override
  public DiskFile openToWrite(Path file) throws IOException {
    change();
    return new Counted(super.openToWrite(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    change();
    super.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    change();
    super.delete(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    change();
    super.forceFolder(folder);
  }

  private final class Counted extends ForwardingFile {
    Counted(DiskFile file) {
      super(file);
    }

    @Override
    public void setLength(long bytes) throws IOException {
      change();
      super.setLength(bytes);
    }

    @Override
    public void write(long at, byte[] from, int offset, int bytes) throws IOException {
      change();
      super.write(at, from, offset, bytes);
    }

    @Override
    public void force() throws IOException {
      change();
      super.force();
    }
  }
}
