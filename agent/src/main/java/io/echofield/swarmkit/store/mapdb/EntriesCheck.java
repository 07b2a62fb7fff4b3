package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Whether every entry can be read and found, and every index leads to one. One use. */
final class EntriesCheck {
  private static final int PAGE_ENTRIES = 512;

  private final StoreView view;
  private final StoreCheck.Faults faults;
  private final Progress progress;
  private long count;

  EntriesCheck(StoreView view, StoreCheck.Faults faults, Progress progress) {
    this.view = view;
    this.faults = faults;
    this.progress = progress;
  }

  /** How many entries there are. */
  long count() {
    return count;
  }

  void check(long lastArrival) {
    long ofTasks = entries(lastArrival);
    index(Keys.ID, count);
    index(Keys.LOG, count);
    index(Keys.HISTORY, ofTasks);
  }

  private long entries(long lastArrival) {
    long ofTasks = 0;
    long after = 0;
    List<StoredEntry> page = page(after);
    while (!page.isEmpty()) {
      for (StoredEntry stored : page) {
        count++;
        ofTasks += stored.entry().key().isPresent() ? 1 : 0;
        found(stored);
      }
      after = page.get(page.size() - 1).arrival();
      progress.at("checking entries", after, lastArrival);
      page = page(after);
    }
    return ofTasks;
  }

  private List<StoredEntry> page(long after) {
    return view.read(tables -> tables.arrivals(after, PAGE_ENTRIES));
  }

  private void found(StoredEntry stored) {
    Entry entry = stored.entry();
    long arrival = stored.arrival();
    view.read(
        tables -> {
          LayeredCells cells = tables.cells();
          if (tables.arrivalOf(entry.id()) != arrival) {
            faults.add("entry " + entry.id(), "the index of ids does not lead to it");
          }
          if (cells.get(Keys.log(entry.log(), entry.seq(), entry.id(), arrival)) == null) {
            faults.add("entry " + entry.id(), "the index of logs does not lead to it");
          }
          Optional<TaskKey> task = entry.key();
          if (task.isPresent() && cells.get(Keys.history(task.get(), arrival)) == null) {
            faults.add("entry " + entry.id(), "the history of its task does not lead to it");
          }
          return true;
        });
  }

  /** Since every entry is found by each index, equal numbers mean that nothing else is in it. */
  private void index(byte table, long expected) {
    long places =
        view.read(
            tables -> {
              long found = 0;
              Iterator<Cell> cells = tables.cells().table(table);
              while (cells.hasNext()) {
                Cell cell = cells.next();
                found += table == Keys.ID ? Tables.arrivals(cell).length : 1;
              }
              return found;
            });
    if (places != expected) {
      faults.add(
          "index " + (char) table,
          "it has %d places but there are %d entries for it".formatted(places, expected));
    }
  }
}
