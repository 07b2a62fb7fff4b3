package io.echofield.swarmkit.tools.crash;

import java.nio.file.Path;
import java.util.Optional;

/** The store did not do what it promises. The message says what, in words. */
final class BrokenPromise extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Path> folder;

  /** With the folder that shows it. */
  BrokenPromise(String what, Path folder) {
    super(what);
    this.folder = Optional.of(folder);
  }

  /** What to look at; empty if the folder of the trial is all there is. */
  Optional<Path> folder() {
    return folder;
  }
}
