package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file system as the store uses it: everything that must survive a crash goes through here, so
 * that a laboratory can count operations, let one fail, or forget what was not forced.
 *
 * <p>Only the content of a run while it is built goes around it, through a mapping; it counts from
 * the {@link DiskFile#force} that ends the building. Any thread.
 */
public interface Disk {
  /** The machine's own file system. */
  static Disk real() {
    return RealDisk.INSTANCE;
  }

  /** Opens a file that is there. */
  DiskFile openToRead(Path file) throws IOException;

  /** Opens a file and makes it if it is missing. */
  DiskFile openToWrite(Path file) throws IOException;

  /** All bytes of a file. */
  byte[] read(Path file) throws IOException;

  boolean exists(Path file);

  /** Bytes of a file. */
  long size(Path file) throws IOException;

  /**
   * The files of a folder whose name ends so, in the order of their names; empty if there is no
   * such folder.
   */
  List<Path> list(Path folder, String suffix) throws IOException;

  /** Makes a folder and those above it; nothing if it is there. */
  void makeFolder(Path folder) throws IOException;

  /** Gives a file another name in its folder, over what was there. Durable with the folder. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file; nothing if it is not there. Durable with the folder. */
  void delete(Path file) throws IOException;

  /** Makes new names, renames and removals in a folder durable. */
  void forceFolder(Path folder) throws IOException;
}
