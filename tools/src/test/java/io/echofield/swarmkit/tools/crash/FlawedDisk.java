package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.mapdb.Disk;
import io.echofield.swarmkit.store.mapdb.DiskFile;
import io.echofield.swarmkit.store.mapdb.ForwardingDisk;
import io.echofield.swarmkit.store.mapdb.ForwardingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes of a good store one with a planted bug. */
final class FlawedDisk extends ForwardingDisk {
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

  private final Flaw flaw;

  FlawedDisk(Disk disk, Flaw flaw) {
    super(disk);
    this.flaw = flaw;
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().endsWith(".tmp");
  }

  @Override
  public DiskFile openToWrite(Path file) throws IOException {
    return new Flawed(super.openToWrite(file), file);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    byte[] content = super.read(file);
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
  public void forceFolder(Path folder) throws IOException {
    if (flaw != Flaw.FORGETS_THE_FOLDER) {
      super.forceFolder(folder);
    }
  }

  private final class Flawed extends ForwardingFile {
    private final boolean forces;

    Flawed(DiskFile file, Path path) {
      super(file);
      this.forces =
          flaw != Flaw.ACKNOWLEDGES_BEFORE_FORCE
              && !(flaw == Flaw.RENAMES_BEFORE_FORCE && isTemporary(path));
    }

    @Override
    public void force() throws IOException {
      if (forces) {
        super.force();
      }
    }
  }
}
