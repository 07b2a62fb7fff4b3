package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.NodeStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A store in heap for tests of the core.
 *
 * <p>Keeps its content over {@link #close} and {@link #open}, as a folder would: a crash of a node
 * is dropping the node and opening the same store again. Fails a test that writes what no core may
 * write.
 */
public final class MemoryStore implements NodeStore {
  private final MemoryLedger ledger = new MemoryLedger();
  private final SortedMap<LogId, LogState> logs = new TreeMap<>();
  private final SortedSet<TaskKey> due = new TreeSet<>();
  private final SortedMap<LinkName, Long> cursors = new TreeMap<>();
  private final SortedMap<Author, Peer> peers = new TreeMap<>();
  private final Map<Write.Counter.Name, Long> counters = new EnumMap<>(Write.Counter.Name.class);
  private final Applier applier = new Applier();
  private LiveDigest digest = LiveDigest.EMPTY;
  private boolean open;

  @Override
  public Restored open() {
    if (open) {
      throw new IllegalStateException("the store is open already");
    }
    open = true;
    return restored();
  }

  @Override
  public Restored restored() {
    return new Restored(
        List.copyOf(logs.values()),
        digest,
        List.copyOf(due),
        cursors,
        List.copyOf(peers.values()),
        counters,
        ledger.lastArrival());
  }

  @Override
  public LedgerReader reader() {
    return ledger;
  }

  @Override
  public void commit(List<Write> writes) {
    if (!open) {
      throw new IllegalStateException("the store is not open");
    }
    Check check = new Check();
    for (Write write : writes) {
      if (write instanceof Write.Append append) {
        check.append(append);
      } else if (write instanceof Write.Live live) {
        check.live(live);
      }
    }
    for (Write write : writes) {
      write.accept(applier);
    }
  }

  @Override
  public void reserve(List<Write> writes) {
    // a heap needs no space ahead
  }

  @Override
  public long sizeBytes() {
    return ledger.arrivals(0, Integer.MAX_VALUE).stream()
        .mapToLong(stored -> stored.entry().canonical().size())
        .sum();
  }

  @Override
  public void close() {
    open = false;
  }

  /** Refuses a batch before any of it is applied. */
  private final class Check {
    private final Set<EntryId> fresh = new HashSet<>();
    private long lastArrival = ledger.lastArrival();

    void append(Write.Append append) {
      EntryId id = append.stored().entry().id();
      if (append.stored().arrival() <= lastArrival) {
        throw new IllegalStateException(
            "arrival numbers must grow but "
                + append.stored().arrival()
                + " came after "
                + lastArrival);
      }
      if (ledger.contains(id) || !fresh.add(id)) {
        throw new IllegalStateException("entry " + id + " is stored already");
      }
      lastArrival = append.stored().arrival();
    }

    void live(Write.Live live) {
      for (EntryId id : live.entries()) {
        if (!ledger.contains(id) && !fresh.contains(id)) {
          throw new IllegalStateException("entry " + id + " cannot be live: it is not stored");
        }
      }
    }
  }

  /** Applies one write; the result is of no interest. */
  private final class Applier implements Write.Visitor<Boolean> {
    @Override
    public Boolean append(Write.Append append) {
      ledger.append(append.stored());
      return true;
    }

    @Override
    public Boolean live(Write.Live live) {
      ledger.live(live.task(), new ArrayList<>(live.entries()));
      return true;
    }

    @Override
    public Boolean log(Write.Log log) {
      logs.put(log.state().log(), log.state());
      return true;
    }

    @Override
    public Boolean digest(Write.Digest newer) {
      digest = newer.live();
      return true;
    }

    @Override
    public Boolean due(Write.Due changed) {
      return changed.due() ? due.add(changed.task()) : due.remove(changed.task());
    }

    @Override
    public Boolean cursor(Write.Cursor cursor) {
      cursors.put(cursor.link(), cursor.arrival());
      return true;
    }

    @Override
    public Boolean putPeer(Write.PutPeer put) {
      peers.put(put.peer().author(), put.peer());
      return true;
    }

    @Override
    public Boolean forgetPeer(Write.ForgetPeer forget) {
      return peers.remove(forget.author()) != null;
    }

    @Override
    public Boolean counter(Write.Counter counter) {
      counters.put(counter.name(), counter.value());
      return true;
    }
  }
}
