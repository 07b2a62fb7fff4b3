package io.echofield.swarmkit.lab;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the port says, in the simplest words: one list, and every question looks at all of it. */
public final class DumbLedger implements LedgerReader {
  private static final Comparator<StoredEntry> BY_ID =
      Comparator.comparing(stored -> stored.entry().id());

  private final List<StoredEntry> all = new ArrayList<>();
  private final SortedMap<TaskKey, List<EntryId>> live = new TreeMap<>();

  public void apply(List<Write> writes) {
    for (Write write : writes) {
      if (write instanceof Write.Append append) {
        all.add(append.stored());
      } else if (write instanceof Write.Live decided) {
        live.put(decided.task(), decided.entries());
      }
    }
    live.values().removeIf(List::isEmpty);
  }

  public List<StoredEntry> all() {
    return all;
  }

  @Override
  public boolean contains(EntryId id) {
    return all.stream().anyMatch(stored -> stored.entry().id().equals(id));
  }

  @Override
  public List<StoredEntry> byPrefix(Bytes idPrefix, int max) {
    return find(stored -> stored.entry().id().bytes().startsWith(idPrefix), BY_ID, max);
  }

  @Override
  public List<StoredEntry> log(LogId log, long fromSeq, long toSeq, int max) {
    return find(
        stored ->
            stored.entry().log().equals(log)
                && stored.entry().seq() >= fromSeq
                && stored.entry().seq() <= toSeq,
        Comparator.comparingLong((StoredEntry stored) -> stored.entry().seq()).thenComparing(BY_ID),
        max);
  }

  @Override
  public List<StoredEntry> live(TaskKey key) {
    List<EntryId> ids = live.getOrDefault(key, List.of());
    return find(stored -> ids.contains(stored.entry().id()), BY_ID, Integer.MAX_VALUE);
  }

  @Override
  public List<StoredEntry> history(TaskKey key, long afterArrival, int max) {
    return find(
        stored -> stored.arrival() > afterArrival && stored.entry().key().equals(Optional.of(key)),
        Comparator.comparingLong(StoredEntry::arrival),
        max);
  }

  @Override
  public List<TaskKey> tasks(Optional<TaskKey> after, int max) {
    return live.keySet().stream()
        .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
        .filter(key -> !key.equals(TaskId.ROSTER.key()))
        .limit(max)
        .toList();
  }

  @Override
  public List<TaskKey> tasksByHexPrefix(String hexDigits, int max) {
    return tasks(Optional.empty(), Integer.MAX_VALUE).stream()
        .filter(key -> key.toString().startsWith(hexDigits))
        .limit(max)
        .toList();
  }

  @Override
  public List<StoredEntry> arrivals(long afterArrival, int max) {
    return find(
        stored -> stored.arrival() > afterArrival,
        Comparator.comparingLong(StoredEntry::arrival),
        max);
  }

  private List<StoredEntry> find(
      Predicate<StoredEntry> wanted, Comparator<StoredEntry> order, int max) {
    return all.stream().filter(wanted).sorted(order).limit(max).toList();
  }
}
