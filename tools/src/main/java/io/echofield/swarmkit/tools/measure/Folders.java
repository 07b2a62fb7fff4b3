package io.echofield.swarmkit.tools.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that come and go with a trial. */
public final class Folders {
  private Folders() {}

  /** Lengths of all files in it, in bytes. */
  public static long bytes(Path folder) throws IOException {
    long bytes = 0;
    for (Path path : paths(folder)) {
      bytes += Files.isRegularFile(path) ? Files.size(path) : 0;
    }
    return bytes;
  }

  /** Removes it with all that is in it; not being there is fine. */
  public static void remove(Path folder) throws IOException {
    for (Path path : paths(folder)) {
      Files.deleteIfExists(path);
    }
  }

  /** What is in it and itself, what is in a folder before the folder. */
  private static List<Path> paths(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      // It changed while it was looked through.
      throw e.getCause();
    }
  }
}
