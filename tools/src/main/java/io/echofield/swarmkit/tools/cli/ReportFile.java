package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page that a long run ends with. */
record ReportFile(Path file) {
  /** Before the run, so that nobody waits in vain. */
  void check() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder)) {
      throw failure(folder + " is no folder that can be written to", null);
    }
  }

  void write(String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw failure(e.getMessage(), e);
    }
  }

  private Failure failure(String why, IOException cause) {
    return new Failure(
        Exit.CANNOT_CREATE,
        "cannot write " + file + ": " + why,
        "name a file in a folder that has space and can be written to",
        cause);
  }
}
