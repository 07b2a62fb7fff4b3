package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A real file system whose n-th changing operation and all after it fail. */
final class CountingDisk implements Disk {
  private final Disk real = Disk.real();
  private int left = Integer.MAX_VALUE;

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
  public DiskFile openToRead(Path file) throws IOException {
    return real.openToRead(file);
  }

  @Override
  public DiskFile openToWrite(Path file) throws IOException {
    change();
    return new Counted(real.openToWrite(file));
  }

  @Override
  public byte[] read(Path file) throws IOException {
    return real.read(file);
  }

  @Override
  public boolean exists(Path file) {
    return real.exists(file);
  }

  @Override
  public long size(Path file) throws IOException {
    return real.size(file);
  }

  @Override
  public List<Path> list(Path folder, String suffix) throws IOException {
    return real.list(folder, suffix);
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    real.makeFolder(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    change();
    real.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    change();
    real.delete(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    change();
    real.forceFolder(folder);
  }

  private final class Counted implements DiskFile {
    private final DiskFile file;

    Counted(DiskFile file) {
      this.file = file;
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public void setLength(long bytes) throws IOException {
      change();
      file.setLength(bytes);
    }

    @Override
    public void read(long at, byte[] to, int offset, int bytes) throws IOException {
      file.read(at, to, offset, bytes);
    }

    @Override
    public void write(long at, byte[] from, int offset, int bytes) throws IOException {
      change();
      file.write(at, from, offset, bytes);
    }

    @Override
    public void force() throws IOException {
      change();
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
