package io.echofield.swarmkit.remedy.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;

/**
 * One run over one folder. Every step goes through an open folder (openat, unlinkat), so that a
 * folder that is swapped for a link in the meantime leads nowhere else.
 */
final class Sweep {
  /** Folders below folders that are entered; what lies deeper stays. */
  static final int DEPTH_MAX = 32;

  private final Path root;
  private final long changedBeforeMillis;
  private final boolean recursive;
  private final int filesMax;
  private final boolean dryRun;
  private final long deadlineNanos;

  private Object device = "";
  private long files;
  private long bytes;
  private long kept;
  private long failed;
  private long vanished;
  private Optional<IOException> firstFailure = Optional.empty();
  private String stopped = "";

  Sweep(
      Path root,
      long changedBeforeMillis,
      boolean recursive,
      int filesMax,
      boolean dryRun,
      long deadlineNanos) {
    this.root = root;
    this.changedBeforeMillis = changedBeforeMillis;
    this.recursive = recursive;
    this.filesMax = filesMax;
    this.dryRun = dryRun;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Cleans.
   *
   * @throws IOException if the folder itself cannot be read
   */
  void run() throws IOException {
    device = device(root);
    try (DirectoryStream<Path> parent = Files.newDirectoryStream(root.getParent())) {
      if (!(parent instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("this system has no safe way to walk a folder");
      }
      try (SecureDirectoryStream<Path> folder = open(secure, root)) {
        clean(folder, root, 0);
      }
    }
  }

  /** Whether files were to go but none did. */
  boolean nothingWorked() {
    return files == 0 && failed > 0;
  }

  /** One line of what was done, or would have been. */
  String result() {
    StringBuilder text = new StringBuilder(dryRun ? "would delete " : "deleted ");
    text.append(files).append(files == 1 ? " file, " : " files, ").append(size(bytes));
    text.append(", in ").append(root).append("; kept ").append(kept);
    if (vanished > 0) {
      text.append("; vanished meanwhile ").append(vanished);
    }
    if (failed > 0) {
      text.append("; failed ").append(failed);
      firstFailure.ifPresent(first -> text.append(", first: ").append(first));
    }
    return text.append(stopped).toString();
  }

  private void clean(SecureDirectoryStream<Path> folder, Path path, int depth) throws IOException {
    try {
      cleanEach(folder, path, depth);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void cleanEach(SecureDirectoryStream<Path> folder, Path path, int depth) {
    for (Path entry : folder) {
      if (files >= filesMax) {
        stopped = "; stopped at " + filesMax + " files, there may be more";
      } else if (System.nanoTime() - deadlineNanos >= 0) {
        stopped = "; stopped at the deadline, there may be more";
      }
      if (!stopped.isEmpty()) {
        return;
      }
      try {
        visit(folder, path.resolve(entry.getFileName()), depth);
      } catch (NoSuchFileException e) {
        vanished++;
      } catch (IOException e) {
        failed++;
        firstFailure = firstFailure.or(() -> Optional.of(e));
      }
    }
  }

  private void visit(SecureDirectoryStream<Path> folder, Path path, int depth) throws IOException {
    Path name = path.getFileName();
    BasicFileAttributes attributes =
        folder
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    if (attributes.isDirectory()) {
      if (recursive && depth < DEPTH_MAX && device.equals(device(path))) {
        try (SecureDirectoryStream<Path> below = open(folder, path)) {
          clean(below, path, depth + 1);
        }
      }
    } else if (attributes.isRegularFile()
        && attributes.lastModifiedTime().toMillis() < changedBeforeMillis) {
      if (!dryRun) {
        folder.deleteFile(name);
      }
      files++;
      bytes += attributes.size();
    } else {
      kept++;
    }
  }

  /** Opens a folder of an open folder; a link is an error, and so is one that was just swapped. */
  private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Path path)
      throws IOException {
    SecureDirectoryStream<Path> opened =
        parent.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
    BasicFileAttributes inside =
        opened.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
    BasicFileAttributes outside =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!inside.fileKey().equals(outside.fileKey())) {
      opened.close();
      throw new IOException(path + " was swapped while it was opened");
    }
    return opened;
  }

  /** The file system that a path is on. */
  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }

  private static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
