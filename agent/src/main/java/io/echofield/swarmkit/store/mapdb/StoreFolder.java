package io.echofield.swarmkit.store.mapdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things lie in a store's folder, and the few operations on files that must survive a power
 * cut.
 */
record StoreFolder(Path root) {
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

  Path work() {
    return root.resolve("ledger.db");
  }

  Path clean() {
    return root.resolve("CLEAN");
  }

  Path checkpoints() {
    return root.resolve("checkpoint");
  }

  /** Bytes of all files, as their lengths say; 0 if there is no folder yet. */
  long sizeBytes() {
    if (!Files.exists(root)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.mapToLong(StoreFolder::length).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files of a folder whose name ends so, in the order of their names; empty if there is no
   * such folder.
   */
  static List<Path> list(Path folder, String suffix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name(file).endsWith(suffix)).sorted().toList();
    }
  }

  static String name(Path file) {
    return file.getFileName().toString();
  }

  /** A file name whose order is the order of numbers. */
  static String numbered(long number, String suffix) {
    return "%020d%s".formatted(number, suffix);
  }

  /** The number in such a name, or -1. */
  static long numberOf(Path file) {
    String digits = name(file).replaceFirst("\\..*", "");
    return digits.matches("[0-9]{20}") ? Long.parseLong(digits) : -1;
  }

  /** Makes the entries of a folder (new names, renames, removals) durable. */
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Puts a small file in the place of another, whole or not at all, durably. */
  static void replace(Path target, String text) throws IOException {
    Path temporary = target.resolveSibling(name(target) + TEMPORARY);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    rename(temporary, target);
  }

  /** Renames within a folder, durably, over what was there. */
  static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(to.getParent());
  }

  private static long length(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // removed since it was listed
    }
  }
}
