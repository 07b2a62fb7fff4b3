package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A ledger in heap: the plainest reading of the port, to compare others with. */
final class MemoryLedger implements LedgerReader {
  private static final Comparator<StoredEntry> BY_SEQ_THEN_ID =
      Comparator.comparingLong((StoredEntry stored) -> stored.entry().seq())
          .thenComparing(stored -> stored.entry().id());

  private final NavigableMap<EntryId, StoredEntry> byId = new TreeMap<>();
  private final NavigableMap<Long, StoredEntry> byArrival = new TreeMap<>();
  private final NavigableMap<LogId, TreeSet<StoredEntry>> byLog = new TreeMap<>();
  private final NavigableMap<TaskKey, NavigableMap<Long, StoredEntry>> byTask = new TreeMap<>();
  private final NavigableMap<TaskKey, List<EntryId>> live = new TreeMap<>();

  void append(StoredEntry stored) {
    Entry entry = stored.entry();
    byId.put(entry.id(), stored);
    byArrival.put(stored.arrival(), stored);
    byLog.computeIfAbsent(entry.log(), log -> new TreeSet<>(BY_SEQ_THEN_ID)).add(stored);
    entry
        .key()
        .ifPresent(
            key -> byTask.computeIfAbsent(key, k -> new TreeMap<>()).put(stored.arrival(), stored));
  }

  void live(TaskKey key, List<EntryId> entries) {
    if (entries.isEmpty()) {
      live.remove(key);
    } else {
      live.put(key, entries.stream().sorted().toList());
    }
  }

  long lastArrival() {
    return byArrival.isEmpty() ? 0 : byArrival.lastKey();
  }

  @Override
  public boolean contains(EntryId id) {
    return byId.containsKey(id);
  }

  @Override
  public List<StoredEntry> byPrefix(Bytes idPrefix, int max) {
    if (idPrefix.size() < EntryId.PREFIX_BYTES || idPrefix.size() > EntryId.BYTES) {
      throw new IllegalArgumentException(
          "an id prefix has "
              + EntryId.PREFIX_BYTES
              + " to "
              + EntryId.BYTES
              + " bytes but had "
              + idPrefix.size());
    }
    byte[] least = new byte[EntryId.BYTES];
    idPrefix.copyTo(least, 0);
    return byId.tailMap(new EntryId(Bytes.copyOf(least)), true).values().stream()
        .takeWhile(stored -> stored.entry().id().bytes().startsWith(idPrefix))
        .limit(max)
        .toList();
  }

  @Override
  public List<StoredEntry> log(LogId log, long fromSeq, long toSeq, int max) {
    return byLog.getOrDefault(log, new TreeSet<>(BY_SEQ_THEN_ID)).stream()
        .filter(stored -> stored.entry().seq() >= fromSeq && stored.entry().seq() <= toSeq)
        .limit(max)
        .toList();
  }

  @Override
  public List<StoredEntry> live(TaskKey key) {
    return live.getOrDefault(key, List.of()).stream().map(byId::get).toList();
  }

  @Override
  public List<StoredEntry> history(TaskKey key, long afterArrival, int max) {
    return firstOf(byTask.getOrDefault(key, new TreeMap<>()).tailMap(afterArrival, false), max);
  }

  @Override
  public List<TaskKey> tasks(Optional<TaskKey> after, int max) {
    return after.map(key -> live.tailMap(key, false)).orElse(live).keySet().stream()
        .filter(key -> !key.equals(TaskId.ROSTER.key()))
        .limit(max)
        .toList();
  }

  @Override
  public List<TaskKey> tasksByHexPrefix(String hexDigits, int max) {
    if (!hexDigits.matches("[0-9a-f]{1,16}")) {
      throw new IllegalArgumentException(
          "a task key begins with 1 to 16 hex digits but was \"" + hexDigits + "\"");
    }
    return live.keySet().stream()
        .filter(key -> key.bytes().hex().startsWith(hexDigits))
        .filter(key -> !key.equals(TaskId.ROSTER.key()))
        .limit(max)
        .toList();
  }

  @Override
  public List<StoredEntry> arrivals(long afterArrival, int max) {
    return firstOf(byArrival.tailMap(afterArrival, false), max);
  }

  private static List<StoredEntry> firstOf(NavigableMap<Long, StoredEntry> entries, int max) {
    List<StoredEntry> first = new ArrayList<>();
    for (StoredEntry stored : entries.values()) {
      if (first.size() == max) {
        break;
      }
      first.add(stored);
    }
    return first;
  }
}
