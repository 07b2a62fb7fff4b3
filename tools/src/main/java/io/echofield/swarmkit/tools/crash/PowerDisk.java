package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.mapdb.Disk;
import io.echofield.swarmkit.store.mapdb.DiskFile;
import io.echofield.swarmkit.store.mapdb.ForwardingDisk;
import io.echofield.swarmkit.store.mapdb.ForwardingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk that may lose its power: it does everything to real files, remembers what is durable, and
 * at any moment can lay out a folder as a power loss at that moment may leave it.
 *
 * <p>Stricter than any file system that we know: see {@link LostFile} for contents and {@link
 * LostNames} for names. Forcing a file makes its content durable and not its name; forcing a folder
 * makes its names durable and not the contents behind them. Reads are not watched. Any thread.
 */
final class PowerDisk extends ForwardingDisk {
  private final Path top;
  private final Path graves;
  private final Moment moment;
  private final LostNames names;
  private int buried;

  /** Told before each operation that changes something, while nothing else happens. */
  interface Moment {
    void before(PowerDisk disk, String operation) throws IOException;
  }

  /**
   * A disk with what a folder has now, all of it durable.
   *
   * @param top nothing outside of it is touched; it is there
   * @param graves an empty folder beside it for files that are removed
   */
  PowerDisk(Path top, Path graves, Moment moment) throws IOException {
    super(Disk.real());
    this.top = top;
    this.graves = Files.createDirectories(graves);
    this.moment = moment;
    this.names = scan(top);
  }

  /** Lays out what a power loss now may leave. */
  void materialize(Path target, Luck luck) throws IOException {
    materialize(names, target, luck);
  }

  private static void materialize(LostNames folder, Path target, Luck luck) throws IOException {
    Files.createDirectories(target);
    for (var name : folder.afterPowerLoss(luck).entrySet()) {
      Path path = target.resolve(name.getKey());
      if (name.getValue().file() == null) {
        materialize(name.getValue().folder(), path, luck);
      } else {
        name.getValue().file().afterPowerLoss(path, luck);
      }
    }
  }

  private static LostNames scan(Path folder) throws IOException {
    LostNames found = new LostNames();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        LostNames.Target target =
            Files.isDirectory(file)
                ? LostNames.Target.of(scan(file))
                : LostNames.Target.of(LostFile.found(file));
        found.put(name(file), target);
      }
    }
    found.forced();
    return found;
  }

  @Override
  public synchronized DiskFile openToWrite(Path file) throws IOException {
    moment.before(this, "open");
    DiskFile opened = super.openToWrite(file);
    LostNames folder = folder(file.getParent());
    if (folder.get(name(file)) == null) {
      folder.put(name(file), LostNames.Target.of(LostFile.created(file)));
    }
    return new Watched(opened, folder.get(name(file)).file());
  }

  @Override
  public synchronized void makeFolder(Path folder) throws IOException {
    moment.before(this, "make folder");
    super.makeFolder(folder);
    LostNames above = names;
    for (Path part : top.relativize(folder)) {
      String name = part.toString();
      if (above.get(name) == null) {
        above.put(name, LostNames.Target.of(new LostNames()));
      }
      above = above.get(name).folder();
    }
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    moment.before(this, "rename");
    LostNames folder = folder(from.getParent());
    bury(folder.get(name(to)));
    super.rename(from, to);
    folder.get(name(from)).file().moved(to);
    folder.rename(name(from), name(to));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    moment.before(this, "delete");
    LostNames folder = folder(file.getParent());
    if (folder.get(name(file)) != null) {
      bury(folder.get(name(file)));
      folder.remove(name(file));
    }
  }

  @Override
  public synchronized void forceFolder(Path folder) throws IOException {
    moment.before(this, "force folder");
    super.forceFolder(folder);
    if (folder.startsWith(top)) {
      folder(folder).forced();
    }
  }

  /** A file that has lost its name may have it again after a power loss. */
  private void bury(LostNames.Target target) throws IOException {
    if (target != null) {
      buried++;
      Path grave = graves.resolve(Integer.toString(buried));
      Files.move(target.file().place(), grave);
      target.file().moved(grave);
    }
  }

  private LostNames folder(Path folder) throws IOException {
    LostNames found = names;
    for (Path part : top.relativize(folder)) {
      LostNames.Target below = part.toString().isEmpty() ? null : found.get(part.toString());
      if (!part.toString().isEmpty()) {
        if (below == null) {
          throw new IOException("no folder " + folder);
        }
        found = below.folder();
      }
    }
    return found;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private final class Watched extends ForwardingFile {
    private final LostFile file;

    Watched(DiskFile opened, LostFile file) {
      super(opened);
      this.file = file;
    }

    @Override
    public void setLength(long bytes) throws IOException {
      synchronized (PowerDisk.this) {
        moment.before(PowerDisk.this, "set length");
        file.resizing(bytes);
        super.setLength(bytes);
      }
    }

    @Override
    public void write(long at, byte[] from, int offset, int bytes) throws IOException {
      synchronized (PowerDisk.this) {
        moment.before(PowerDisk.this, "write");
        file.writing(at, from, offset, bytes);
        super.write(at, from, offset, bytes);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (PowerDisk.this) {
        moment.before(PowerDisk.this, "force");
        super.force();
        file.forced();
      }
    }
  }
}
