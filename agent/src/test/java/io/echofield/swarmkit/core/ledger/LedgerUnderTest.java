package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.testkit.TaskHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A ledger on a store in heap that commits now and then, as a driver would. */
final class LedgerUnderTest {
  final RosterBook roster;
  final Ledger ledger;

  private final TaskHistories histories;
  private final MemoryStore store;
  private final List<Write> writes = new ArrayList<>();

  LedgerUnderTest(TaskHistories histories, List<Entry> entries) {
    this(histories, new MemoryStore());
    merge(entries);
  }

  private LedgerUnderTest(TaskHistories histories, MemoryStore store) {
    Restored restored = store.open();
    this.histories = histories;
    this.store = store;
    this.roster = histories.swarm.book(histories.member);
    this.ledger =
        new Ledger(
            histories.swarm.hash(),
            roster,
            store.reader(),
            restored.logs(),
            restored.live(),
            restored.arrivals());
  }

  void merge(List<Entry> entries) {
    entries.forEach(this::merge);
  }

  void merge(Entry entry) {
    Optional<Ledger.Merged> merged = ledger.merge(entry);
    if (merged.isPresent()) {
      writes.add(new Write.Append(merged.get().stored()));
      merged
          .get()
          .task()
          .ifPresent(key -> writes.add(new Write.Live(key, merged.get().liveEntries())));
      writes.add(new Write.Log(merged.get().log()));
      writes.add(new Write.Digest(ledger.live()));
    }
    if (histories.random().nextInt(4) == 0) {
      commit();
    }
  }

  void commit() {
    store.commit(writes);
    writes.clear();
    ledger.settled();
  }

  /** Another life on the same store; this one must not be used any more. */
  LedgerUnderTest reopened() {
    store.close();
    return new LedgerUnderTest(histories, store);
  }

  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    ledger.reader().arrivals(0, Integer.MAX_VALUE).forEach(stored -> entries.add(stored.entry()));
    return entries;
  }

  /** Keys of all tasks and of the roster. */
  List<TaskKey> keys() {
    TreeSet<TaskKey> keys =
        new TreeSet<>(ledger.reader().tasks(Optional.empty(), Integer.MAX_VALUE));
    keys.add(TaskId.ROSTER.key());
    return new ArrayList<>(keys);
  }

  SortedMap<TaskKey, Optional<TaskView>> views() {
    TreeMap<TaskKey, Optional<TaskView>> views = new TreeMap<>();
    keys().forEach(key -> views.put(key, ledger.task(key)));
    return views;
  }

  /** What is held of each log, without proofs. */
  List<LogState> heads() {
    return new ArrayList<>(ledger.logs().values());
  }
}
