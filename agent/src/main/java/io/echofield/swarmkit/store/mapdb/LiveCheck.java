package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LiveSelection;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Whether each task's list of live entries is what its history selects, and whether the digest is
 * over these lists. One use.
 */
final class LiveCheck {
  private final StoreView view;
  private final StoreCheck.Faults faults;
  private final Progress progress;
  private long tasks;
  private long seen;

  LiveCheck(StoreView view, StoreCheck.Faults faults, Progress progress) {
    this.view = view;
    this.faults = faults;
    this.progress = progress;
  }

  /** Tasks with live entries, the roster among them. */
  long tasks() {
    return tasks;
  }

  /** {@code all}: how many entries there are. */
  void check(LiveDigest told, long all) {
    LiveDigest counted =
        view.read(
            tables -> {
              long count = 0;
              IdSum sum = IdSum.ZERO;
              Iterator<Cell> lists = tables.cells().table(Keys.LIVE);
              while (lists.hasNext()) {
                Cell list = lists.next();
                tasks++;
                for (EntryId id : check(tables, Keys.task(list.key()), Tables.live(list))) {
                  sum = sum.plus(id);
                  count++;
                }
                progress.at("checking tasks", Math.min(seen, all), all);
              }
              return new LiveDigest(count, sum);
            });
    if (!counted.equals(told)) {
      faults.add(
          "the digest of live entries",
          "it is over %d entries, but the lists have %d".formatted(told.count(), counted.count()));
    }
  }

  private List<EntryId> check(Tables tables, TaskKey task, long[] live) {
    List<StoredEntry> history = tables.history(task, 0, Integer.MAX_VALUE);
    seen += history.size();
    List<StoredEntry> selected = LiveSelection.select(history);
    long[] expected = selected.stream().mapToLong(StoredEntry::arrival).toArray();
    if (!Arrays.equals(expected, live)) {
      faults.add(
          "task " + task,
          "its history selects %d live entries, but the list has %d"
              .formatted(expected.length, live.length));
    }
    return Arrays.stream(live).mapToObj(tables::entry).map(stored -> stored.entry().id()).toList();
  }
}
