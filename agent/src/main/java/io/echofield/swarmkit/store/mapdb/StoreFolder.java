package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Where things lie in a store's folder, and the few operations on small files that must survive a
 * power cut.
 */
record StoreFolder(Path root, Disk disk) {
  static final String TEMPORARY = ".tmp";

  Path lock() {
    return root.resolve("lock");
  }

  Path format() {
    return root.resolve("format");
  }

  Path journal() {
    return root.resolve("journal");
  }

  Path runs() {
    return root.resolve("runs");
  }

  /** Bytes of all files, as their lengths say; what is removed meanwhile is left out. */
  long sizeBytes() {
    long[] bytes = {0};
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes[0];
  }

  /** Puts a small file in the place of another, whole or not at all, durably. */
  void replace(Path target, String text) throws IOException {
    Path temporary = target.resolveSibling(name(target) + TEMPORARY);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (DiskFile file = disk.openToWrite(temporary)) {
      file.setLength(0);
      file.write(0, bytes, 0, bytes.length);
      file.force();
    }
    rename(temporary, target);
  }

  /**
   * Makes the names that lead to this folder durable: what was just made vanishes in a power cut as
   * a whole if its name does.
   */
  void forceOwnName() throws IOException {
    try {
      for (Path above = root.getParent(); above != null; above = above.getParent()) {
        disk.forceFolder(above);
      }
    } catch (AccessDeniedException e) {
      // Whoever may not even read a folder has made nothing in it.
      return;
    }
  }

  /** Renames within a folder, durably, over what was there. */
  void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
    disk.forceFolder(to.getParent());
  }

  static String name(Path file) {
    return file.getFileName().toString();
  }

  /** A number as part of a file name, so that the order of names is the order of numbers. */
  static String digits(long number) {
    return "%020d".formatted(number);
  }
}
