package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What tests do to a store's folder behind its back. */
final class Folders {
  private Folders() {}

  /** Copies a folder as it is now, as a crash at this moment would leave it. */
  static Path copy(Path from, Path to) throws IOException {
    for (Path file : all(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
      }
    }
    return to;
  }

  static void delete(Path folder) throws IOException {
    for (Path file : all(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(file);
    }
  }

  /** Non-empty files in the order of their names. */
  static List<Path> files(Path folder) throws IOException {
    return all(folder).stream()
        .filter(file -> Files.isRegularFile(file) && file.toFile().length() > 0)
        .toList();
  }

  static Path only(Path folder, String suffix) throws IOException {
    List<Path> found = Disk.real().list(folder, suffix);
    if (found.size() != 1) {
      throw new IllegalStateException("expected one file *" + suffix + " but found " + found);
    }
    return found.get(0);
  }

  static Path last(Path folder, String suffix) throws IOException {
    List<Path> found = Disk.real().list(folder, suffix);
    return found.get(found.size() - 1);
  }

  static void flip(Path file, long at, int bit) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.seek(at);
      int value = content.read();
      content.seek(at);
      content.write(value ^ (1 << bit));
    }
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
