package io.echofield.swarmkit.store.mapdb;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The memtable over the one that becomes a run, over the runs, as one sorted map: the newest cell
 * of a key counts. One thread; an iterator is good until the next change.
 */
final class LayeredCells {
  private Memtable memtable;

  /** What becomes a run at present; nobody changes it. */
  private Optional<Memtable> flushing = Optional.empty();

  /** Oldest first; disjoint spans, ascending. */
  private List<Run> runs;

  LayeredCells(Memtable memtable, List<Run> runs) {
    this.memtable = memtable;
    this.runs = List.copyOf(runs);
  }

  Memtable memtable() {
    return memtable;
  }

  List<Run> runs() {
    return runs;
  }

  void replaceRuns(List<Run> newer) {
    runs = List.copyOf(newer);
  }

  /** From here on changes go into a new memtable; the one until now becomes a run. */
  Memtable beginFlush() {
    if (flushing.isPresent()) {
      throw new IllegalStateException("one memtable becomes a run at a time");
    }
    Memtable full = memtable;
    flushing = Optional.of(full);
    memtable = new Memtable();
    return full;
  }

  /** The run is among the runs. */
  void endFlush() {
    flushing = Optional.empty();
  }

  /** There is no run: what should have become one is in the memtable again. */
  void undoFlush() {
    Memtable older = flushing.orElseThrow();
    memtable.from(new byte[0], true).forEachRemaining(cell -> older.put(cell.key(), cell.value()));
    memtable = older;
    flushing = Optional.empty();
  }

  /** The value, null if there is none. */
  byte[] get(byte[] key) {
    byte[] found = memtable.get(key);
    if (found == null && flushing.isPresent()) {
      found = flushing.get().get(key);
    }
    if (found == null && !runs.isEmpty()) {
      long hash = Bloom.hash(key);
      for (int i = runs.size() - 1; found == null && i >= 0; i--) {
        found = runs.get(i).get(key, hash);
      }
    }
    return found == null || found.length == 0 ? null : found;
  }

  void put(byte[] key, byte[] value) {
    if (value.length == 0) {
      throw new IllegalArgumentException("an empty value means removed");
    }
    memtable.put(key, value);
  }

  void remove(byte[] key) {
    memtable.put(key, Cell.REMOVED);
  }

  /** Cells from one key on whose keys begin with a prefix, removed ones left out. */
  Iterator<Cell> from(byte[] key, boolean inclusive, byte[] prefix) {
    List<Iterator<Cell>> newestFirst = new ArrayList<>(runs.size() + 2);
    newestFirst.add(memtable.from(key, inclusive));
    flushing.ifPresent(full -> newestFirst.add(full.from(key, inclusive)));
    for (int i = runs.size() - 1; i >= 0; i--) {
      newestFirst.add(runs.get(i).from(key, inclusive));
    }
    return new Present(new MergedCells(newestFirst), prefix);
  }

  /** Cells of a whole table. */
  Iterator<Cell> table(byte table) {
    byte[] first = Keys.first(table);
    return from(first, true, first);
  }

  /** The greatest arrival number of an entry, 0 if none. */
  long lastArrival() {
    long last = 0;
    for (Run run : runs) {
      last = Math.max(last, run.lastArrival());
    }
    Iterator<Cell> fresh = from(Keys.entry(last), false, Keys.first(Keys.ENTRY));
    while (fresh.hasNext()) {
      last = Keys.arrival(fresh.next().key());
    }
    return last;
  }

  private static final class Present implements Iterator<Cell> {
    private final Iterator<Cell> merged;
    private final byte[] prefix;
    private Cell next;

    Present(Iterator<Cell> merged, byte[] prefix) {
      this.merged = merged;
      this.prefix = prefix;
      advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Cell next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Cell cell = next;
      advance();
      return cell;
    }

    private void advance() {
      next = null;
      while (next == null && merged.hasNext()) {
        Cell cell = merged.next();
        if (!Keys.startsWith(cell.key(), prefix)) {
          return;
        }
        next = cell.removed() ? null : cell;
      }
    }
  }
}
