package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of its own, mounted as long as this is open. Needs root. */
final class SmallDisk implements AutoCloseable {
  private static final int UNMOUNT_TRIES_MAX = 50;
  private static final long UNMOUNT_PAUSE_MILLIS = 40;

  private final List<String> mount;
  private final Path folder;
  private boolean mounted;

  private SmallDisk(List<String> mount, Path folder) throws IOException, InterruptedException {
    this.mount = mount;
    this.folder = folder;
    mount();
  }

  /** One in memory. */
  static SmallDisk inMemory(Path folder, long bytes) throws IOException, InterruptedException {
    return new SmallDisk(
        List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString()), folder);
  }

  /** An ext4 on a block device made of a file beside the folder. */
  static SmallDisk ofBlocks(Path folder, long bytes) throws IOException, InterruptedException {
    Path image = folder.resolveSibling(folder.getFileName() + ".img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    command(List.of("mkfs.ext4", "-q", "-F", image.toString()));
    return new SmallDisk(
        List.of("mount", "-t", "ext4", "-o", "loop", image.toString(), folder.toString()), folder);
  }

  Path folder() {
    return folder;
  }

  void mount() throws IOException, InterruptedException {
    command(mount);
    mounted = true;
  }

  /** Makes a disk of blocks fail as its kernel does on an error: from now on it is read-only. */
  void abort() throws IOException, InterruptedException {
    command(List.of("mount", "-o", "remount,abort", folder.toString()));
  }

  /** Takes it away when nobody has anything of it open any more, so that a mount begins anew. */
  void unmount() throws IOException, InterruptedException {
    for (int i = 1; mounted; i++) {
      // A closed file that was mapped is let go when its mapping is collected.
      System.gc();
      try {
        command(List.of("umount", folder.toString()));
        mounted = false;
      } catch (IOException e) {
        if (i == UNMOUNT_TRIES_MAX) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(UNMOUNT_PAUSE_MILLIS);
      }
    }
  }

  /** Takes away whatever is mounted in a folder, also from those who still have files open. */
  static void unmountAllBelow(Path folder) throws IOException, InterruptedException {
    for (String line : Files.readAllLines(Path.of("/proc/mounts"), StandardCharsets.UTF_8)) {
      String place = line.split(" ", -1)[1];
      if (place.startsWith(folder + "/")) {
        command(List.of("umount", "-l", place));
      }
    }
  }

  /** Writes until there is no space left. */
  static void fill(Path file) throws IOException {
    byte[] block = new byte[4_096];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  private static void command(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + output.strip());
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      try {
        // Also from those who still have files open.
        command(List.of("umount", "-l", folder.toString()));
        mounted = false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
