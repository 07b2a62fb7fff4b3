package io.echofield.swarmkit.app;

import io.echofield.swarmkit.api.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a node keeps what: everything of one node lies in one folder. */
public record NodeFolders(Path root) {
  public Path keys() {
    return root.resolve("keys");
  }

  public Path store() {
    return root.resolve("store");
  }

  /** What tells when the store beside it was exchanged, or the folder copied. */
  public Path continuity() {
    return root.resolve("continuity");
  }

  public Path broker() {
    return root.resolve("broker");
  }

  public Path temp() {
    return Settings.ownTemp(root);
  }

  /** While this file exists no remediation starts here. */
  public Path stopFile() {
    return root.resolve("STOP");
  }

  /** Makes the folder (0700) if it is missing. */
  void make() throws AgentException {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(root.toAbsolutePath().getParent());
        Files.createDirectory(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Files.createDirectories(temp());
    } catch (IOException e) {
      throw new AgentException(
          Exit.CANNOT_CREATE,
          "cannot make or write the data folder " + root + ": " + Reasons.of(e),
          "choose another one with --data-dir, or change its owner",
          e);
    }
  }
}
