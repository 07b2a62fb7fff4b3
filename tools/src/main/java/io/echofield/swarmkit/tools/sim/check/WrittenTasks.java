package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The tasks of which a store holds anything, whether or not any of it is live. */
final class WrittenTasks {
  private WrittenTasks() {}

  /** Their keys, ascending; the roster is not among them. */
  static NavigableSet<TaskKey> of(LedgerReader store) {
    NavigableSet<TaskKey> keys = new TreeSet<>();
    store
        .arrivals(0, Integer.MAX_VALUE)
        .forEach(stored -> stored.entry().key().ifPresent(keys::add));
    keys.remove(TaskKey.ROSTER);
    return keys;
  }
}
