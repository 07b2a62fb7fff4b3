package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.ContinuityFound;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The data folder of one node: its store, the record that lies beside it, and every earlier state
 * of both, so that an older copy can be put back. It survives a crash.
 */
final class VirtualFolder {
  private final List<List<Write>> committed = new ArrayList<>();

  /** The record as it was after each commit. */
  private final List<Optional<Continuity>> records = new ArrayList<>();

  private MemoryStore store = new MemoryStore();
  private Optional<Continuity> record = Optional.empty();
  private ContinuityFound.Place place = ContinuityFound.Place.SAME;

  MemoryStore store() {
    return store;
  }

  Optional<Continuity> record() {
    return record;
  }

  /** What a node finds beside its store when it starts. */
  ContinuityFound found() {
    return record.isPresent()
        ? new ContinuityFound(false, record, place, place.toString())
        : ContinuityFound.nothing();
  }

  /** Writes the record that a node keeps beside its store. */
  void keep(Continuity kept) {
    record = Optional.of(kept);
    place = ContinuityFound.Place.SAME;
  }

  /** From now on the state after these writes, which are committed, can be put back. */
  void remember(List<Write> writes) {
    committed.add(writes);
    records.add(record);
  }

  /** What was committed so far. */
  List<List<Write>> backup() {
    return List.copyOf(committed);
  }

  /** The whole folder is as it was at a backup of it. */
  void restore(List<List<Write>> backup) {
    record = backup.isEmpty() ? Optional.empty() : records.get(backup.size() - 1);
    restoreStore(backup);
  }

  /** The store is as it was at a backup; the record stays. */
  void restoreStore(List<List<Write>> backup) {
    store = new MemoryStore();
    store.open();
    backup.forEach(store::commit);
    store.close();
    committed.clear();
    committed.addAll(backup);
    while (records.size() > backup.size()) {
      records.remove(records.size() - 1);
    }
  }

  /** Whether the record shows that an older store was put back. */
  boolean showsRestore() {
    return record.filter(kept -> !fits(kept, store.restored())).isPresent();
  }

  private static boolean fits(Continuity kept, Restored held) {
    return kept.nonce() == held.counter(Write.Counter.Name.NONCE)
        || kept.nonce() == held.counter(Write.Counter.Name.NONCE_BEFORE);
  }

  /** The record comes to this place. */
  void move(ContinuityFound.Place to) {
    place = to;
  }

  void loseRecord() {
    record = Optional.empty();
  }

  /** Becomes a copy of another folder as it is now. */
  void copyFrom(VirtualFolder original) {
    restoreStore(original.committed);
    records.addAll(original.records);
    record = original.record;
  }
}
