package io.echofield.swarmkit.check.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what the kernel tells in small text files. A file that is not there or not readable is
 * empty.
 */
final class KernelFiles {
  /** Longest part of a file that is read, in bytes; /proc/meminfo has about 1,500. */
  private static final int FILE_BYTES_MAX = 16_384;

  private KernelFiles() {}

  static Optional<String> text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // Sensors come and go, and some answer with an I/O error: as good as not there.
      return Optional.empty();
    }
  }

  /** A file that holds one whole number. */
  static OptionalLong number(Path file) {
    try {
      Optional<String> text = text(file);
      return text.isPresent()
          ? OptionalLong.of(Long.parseLong(text.get().strip()))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      // Not the file that it looks like: as good as not there.
      return OptionalLong.empty();
    }
  }

  /** What a folder holds that fits the pattern, in the order of names. */
  static List<Path> list(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(found::add);
    } catch (IOException e) {
      // This machine has none of it.
      return List.of();
    }
    Collections.sort(found);
    return found;
  }
}
