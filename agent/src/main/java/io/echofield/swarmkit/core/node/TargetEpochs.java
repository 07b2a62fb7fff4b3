package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * In which log epoch a node writes now, as far as the ledger tells: the one that no other epoch of
 * it lists as earlier. Pure.
 */
final class TargetEpochs {
  private TargetEpochs() {}

  /** Among several that none lists the one begun last; 0 if none is known. */
  static int newest(Ledger ledger, Author author) {
    List<LogId> logs = new ArrayList<>();
    SortedSet<Integer> earlier = new TreeSet<>();
    for (LogId log : ledger.logs().tailMap(new LogId(author, 0)).keySet()) {
      if (!log.author().equals(author)) {
        break;
      }
      logs.add(log);
      if (first(ledger, log).map(Entry::body).orElse(null) instanceof Body.EpochStart start) {
        start.earlier().forEach(one -> earlier.add(one.epoch()));
      }
    }
    int newest = 0;
    HybridTime begun = HybridTime.ZERO;
    for (LogId log : logs) {
      HybridTime time = first(ledger, log).map(Entry::hlc).orElse(HybridTime.ZERO);
      if (!earlier.contains(log.epoch()) && (newest == 0 || time.compareTo(begun) > 0)) {
        newest = log.epoch();
        begun = time;
      }
    }
    return newest;
  }

  private static Optional<Entry> first(Ledger ledger, LogId log) {
    return ledger.reader().log(log, 1, 1, 1).stream().findFirst().map(stored -> stored.entry());
  }
}
