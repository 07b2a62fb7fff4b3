package io.echofield.swarmkit.lab;

import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a store must answer after some batches. */
public final class StoreModel {
  private final DumbLedger ledger = new DumbLedger();
  private final SortedMap<LogId, LogState> logs = new TreeMap<>();
  private final SortedSet<TaskKey> due = new TreeSet<>();
  private final SortedMap<LinkName, Long> cursors = new TreeMap<>();
  private final SortedMap<Author, Peer> peers = new TreeMap<>();
  private final Map<Write.Counter.Name, Long> counters = new EnumMap<>(Write.Counter.Name.class);
  private LiveDigest digest = LiveDigest.EMPTY;

  public void apply(List<Write> writes) {
    ledger.apply(writes);
    for (Write write : writes) {
      if (write instanceof Write.Log log) {
        logs.put(log.state().log(), log.state());
      } else if (write instanceof Write.Digest newer) {
        digest = newer.live();
      } else if (write instanceof Write.Due task) {
        due.remove(task.task());
        if (task.due()) {
          due.add(task.task());
        }
      } else if (write instanceof Write.Cursor cursor) {
        cursors.put(cursor.link(), cursor.arrival());
      } else if (write instanceof Write.PutPeer put) {
        peers.put(put.peer().author(), put.peer());
      } else if (write instanceof Write.ForgetPeer forget) {
        peers.remove(forget.author());
      } else if (write instanceof Write.Counter counter) {
        counters.put(counter.name(), counter.value());
      }
    }
  }

  public DumbLedger ledger() {
    return ledger;
  }

  public Restored restored() {
    return new Restored(
        List.copyOf(logs.values()),
        digest,
        List.copyOf(due),
        cursors,
        List.copyOf(peers.values()),
        counters,
        ledger.all().stream().mapToLong(stored -> stored.arrival()).max().orElse(0));
  }
}
