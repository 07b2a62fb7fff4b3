package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.mapdb.Disk;
import io.echofield.swarmkit.store.mapdb.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Makes of a good store one with a planted bug. */
final class FlawedDisk implements Disk {
  /** The bugs. */
  enum Flaw {
    /** Batches are acknowledged before they are forced. */
    ACKNOWLEDGES_BEFORE_FORCE,
    /** A new file gets its name before its content is durable. */
    RENAMES_BEFORE_FORCE,
    /** Names are never made durable. */
    FORGETS_THE_FOLDER,
    /** What was written last is read as it was before. */
    SERVES_STALE_VALUES
  }

  private static final int SECTOR_BYTES = 512;

  private final Disk disk;
  private final Flaw flaw;

  FlawedDisk(Disk disk, Flaw flaw) {
    this.disk = disk;
    this.flaw = flaw;
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().endsWith(".tmp");
  }

  @Override
  public DiskFile openToRead(Path file) throws IOException {
    return disk.openToRead(file);
  }

  @Override
  public DiskFile openToWrite(Path file) throws IOException {
    return new Flawed(disk.openToWrite(file), file);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    byte[] content = disk.read(file);
    if (flaw == Flaw.SERVES_STALE_VALUES) {
      // As if the last sector that was written were not there yet.
      int end = content.length;
      while (end > 0 && content[end - 1] == 0) {
        end--;
      }
      Arrays.fill(content, end / SECTOR_BYTES * SECTOR_BYTES, content.length, (byte) 0);
    }
    return content;
  }

  @Override
  public boolean exists(Path file) {
    return disk.exists(file);
  }

  @Override
  public long size(Path file) throws IOException {
    return disk.size(file);
  }

  @Override
  public List<Path> list(Path folder, String suffix) throws IOException {
    return disk.list(folder, suffix);
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    disk.makeFolder(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    if (flaw != Flaw.FORGETS_THE_FOLDER) {
      disk.forceFolder(folder);
    }
  }

  private final class Flawed implements DiskFile {
    private final DiskFile file;
    private final boolean forces;

    Flawed(DiskFile file, Path path) {
      this.file = file;
      this.forces =
          flaw != Flaw.ACKNOWLEDGES_BEFORE_FORCE
              && !(flaw == Flaw.RENAMES_BEFORE_FORCE && isTemporary(path));
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
      if (forces) {
        file.force();
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
