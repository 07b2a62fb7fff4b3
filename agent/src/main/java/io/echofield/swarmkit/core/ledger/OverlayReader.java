package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A reader that also sees what was written since the last commit.
 *
 * <p>Holds one batch: the driver commits and calls {@link #settled} before it grows beyond the
 * store's batch limit. One thread.
 */
final class OverlayReader implements LedgerReader {
  private static final Comparator<StoredEntry> BY_ID = Comparator.comparing(e -> e.entry().id());
  private static final Comparator<StoredEntry> BY_SEQ =
      Comparator.<StoredEntry>comparingLong(e -> e.entry().seq()).thenComparing(BY_ID);

  // fixed
  private final LedgerReader base;
  // since the last commit
  private final List<StoredEntry> byArrival = new ArrayList<>();
  private final Set<EntryId> ids = new LinkedHashSet<>();
  private final Map<TaskKey, List<StoredEntry>> live = new LinkedHashMap<>();

  OverlayReader(LedgerReader base) {
    this.base = base;
  }

  /** Arrival numbers must grow. */
  void add(StoredEntry stored) {
    byArrival.add(stored);
    ids.add(stored.entry().id());
  }

  void putLive(TaskKey key, List<StoredEntry> entries) {
    live.put(key, entries);
  }

  /** The base sees everything now. */
  void settled() {
    byArrival.clear();
    ids.clear();
    live.clear();
  }

  @Override
  public boolean contains(EntryId id) {
    return ids.contains(id) || base.contains(id);
  }

  @Override
  public List<StoredEntry> byPrefix(Bytes idPrefix, int max) {
    return merged(
        base.byPrefix(idPrefix, max), e -> e.entry().id().bytes().startsWith(idPrefix), BY_ID, max);
  }

  @Override
  public List<StoredEntry> log(LogId log, long fromSeq, long toSeq, int max) {
    Predicate<StoredEntry> inside =
        e -> e.entry().log().equals(log) && e.entry().seq() >= fromSeq && e.entry().seq() <= toSeq;
    return merged(base.log(log, fromSeq, toSeq, max), inside, BY_SEQ, max);
  }

  @Override
  public List<StoredEntry> live(TaskKey key) {
    List<StoredEntry> fresh = live.get(key);
    return fresh != null ? fresh : base.live(key);
  }

  @Override
  public List<StoredEntry> history(TaskKey key, long afterArrival, int max) {
    List<StoredEntry> found = new ArrayList<>(base.history(key, afterArrival, max));
    for (StoredEntry stored : byArrival) {
      if (found.size() < max
          && stored.arrival() > afterArrival
          && stored.entry().key().filter(key::equals).isPresent()) {
        found.add(stored);
      }
    }
    return found;
  }

  @Override
  public List<TaskKey> tasks(Optional<TaskKey> after, int max) {
    TreeSet<TaskKey> keys = new TreeSet<>(base.tasks(after, max));
    for (TaskKey key : live.keySet()) {
      boolean wanted = after.isEmpty() || key.compareTo(after.get()) > 0;
      if (wanted && !key.equals(TaskKey.ROSTER)) {
        keys.add(key);
      }
    }
    return first(keys, max);
  }

  @Override
  public List<TaskKey> tasksByHexPrefix(String hexDigits, int max) {
    TreeSet<TaskKey> keys = new TreeSet<>(base.tasksByHexPrefix(hexDigits, max));
    for (TaskKey key : live.keySet()) {
      if (!key.equals(TaskKey.ROSTER) && key.bytes().hex().startsWith(hexDigits)) {
        keys.add(key);
      }
    }
    return first(keys, max);
  }

  @Override
  public List<StoredEntry> arrivals(long afterArrival, int max) {
    List<StoredEntry> found = new ArrayList<>(base.arrivals(afterArrival, max));
    for (StoredEntry stored : byArrival) {
      if (found.size() < max && stored.arrival() > afterArrival) {
        found.add(stored);
      }
    }
    return found;
  }

  private List<StoredEntry> merged(
      List<StoredEntry> stored,
      Predicate<StoredEntry> fits,
      Comparator<StoredEntry> order,
      int max) {
    if (byArrival.isEmpty()) {
      return stored;
    }
    List<StoredEntry> all = new ArrayList<>(stored);
    for (StoredEntry fresh : byArrival) {
      if (fits.test(fresh)) {
        all.add(fresh);
      }
    }
    all.sort(order);
    return all.subList(0, Math.min(max, all.size()));
  }

  private static List<TaskKey> first(SortedSet<TaskKey> keys, int max) {
    List<TaskKey> list = new ArrayList<>(keys);
    return list.subList(0, Math.min(max, list.size()));
  }
}
