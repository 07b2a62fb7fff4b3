package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Now;
import java.util.function.Function;

/** What an item of the inbox may do on the node's thread. */
interface NodeLoop {
  /**
   * Applies an event; what follows from it happens after the batch's commit. It is dropped while
   * the store is down.
   */
  void apply(Function<Now, Event> event);

  /** Runs after the batch's commit, or after what replaced it when the store failed. */
  void afterwards(Runnable last);
}
