package io.echofield.swarmkit.lab;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Restored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The first difference between what a store tells and what the model says it must, in words; empty
 * if there is none. Pure, apart from what a reader does.
 */
public final class StoreComparison {
  /** Rounds of random questions, each a dozen look-ups that the model answers by looking at all. */
  private static final int QUESTIONS = 12;

  private StoreComparison() {}

  /** What the core keeps in heap. Lists come in any order, except cursors. */
  public static Optional<String> restored(Restored found, Restored expected) {
    return first(
        List.of(
            inAnyOrder("logs", found.logs(), expected.logs()),
            value("LIVE digest", found.live(), expected.live()),
            inAnyOrder("due tasks", found.due(), expected.due()),
            value("cursors", found.cursors(), expected.cursors()),
            inAnyOrder("peers", found.peers(), expected.peers()),
            value("counters", found.counters(), expected.counters()),
            value("last arrival", found.arrivals(), expected.arrivals())));
  }

  /**
   * Everything that is stored, by each way that leads to it: all arrivals, each id, each log, each
   * history, each live list.
   */
  public static Optional<String> everything(LedgerReader reader, StoreModel model) {
    List<StoredEntry> all = model.ledger().all();
    Optional<String> difference =
        entries("arrivals", reader.arrivals(0, Integer.MAX_VALUE), all)
            .or(() -> tasks(reader, model.ledger()));
    SortedMap<LogId, List<StoredEntry>> logs = new TreeMap<>();
    SortedMap<TaskKey, List<StoredEntry>> histories = new TreeMap<>();
    for (StoredEntry stored : all) {
      Entry entry = stored.entry();
      logs.computeIfAbsent(entry.log(), log -> new ArrayList<>()).add(stored);
      entry
          .key()
          .ifPresent(key -> histories.computeIfAbsent(key, k -> new ArrayList<>()).add(stored));
      if (difference.isEmpty()) {
        List<StoredEntry> byId = reader.byPrefix(entry.id().bytes(), 2);
        difference = entries("the entry with id " + entry.id(), byId, List.of(stored));
      }
    }
    for (LogId log : logs.keySet()) {
      difference =
          difference.or(
              () -> log(reader, model.ledger(), log, 0, Entry.SEQ_MAX, Integer.MAX_VALUE));
    }
    for (var history : histories.entrySet()) {
      difference =
          difference
              .or(
                  () ->
                      entries(
                          "history of " + history.getKey(),
                          reader.history(history.getKey(), 0, Integer.MAX_VALUE),
                          history.getValue()))
              .or(() -> live(reader, model.ledger(), history.getKey()));
    }
    return difference;
  }

  /** Random questions with pages and limits. */
  public static Optional<String> questions(
      LedgerReader reader, StoreModel model, RandomWrites source, SplittableRandom random) {
    DumbLedger dumb = model.ledger();
    int entries = dumb.all().size();
    Optional<String> difference = Optional.empty();
    for (int i = 0; i < QUESTIONS && entries > 0 && difference.isEmpty(); i++) {
      int max = random.nextInt(30);
      long after = random.nextLong(entries + 2L);
      LogId log = source.logs().get(random.nextInt(source.logs().size()));
      long from = random.nextLong(60);
      TaskId task = source.tasks().get(random.nextInt(source.tasks().size()));
      EntryId id = dumb.all().get(random.nextInt(entries)).entry().id();
      difference =
          first(
              List.of(
                  entries(
                      "arrivals after " + after,
                      reader.arrivals(after, max),
                      dumb.arrivals(after, max)),
                  log(reader, dumb, log, from, from + random.nextLong(40) - 5, max),
                  task(reader, dumb, task.key(), random),
                  id(reader, dumb, id, random)));
    }
    return difference;
  }

  /** Entries are equal by id alone, so every part is compared. */
  public static Optional<String> entries(
      String what, List<StoredEntry> found, List<StoredEntry> expected) {
    for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
      StoredEntry one = found.get(i);
      StoredEntry other = expected.get(i);
      boolean same =
          one.equals(other)
              && one.entry().canonical().equals(other.entry().canonical())
              && one.entry().body().equals(other.entry().body());
      if (!same) {
        return Optional.of(
            "%s: at place %d is %s instead of %s".formatted(what, i, word(one), word(other)));
      }
    }
    return value("number of entries in " + what, found.size(), expected.size());
  }

  private static Optional<String> tasks(LedgerReader reader, DumbLedger dumb) {
    return value(
        "tasks",
        reader.tasks(Optional.empty(), Integer.MAX_VALUE),
        dumb.tasks(Optional.empty(), Integer.MAX_VALUE));
  }

  private static Optional<String> log(
      LedgerReader reader, DumbLedger dumb, LogId log, long from, long to, int max) {
    return entries(
        "log %s from %d to %d".formatted(log, from, to),
        reader.log(log, from, to, max),
        dumb.log(log, from, to, max));
  }

  private static Optional<String> live(LedgerReader reader, DumbLedger dumb, TaskKey task) {
    return entries("live list of " + task, reader.live(task), dumb.live(task));
  }

  private static Optional<String> task(
      LedgerReader reader, DumbLedger dumb, TaskKey task, SplittableRandom random) {
    int max = random.nextInt(30);
    long after = random.nextLong(dumb.all().size() + 2L);
    String digits = task.toString().substring(0, random.nextInt(1, 17));
    return first(
        List.of(
            live(reader, dumb, task),
            entries(
                "history of " + task,
                reader.history(task, after, max),
                dumb.history(task, after, max)),
            value(
                "tasks after " + task,
                reader.tasks(Optional.of(task), max),
                dumb.tasks(Optional.of(task), max)),
            value(
                "tasks that begin with " + digits,
                reader.tasksByHexPrefix(digits, max),
                dumb.tasksByHexPrefix(digits, max))));
  }

  private static Optional<String> id(
      LedgerReader reader, DumbLedger dumb, EntryId id, SplittableRandom random) {
    Bytes prefix = id.bytes().slice(0, random.nextInt(EntryId.PREFIX_BYTES, EntryId.BYTES + 1));
    byte[] other = id.bytes().toArray();
    other[random.nextInt(other.length)] ^= 1;
    return first(
        List.of(
            value("presence of " + id, reader.contains(id), true),
            entries("ids from " + prefix, reader.byPrefix(prefix, 2), dumb.byPrefix(prefix, 2)),
            value(
                "presence of an id that differs from " + id,
                reader.contains(new EntryId(Bytes.copyOf(other))),
                false)));
  }

  private static Optional<String> first(List<Optional<String>> differences) {
    return differences.stream().flatMap(Optional::stream).findFirst();
  }

  private static <T> Optional<String> inAnyOrder(
      String what, Collection<T> found, Collection<T> expected) {
    List<T> missing = new ArrayList<>(expected);
    for (T one : found) {
      if (!missing.remove(one)) {
        return Optional.of("%s: %s should not be there".formatted(what, one));
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("%s: %s is missing".formatted(what, missing.get(0)));
  }

  private static Optional<String> value(String what, Object found, Object expected) {
    return Objects.equals(found, expected)
        ? Optional.empty()
        : Optional.of("%s: %s instead of %s".formatted(what, found, expected));
  }

  private static String word(StoredEntry stored) {
    return "entry %s as arrival %d, %s"
        .formatted(stored.entry().id(), stored.arrival(), stored.proven() ? "proven" : "unproven");
  }
}
