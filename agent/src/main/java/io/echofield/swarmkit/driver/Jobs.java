package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Now;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Port: starts work that may block and tells its end as an event. Called on the node's thread;
 * returns at once.
 */
public interface Jobs {
  void start(Job job, Consumer<Function<Now, Event>> ended);

  /** Gives running work up to {@code graceMillis} to end, then abandons it. */
  void stop(long graceMillis);
}
