package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LiveSelection;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.store.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a ledger of which a part was lost agree with itself: what is said of logs and of LIVE is
 * counted anew from the entries that are there, so that peers see what is missing and send it.
 *
 * <p>The log epoch is forgotten: an author that no longer knows what it wrote must begin a new
 * epoch, or it would write other entries under numbers that peers know already. So is how far links
 * have delivered: some of what they delivered may have to go out again.
 */
final class LostParts {
  private static final int PAGE_ENTRIES = 256;

  private final Tables tables;
  private final Restored told;
  private final Committer committer;
  private List<Write> writes = new ArrayList<>();

  /** Makes writes durable. */
  interface Committer {
    void commit(List<Write> writes) throws StoreException;
  }

  private LostParts(Tables tables, Restored told, Committer committer) {
    this.tables = tables;
    this.told = told;
    this.committer = committer;
  }

  /** {@code told}: what the store says now. May be done again when it was interrupted. */
  static void settle(Tables tables, Restored told, Committer committer) throws StoreException {
    LostParts parts = new LostParts(tables, told, committer);
    parts.forgetPlace();
    parts.logs();
    parts.live();
    parts.flush();
  }

  private void forgetPlace() throws StoreException {
    write(new Write.Counter(Write.Counter.Name.EPOCH, 0));
    write(new Write.Counter(Write.Counter.Name.OWN_SEQ, 0));
    for (LinkName link : told.cursors().keySet()) {
      write(new Write.Cursor(link, 0));
    }
  }

  private void logs() throws StoreException {
    SortedMap<LogId, LogState> counted = new TreeMap<>();
    List<StoredEntry> page = tables.arrivals(0, PAGE_ENTRIES);
    while (!page.isEmpty()) {
      for (StoredEntry stored : page) {
        LogId log = stored.entry().log();
        LogState before = counted.getOrDefault(log, LogState.empty(log));
        counted.put(log, before.plus(stored.entry()));
      }
      page = tables.arrivals(page.get(page.size() - 1).arrival(), PAGE_ENTRIES);
    }
    for (LogState log : told.logs()) {
      LogState held = counted.get(log.log());
      Optional<HeadSig> proof = log.proof();
      if (held == null) {
        write(new Write.Log(LogState.empty(log.log())));
      } else if (proof.isPresent() && held.held().prefix() >= proof.get().seq()) {
        counted.put(log.log(), held.proven(proof.get()));
      }
      if (held != null && log.signature().isPresent()) {
        counted.computeIfPresent(log.log(), (id, state) -> state.signed(log.signature().get()));
      }
    }
    for (LogState log : counted.values()) {
      write(new Write.Log(log));
    }
  }

  /** Selects anew for each task from its whole history. */
  private void live() throws StoreException {
    long count = 0;
    IdSum sum = IdSum.ZERO;
    List<TaskKey> page = tasksWithHistory(Optional.empty());
    while (!page.isEmpty()) {
      for (TaskKey task : page) {
        List<StoredEntry> live = LiveSelection.select(tables.history(task, 0, Integer.MAX_VALUE));
        List<EntryId> ids = new ArrayList<>();
        for (StoredEntry stored : live) {
          ids.add(stored.entry().id());
          sum = sum.plus(stored.entry().id());
          count++;
        }
        write(new Write.Live(task, ids));
        if (mayBeDue(live)) {
          write(new Write.Due(task, true));
        }
      }
      page = tasksWithHistory(Optional.of(page.get(page.size() - 1)));
    }
    withoutHistory();
    write(new Write.Digest(new LiveDigest(count, sum)));
  }

  /**
   * Which tasks the node has to act on may be lost too. Those that are bound to somebody and not
   * known to be done are looked at anew; the node leaves out what is not its own.
   */
  private static boolean mayBeDue(List<StoredEntry> live) {
    boolean bound = false;
    boolean done = false;
    boolean reopened = false;
    for (StoredEntry stored : live) {
      Body body = stored.entry().body();
      bound |= body instanceof Body.Create create && create.target().isPresent();
      done |= body instanceof Body.Life life && life.phase() == Phase.DONE;
      reopened |= body instanceof Body.Reopen;
    }
    return bound && (!done || reopened);
  }

  private List<TaskKey> tasksWithHistory(Optional<TaskKey> after) {
    List<TaskKey> tasks = new ArrayList<>();
    byte[] table = Keys.first(Keys.HISTORY);
    byte[] from = after.map(task -> Keys.history(task, Keys.ARRIVAL_MAX)).orElse(table);
    Iterator<Cell> keys = tables.cells().from(from, false, table);
    while (keys.hasNext()) {
      TaskKey task = Keys.task(keys.next().key());
      if (tasks.isEmpty() || !tasks.get(tasks.size() - 1).equals(task)) {
        if (tasks.size() == PAGE_ENTRIES) {
          break;
        }
        tasks.add(task);
      }
    }
    return tasks;
  }

  /** Tasks whose list is there but no entry. */
  private void withoutHistory() throws StoreException {
    List<TaskKey> empty = new ArrayList<>();
    Iterator<Cell> lists = tables.cells().table(Keys.LIVE);
    while (lists.hasNext()) {
      TaskKey task = Keys.task(lists.next().key());
      if (tables.history(task, 0, 1).isEmpty()) {
        empty.add(task);
      }
    }
    for (TaskKey task : empty) {
      write(new Write.Live(task, List.of()));
    }
  }

  private void write(Write write) throws StoreException {
    writes.add(write);
    if (writes.size() >= PAGE_ENTRIES) {
      flush();
    }
  }

  private void flush() throws StoreException {
    if (!writes.isEmpty()) {
      committer.commit(writes);
      writes = new ArrayList<>();
    }
  }
}
