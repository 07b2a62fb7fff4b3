package io.echofield.swarmkit.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Short texts in files for the eyes of one user (0600), written whole or not at all. Where the file
 * system has no such rights they are neither set nor checked.
 */
final class PrivateText {
  private static final String SUFFIX_NEW = ".new";
  private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private PrivateText() {}

  /**
   * Makes a folder if it is missing (0700).
   *
   * @throws AccessDeniedException if it is there and others may write into it
   */
  static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, rights(folder, "rwx------"));
    }
    if (othersMayWrite(folder)) {
      throw new AccessDeniedException(
          folder.toString(), null, "others may write into it; type: chmod 700 " + folder);
    }
  }

  static boolean othersMayWrite(Path folder) throws IOException {
    if (!posix(folder)) {
      return false;
    }
    Set<PosixFilePermission> open = EnumSet.copyOf(WRITE_OF_OTHERS);
    open.retainAll(Files.getPosixFilePermissions(folder));
    return !open.isEmpty();
  }

  /** Replaces a file atomically: a reader sees the old text or the new one. */
  static void write(Path file, String text) throws IOException {
    write(file, unused -> text);
  }

  /** The text of a file, made once it is known where on the disk it will lie. */
  interface Maker {
    String text(Path temporary) throws IOException;
  }

  /**
   * Like {@link #write(Path, String)}; {@code maker} is told the new file, still empty, which then
   * keeps its identity.
   */
  static void write(Path file, Maker maker) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + SUFFIX_NEW);
    // A leftover of a process that was killed while writing.
    Files.deleteIfExists(temporary);
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(temporary, options, rights(file, "rw-------"))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(maker.text(temporary));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the newest rename in a folder durable, where the file system can. */
  static void sync(Path folder) throws IOException {
    if (posix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * The text of a regular file.
   *
   * @throws IOException also if it is longer than {@code bytesMax}, or a link
   */
  static String read(Path file, int bytesMax) throws IOException {
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = stream.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new IOException(file + " has more than " + bytesMax + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static FileAttribute<?>[] rights(Path near, String text) {
    return posix(near)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
