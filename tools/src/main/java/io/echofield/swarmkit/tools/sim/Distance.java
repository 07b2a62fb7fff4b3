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
 * Tells how far apart nodes are, by the entries that they hold.
 *
 * <p>Asks no ledger for its hash: when a node says its own depends on what of it is still to be
 * computed, so whoever asks would change what is said. Entries are read only of logs in which nodes
 * differ, once for each state such a log is in, and only when one of these states is new since the
 * look before.
 */
final class Distance {
  private SortedMap<LogId, Union> unions = new TreeMap<>();

  /**
   * What a look found.
   *
   * @param ledgers different sets of entries
   * @param missing entries that each node does not hold and another one does, all nodes together
   */
  record Found(int ledgers, long missing) {}

  /** Some entries, of a log or of all logs: equal for equal ones. */
  private record State(long count, IdSum sum) {
    static final State NONE = new State(0, IdSum.ZERO);

    static State of(LogState log) {
      return new State(log.count(), log.sum());
    }

    State plus(State other) {
      return new State(count + other.count, sum.plus(other.sum));
    }
  }

  /** How many entries all states of a log have together. */
  private record Union(Set<State> states, long count) {}

  /** All nodes run. */
  Found between(List<VirtualNode> nodes) {
    SortedMap<LogId, Map<State, LedgerReader>> logs = new TreeMap<>();
    Set<State> ledgers = new HashSet<>();
    long held = 0;
    for (VirtualNode node : nodes) {
      LedgerReader reader = node.core().ledger().reader();
      State ledger = State.NONE;
      for (LogState log : node.core().ledger().logs().values()) {
        State state = State.of(log);
        logs.computeIfAbsent(log.log(), id -> new HashMap<>()).putIfAbsent(state, reader);
        ledger = ledger.plus(state);
      }
      ledgers.add(ledger);
      held += ledger.count();
    }
    SortedMap<LogId, Union> now = new TreeMap<>();
    logs.forEach((log, states) -> now.put(log, union(log, states)));
    unions = now;
    long all = now.values().stream().mapToLong(Union::count).sum();
    return new Found(ledgers.size(), all * nodes.size() - held);
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
