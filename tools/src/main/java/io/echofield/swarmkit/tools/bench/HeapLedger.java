package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A ledger in heap that answers at once what merging asks; everything else it finds by looking at
 * all. What is put in shows at once. One thread.
 */
final class HeapLedger implements LedgerReader {
  private static final Comparator<StoredEntry> BY_ID =
      Comparator.comparing(stored -> stored.entry().id());
  private static final Comparator<StoredEntry> BY_SEQ =
      Comparator.comparingLong((StoredEntry stored) -> stored.entry().seq()).thenComparing(BY_ID);

  private final Map<EntryId, StoredEntry> byId = new HashMap<>();
  private final List<StoredEntry> byArrival = new ArrayList<>();
  private final Map<TaskKey, List<StoredEntry>> live = new HashMap<>();

  void append(StoredEntry stored) {
    byId.put(stored.entry().id(), stored);
    byArrival.add(stored);
  }

  /** The entries must be there. */
  void live(TaskKey key, List<EntryId> ids) {
    List<StoredEntry> entries = new ArrayList<>(ids.size());
    for (EntryId id : ids) {
      entries.add(byId.get(id));
    }
    live.put(key, entries);
  }

  int size() {
    return byArrival.size();
  }

  @Override
  public boolean contains(EntryId id) {
    return byId.containsKey(id);
  }

  @Override
  public List<StoredEntry> byPrefix(Bytes idPrefix, int max) {
    return find(byArrival, e -> e.entry().id().bytes().startsWith(idPrefix), BY_ID, max);
  }

  @Override
  public List<StoredEntry> log(LogId log, long fromSeq, long toSeq, int max) {
    return find(
        byArrival,
        e -> e.entry().log().equals(log) && e.entry().seq() >= fromSeq && e.entry().seq() <= toSeq,
        BY_SEQ,
        max);
  }

  @Override
  public List<StoredEntry> live(TaskKey key) {
    return live.getOrDefault(key, List.of());
  }

  @Override
  public List<StoredEntry> history(TaskKey key, long afterArrival, int max) {
    Optional<TaskKey> wanted = Optional.of(key);
    return find(
        byArrival,
        e -> e.arrival() > afterArrival && e.entry().key().equals(wanted),
        Comparator.comparingLong(StoredEntry::arrival),
        max);
  }

  @Override
  public List<TaskKey> tasks(Optional<TaskKey> after, int max) {
    return live.keySet().stream()
        .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
        .filter(key -> !key.equals(TaskKey.ROSTER))
        .sorted()
        .limit(max)
        .toList();
  }

  @Override
  public List<TaskKey> tasksByHexPrefix(String hexDigits, int max) {
    return tasks(Optional.empty(), Integer.MAX_VALUE).stream()
        .filter(key -> key.bytes().hex().startsWith(hexDigits))
        .limit(max)
        .toList();
  }

  @Override
  public List<StoredEntry> arrivals(long afterArrival, int max) {
    int from = (int) Math.min(afterArrival, byArrival.size());
    int to = (int) Math.min((long) from + max, byArrival.size());
    return Collections.unmodifiableList(byArrival.subList(from, to));
  }

  private static List<StoredEntry> find(
      List<StoredEntry> among,
      Predicate<StoredEntry> wanted,
      Comparator<StoredEntry> order,
      int max) {
    return among.stream().filter(wanted).sorted(order).limit(max).toList();
  }
}
