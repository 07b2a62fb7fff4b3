package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what the operating system says into what an operator can act on. */
final class StoreFailures {
  private StoreFailures() {}

  /** Java tells a full disk only by the text of the system's error. */
  static boolean noSpace(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (text.contains("no space left") || text.contains("quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  static StoreException noSpace(Path folder, IOException cause) {
    return new StoreException(
        StoreException.Reason.NO_SPACE,
        "no space left for the ledger in " + folder + ": free some, nothing was lost",
        cause);
  }

  static StoreException damaged(Path file, long offset, String what) {
    return new StoreException(
        StoreException.Reason.DAMAGED,
        "%s is damaged at byte %d: %s; echofield ledger repair takes out what is good"
            .formatted(file, offset, what));
  }

  /** A failure while working in the folder. */
  static StoreException working(Path folder, String doing, IOException cause) {
    if (noSpace(cause)) {
      return noSpace(folder, cause);
    }
    return new StoreException(
        StoreException.Reason.IO,
        "the disk failed while %s in %s: %s".formatted(doing, folder, reasonOf(cause)),
        cause);
  }

  /** A failure while the folder is being made ready. */
  static StoreException opening(Path folder, IOException cause) {
    if (notWritable(cause)) {
      return new StoreException(
          StoreException.Reason.NOT_WRITABLE,
          "the data folder %s cannot be made or written: %s".formatted(folder, reasonOf(cause)),
          cause);
    }
    return working(folder, "opening the store", cause);
  }

  private static boolean notWritable(IOException cause) {
    if (cause instanceof AccessDeniedException
        || cause instanceof NotDirectoryException
        || cause instanceof FileAlreadyExistsException
        || cause instanceof NoSuchFileException) {
      return true;
    }
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("read-only file system")
        || text.contains("permission denied")
        || text.contains("not a directory")
        || text.contains("is a directory");
  }

  private static String reasonOf(IOException cause) {
    if (cause instanceof FileAlreadyExistsException) {
      return "a file is in its place";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return String.valueOf(cause.getMessage());
  }
}
