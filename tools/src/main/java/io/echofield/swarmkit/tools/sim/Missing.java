package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what each node lacks of what any of them holds.
 *
 * <p>Entries are read only of logs in which nodes differ, once for each state such a log is in, and
 * only when one of these states is new since the count before.
 */
final class Missing {
  private SortedMap<LogId, Union> unions = new TreeMap<>();

  /** A log as some nodes hold it: equal for equal entries. */
  private record State(long count, IdSum sum) {
    static State of(LogState log) {
      return new State(log.count(), log.sum());
    }
  }

  /** How many entries all states of a log have together. */
  private record Union(Set<State> states, long count) {}

  /** Entries that each node does not hold and another one does, all nodes together; all run. */
  long count(List<VirtualNode> nodes) {
    SortedMap<LogId, Map<State, LedgerReader>> logs = new TreeMap<>();
    long held = 0;
    for (VirtualNode node : nodes) {
      LedgerReader reader = node.core().ledger().reader();
      for (LogState log : node.core().ledger().logs().values()) {
        logs.computeIfAbsent(log.log(), id -> new HashMap<>()).putIfAbsent(State.of(log), reader);
        held += log.count();
      }
    }
    SortedMap<LogId, Union> now = new TreeMap<>();
    logs.forEach((log, states) -> now.put(log, union(log, states)));
    unions = now;
    long all = now.values().stream().mapToLong(Union::count).sum();
    return all * nodes.size() - held;
  }

  private Union union(LogId log, Map<State, LedgerReader> states) {
    Union before = unions.get(log);
    return before != null && before.states().equals(states.keySet())
        ? before
        : new Union(Set.copyOf(states.keySet()), entries(log, states));
  }

  private static long entries(LogId log, Map<State, LedgerReader> states) {
    if (states.size() == 1) {
      return states.keySet().iterator().next().count();
    }
    Set<EntryId> ids = new HashSet<>();
    for (LedgerReader reader : states.values()) {
      reader.log(log, 1, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
          .map(stored -> stored.entry().id())
          .forEach(ids::add);
    }
    return ids.size();
  }
}
