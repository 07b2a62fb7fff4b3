package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The LIVE digest by ranges: hybrid time and id of every entry that decides a view, in heap.
 *
 * <p>Costs heap for every live entry, so it is built only when somebody asks to compare LIVE, a few
 * tasks at a time, and kept from then on. Until it is ready it must not be read. One thread.
 */
public final class LiveIndex {
  /** Hybrid time, before the id: newest entries come last. */
  public static final int KEY_BYTES = 6;

  /** Tasks read from the store in one step of building. */
  public static final int STEP_TASKS = 2_048;

  private final LedgerReader reader;
  private final FingerprintTree tree = new FingerprintTree(KEY_BYTES);
  private boolean wanted;
  private boolean rosterRead;
  private Optional<TaskKey> readTo = Optional.empty();
  private boolean ready;

  LiveIndex(LedgerReader reader) {
    this.reader = reader;
  }

  /** From now on it is built. */
  public void want() {
    wanted = true;
  }

  public boolean wanted() {
    return wanted;
  }

  /** Whether it covers everything. */
  public boolean ready() {
    return ready;
  }

  /** Reads on; when all is read it is ready. */
  public void build() {
    if (!wanted || ready) {
      return;
    }
    if (!rosterRead) {
      rosterRead = true;
      reader.live(TaskId.ROSTER.key()).forEach(stored -> tree.add(record(stored.entry())));
    }
    List<TaskKey> page = reader.tasks(readTo, STEP_TASKS);
    for (TaskKey key : page) {
      reader.live(key).forEach(stored -> tree.add(record(stored.entry())));
      readTo = Optional.of(key);
    }
    ready = page.size() < STEP_TASKS;
  }

  /** LIVE of a task is now another. */
  void changed(TaskKey key, List<StoredEntry> before, List<StoredEntry> after) {
    if (!read(key)) {
      return;
    }
    SortedSet<Bytes> gone = records(before);
    SortedSet<Bytes> come = records(after);
    come.removeAll(gone);
    gone.removeAll(records(after));
    gone.forEach(tree::remove);
    come.forEach(tree::add);
  }

  /** Whether the building has come past this task. */
  private boolean read(TaskKey key) {
    return ready
        || (rosterRead && key.equals(TaskId.ROSTER.key()))
        || readTo.filter(last -> key.compareTo(last) <= 0).isPresent();
  }

  /** Records of hybrid time and id; only when it is ready. */
  public FingerprintTree tree() {
    if (!ready) {
      throw new IllegalStateException("the index of LIVE is not built yet");
    }
    return tree;
  }

  /** The entry that a record stands for. */
  public static EntryId id(Bytes record) {
    return new EntryId(record.slice(KEY_BYTES, KEY_BYTES + EntryId.BYTES));
  }

  private static SortedSet<Bytes> records(List<StoredEntry> entries) {
    List<Bytes> records = new ArrayList<>(entries.size());
    entries.forEach(stored -> records.add(record(stored.entry())));
    return new TreeSet<>(records);
  }

  private static Bytes record(Entry entry) {
    long bits = entry.hlc().bits();
    byte[] record = new byte[KEY_BYTES + EntryId.BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      record[i] = (byte) (bits >>> (8 * (KEY_BYTES - 1 - i)));
    }
    entry.id().bytes().copyTo(record, KEY_BYTES);
    return Bytes.copyOf(record);
  }
}
