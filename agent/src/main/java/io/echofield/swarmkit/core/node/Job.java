package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.TaskId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Work that may block, to be started once the outcome's writes are durable; its end comes back as
 * an event.
 */
public sealed interface Job {
  /** Run all health checks. */
  record RunChecks() implements Job {}

  /** Carry out an action; that it was started is durable already. */
  record RunRemedy(
      TaskId task,
      int gen,
      int term,
      ActionName action,
      SortedMap<String, String> parameters,
      boolean dryRun)
      implements Job {
    public RunRemedy {
      parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
  }
}
