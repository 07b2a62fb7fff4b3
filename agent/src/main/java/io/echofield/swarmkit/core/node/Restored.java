package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a store tells the core when it opens: the part that the core keeps in heap.
 *
 * @param arrivals the last arrival number given, 0 if none
 */
public record Restored(
    List<LogState> logs,
    LiveDigest live,
    List<TaskKey> due,
    SortedMap<LinkName, Long> cursors,
    List<Peer> peers,
    Map<Write.Counter.Name, Long> counters,
    long arrivals) {
  public Restored {
    logs = List.copyOf(logs);
    due = List.copyOf(due);
    cursors = Collections.unmodifiableSortedMap(new TreeMap<>(cursors));
    peers = List.copyOf(peers);
    EnumMap<Write.Counter.Name, Long> copy = new EnumMap<>(Write.Counter.Name.class);
    copy.putAll(counters);
    counters = Collections.unmodifiableMap(copy);
  }

  public static Restored nothing() {
    return new Restored(
        List.of(),
        LiveDigest.EMPTY,
        List.of(),
        new TreeMap<>(),
        List.of(),
        new EnumMap<>(Write.Counter.Name.class),
        0);
  }

  /** The counter's value, 0 if never written. */
  public long counter(Write.Counter.Name name) {
    return counters.getOrDefault(name, 0L);
  }
}
