package io.echofield.swarmkit.tools.crash;

import java.util.Optional;

/** One way to hurt a store. */
interface Experiment {
  /** The word for it on the command line. */
  String name();

  /** How much of it shows that it works, in few seconds. */
  int smallCount();

  /** Why it cannot run on this machine, as a phrase; empty if it can. */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** Runs as many trials as are wanted. Failures go to the findings; nothing else is thrown. */
  void run(Trials trials) throws InterruptedException;
}
