package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files for the eyes of one user: 0600 in a 0700 folder, written whole or not at all.
 *
 * <p>Where the file system has no such rights (not POSIX) they are neither set nor checked.
 */
final class PrivateFiles {
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFiles() {}

  /**
   * Makes the folder if it is missing (0700; parents as the user's umask says), else checks its
   * rights.
   *
   * @throws KeyException if it is open to others or cannot be made
   */
  static void folder(Path folder) throws KeyException {
    try {
      if (!Files.exists(folder)) {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(folder, rights(folder, "rwx------"));
      }
    } catch (IOException e) {
      throw new KeyException("cannot make the keys folder " + folder + ": " + why(e), e);
    }
    refuseOpen(folder, "700");
  }

  /**
   * The content of a private file in a private folder; empty if there is none.
   *
   * @param bytesMax a longer file is refused unread
   * @throws KeyException if file or folder are open to others, or it cannot be read
   */
  static Optional<Bytes> read(Path file, int bytesMax) throws KeyException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    refuseOpen(folderOf(file), "700");
    refuseOpen(file, "600");
    try {
      long size = Files.size(file);
      if (size > bytesMax) {
        throw new KeyException(
            file + " has " + size + " bytes, more than the " + bytesMax + " it may have");
      }
      return Optional.of(Bytes.copyOf(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new KeyException("cannot read " + file + ": " + why(e), e);
    }
  }

  /**
   * Writes a file durably and atomically: a reader sees the old content or the new one.
   *
   * @throws KeyException if it cannot be written; the old content is untouched then
   */
  static void write(Path file, Bytes content) throws KeyException {
    Path folder = folderOf(file);
    folder(folder);
    Path temporary = folder.resolve(file.getFileName() + ".new");
    try {
      // A leftover of a run that was killed while writing.
      Files.deleteIfExists(temporary);
      Set<StandardOpenOption> options =
          EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel channel =
          FileChannel.open(temporary, options, rights(folder, "rw-------"))) {
        ByteBuffer buffer = ByteBuffer.wrap(content.toArray());
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
    } catch (IOException e) {
      throw new KeyException("cannot write " + file + ": " + why(e), e);
    }
  }

  /** Makes a rename in the folder durable; not needed, and not possible, outside POSIX. */
  private static void sync(Path folder) throws IOException {
    if (posix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void refuseOpen(Path path, String mode) throws KeyException {
    if (!posix(path)) {
      return;
    }
    try {
      Set<PosixFilePermission> has = Files.getPosixFilePermissions(path);
      Set<PosixFilePermission> tooMuch = EnumSet.copyOf(OF_OTHERS);
      tooMuch.retainAll(has);
      if (!tooMuch.isEmpty()) {
        String text = PosixFilePermissions.toString(has);
        throw new KeyException(
            path
                + " is open to others ("
                + text
                + "); if nobody else can have read it, type: chmod "
                + mode
                + " "
                + path);
      }
    } catch (IOException e) {
      throw new KeyException("cannot read the rights of " + path + ": " + why(e), e);
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

  private static Path folderOf(Path file) {
    return file.toAbsolutePath().getParent();
  }

  /**
   * Most of {@code java.nio.file}'s exceptions say only the path, so the class says what happened.
   */
  private static String why(IOException e) {
    return e instanceof NoSuchFileException
        ? "no such file or folder"
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }
}
