package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** A page that a long run ends with. */
record ReportFile(Path file) {
  /**
   * Before the run, so that nobody waits in vain: the file is opened as it will be in the end, and
   * is as it was after that.
   */
  void check() {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
      throw new Failure(
          Exit.USAGE, "a report is a page of HTML, not " + file, "name it like day.html");
    } else if (Files.isDirectory(file)) {
      throw failure("is a directory", null);
    }
    boolean there = Files.exists(file);
    try {
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      if (!there) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw failure(reason(e), e);
    }
  }

  void write(String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw failure(reason(e), e);
    }
  }

  /** What is wrong, without the path, which most of these messages begin with. */
  private String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      Path folder = file.toAbsolutePath().getParent();
      return Files.isDirectory(folder) ? "no file can be made there" : "there is no such folder";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  private Failure failure(String why, IOException cause) {
    return new Failure(
        Exit.CANNOT_CREATE,
        "cannot write " + file + ": " + why,
        "name a file in a folder that has space and can be written to",
        cause);
  }
}
