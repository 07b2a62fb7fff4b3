package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What others asked for or were found to lack on one link, and what of it nobody was heard to say
 * yet: runs of seqs, entries by their ids, head signatures. All of it is held here. One thread.
 */
final class Unsaid {
  /** Ranges that wait; when full, further ones are dropped and their asker asks again. */
  static final int RANGES_MAX = 256;

  /** Entries that wait by id; when full, further ones are dropped and asked for again. */
  static final int ITEMS_MAX = 8_192;

  /** Branches beside those said that are looked for at a run of seqs. */
  private static final int BRANCHES_MAX = 256;

  /** Entries whose ids begin alike of which each is meant. */
  private static final int SAME_PREFIX_MAX = 16;

  private final SyncContext context;
  private final List<Message.Want.LogRange> ranges = new ArrayList<>();

  /** Id to the byte from which the entry is wanted. */
  private final SortedMap<EntryId, Integer> items = new TreeMap<>();

  private final SortedSet<LogId> signatures = new TreeSet<>();

  Unsaid(SyncContext context) {
    this.context = context;
  }

  boolean isEmpty() {
    return ranges.isEmpty() && items.isEmpty() && signatures.isEmpty();
  }

  void clear() {
    ranges.clear();
    items.clear();
    signatures.clear();
  }

  /** Runs of seqs, as long as what is held of their logs. */
  List<Message.Want.LogRange> ranges() {
    return ranges;
  }

  /** Entries beside those. */
  List<EntryId> items() {
    return List.copyOf(items.keySet());
  }

  /** The first of the entries of which only the rest is wanted. */
  Optional<EntryId> firstRest() {
    return items.keySet().stream().filter(this::isRest).findFirst();
  }

  boolean isRest(EntryId item) {
    return items.get(item) > 0;
  }

  /** Takes an entry out; the byte from which it is wanted. */
  int take(EntryId item) {
    return items.remove(item);
  }

  /** Whether this is so of the entries by id and of the beginning of each run; if there are any. */
  boolean all(Predicate<StoredEntry> test) {
    return !(ranges.isEmpty() && items.isEmpty())
        && ranges.stream().allMatch(range -> first(range).filter(test).isPresent())
        && items.keySet().stream().allMatch(id -> held(id).filter(test).isPresent());
  }

  private Optional<StoredEntry> first(Message.Want.LogRange range) {
    return context.ledger().reader().log(range.log(), range.from(), range.to(), 1).stream()
        .findFirst();
  }

  Optional<StoredEntry> held(EntryId id) {
    return context.ledger().reader().byPrefix(id.bytes(), 1).stream().findFirst();
  }

  SortedSet<LogId> signatures() {
    return signatures;
  }

  /** Adds what is held here of what is asked for. */
  void asked(Message.Want want) {
    for (Message.Want.LogRange range : want.logs()) {
      // Beyond what is held here a range would never be over.
      long to = Math.min(range.to(), context.ledger().log(range.log()).maxSeq());
      if (range.from() <= to && ranges.size() < RANGES_MAX) {
        Message.Want.LogRange held = new Message.Want.LogRange(range.log(), range.from(), to);
        if (!ranges.contains(held)) {
          ranges.add(held);
        }
      }
    }
    for (Message.Want.Item item : want.items()) {
      for (StoredEntry held : context.ledger().reader().byPrefix(item.id(), SAME_PREFIX_MAX)) {
        add(held.entry().id(), item.offset());
      }
    }
    for (LogId log : want.headSigs()) {
      if (context.ledger().log(log).signature().isPresent()) {
        signatures.add(log);
      }
    }
  }

  /** Adds entries that somebody lacks. */
  void lacked(Collection<EntryId> ids) {
    ids.forEach(id -> add(id, 0));
  }

  /** An entry that several want from somewhere on is said from the first of these bytes on. */
  private void add(EntryId id, int offset) {
    if (items.size() < ITEMS_MAX || items.containsKey(id)) {
      items.merge(id, offset, Math::min);
    }
  }

  /** These were said; whether any of them was wanted, or is in a run that is. */
  boolean said(List<Entry> entries) {
    int before = ranges.size() + items.size();
    boolean inRange = ranges.stream().anyMatch(range -> lies(entries.get(0), range));
    int from = 0;
    for (int i = 1; i <= entries.size(); i++) {
      boolean goesOn =
          i < entries.size()
              && entries.get(i).log().equals(entries.get(i - 1).log())
              && entries.get(i).seq() == entries.get(i - 1).seq() + 1;
      if (!goesOn) {
        saidRun(entries.subList(from, i));
        from = i;
      }
    }
    entries.forEach(entry -> items.remove(entry.id()));
    return inRange || ranges.size() + items.size() < before;
  }

  private static boolean lies(Entry entry, Message.Want.LogRange range) {
    return touches(range, entry.log(), entry.seq(), entry.seq());
  }

  /** Somebody says this entry from here on; whether that is all that is wanted of it. */
  boolean saidFrom(Entry entry, int offset) {
    boolean all = items.getOrDefault(entry.id(), -1) >= offset;
    if (all) {
      items.remove(entry.id());
    }
    return all;
  }

  /** Entries of one log whose seqs follow each other. */
  private void saidRun(List<Entry> run) {
    LogId log = run.get(0).log();
    long from = run.get(0).seq();
    long to = run.get(run.size() - 1).seq();
    boolean wanted = ranges.stream().anyMatch(range -> touches(range, log, from, to));
    if (wanted) {
      cut(log, from, to);
      if (context.ledger().log(log).forked()) {
        keepBranches(run, from, to);
      }
    }
  }

  /** Another entry of the same log and seq was not said with it: it is still wanted, by its id. */
  private void keepBranches(List<Entry> said, long from, long to) {
    LogId log = said.get(0).log();
    SortedSet<EntryId> ids = new TreeSet<>();
    said.forEach(entry -> ids.add(entry.id()));
    int most = said.size() + BRANCHES_MAX;
    for (StoredEntry held : context.ledger().reader().log(log, from, to, most)) {
      if (!ids.contains(held.entry().id())) {
        add(held.entry().id(), 0);
      }
    }
  }

  /** Takes a run of seqs out of the ranges. */
  private void cut(LogId log, long from, long to) {
    List<Message.Want.LogRange> left = new ArrayList<>();
    for (Message.Want.LogRange range : ranges) {
      if (!touches(range, log, from, to)) {
        left.add(range);
      } else {
        if (from > range.from()) {
          left.add(new Message.Want.LogRange(log, range.from(), from - 1));
        }
        if (to < range.to()) {
          left.add(new Message.Want.LogRange(log, to + 1, range.to()));
        }
      }
    }
    ranges.clear();
    // Each cut may leave two of one: what is too many is asked for again.
    ranges.addAll(left.subList(0, Math.min(RANGES_MAX, left.size())));
  }

  private static boolean touches(Message.Want.LogRange range, LogId log, long from, long to) {
    return range.log().equals(log) && to >= range.from() && from <= range.to();
  }
}
