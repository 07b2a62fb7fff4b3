package io.echofield.swarmkit.tools.crash;

import java.nio.file.Path;

/** The store did not do what it promises. The message says what, in words. */
final class BrokenPromise extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path folder;

  /** With the folder that shows it. */
  BrokenPromise(String what, Path folder) {
    super(what);
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }
}
