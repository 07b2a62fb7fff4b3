package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.testkit.TaskHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not committed yet is seen as if it were. */
class OverlayReaderTest {
  private static final int TASKS = 5;
  private static final int ENTRIES = 60;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void itAnswersAsAReaderOfCommittedWrites(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<Entry> entries = new ArrayList<>(histories.ofTasks(TASKS, ENTRIES));
    entries.addAll(histories.swarm.roster(1, List.of(histories.member), 0));
    int committedEntries = histories.random().nextInt(entries.size());
    MemoryStore part = new MemoryStore();
    MemoryStore whole = new MemoryStore();
    assertThat(part.open().arrivals()).isZero();
    assertThat(whole.open().arrivals()).isZero();
    OverlayReader overlay = new OverlayReader(part.reader());
    List<StoredEntry> all = new ArrayList<>();
    for (Entry entry : entries) {
      StoredEntry stored = new StoredEntry(entry, all.size() + 1L, false);
      all.add(stored);
      List<Write> writes = new ArrayList<>(List.of(new Write.Append(stored)));
      List<StoredEntry> live = live(all, stored);
      entry.key().ifPresent(key -> writes.add(new Write.Live(key, ids(live))));
      whole.commit(writes);
      if (all.size() <= committedEntries) {
        part.commit(writes);
      } else {
        overlay.add(stored);
        entry.key().ifPresent(key -> overlay.putLive(key, live));
      }
    }
    same(overlay, whole.reader(), all, histories);
    overlay.settled();
    same(overlay, part.reader(), all, histories);
  }

  private static void same(
      LedgerReader a, LedgerReader b, List<StoredEntry> all, TaskHistories histories) {
    for (int max : List.of(1, 2, 7, 1_000)) {
      long after = histories.random().nextInt(all.size());
      assertThat(a.arrivals(after, max)).isEqualTo(b.arrivals(after, max));
      Optional<TaskKey> from =
          histories.random().nextBoolean() ? Optional.empty() : histories.one(all).entry().key();
      assertThat(a.tasks(from, max)).isEqualTo(b.tasks(from, max));
      for (StoredEntry stored : all) {
        Entry entry = stored.entry();
        assertThat(a.contains(entry.id())).isEqualTo(b.contains(entry.id()));
        assertThat(a.byPrefix(entry.id().prefix(), max))
            .isEqualTo(b.byPrefix(entry.id().prefix(), max));
        LogId log = entry.log();
        long seq = entry.seq();
        assertThat(a.log(log, seq, seq + 3, max)).isEqualTo(b.log(log, seq, seq + 3, max));
        assertThat(a.log(log, 1, Entry.SEQ_MAX, max)).isEqualTo(b.log(log, 1, Entry.SEQ_MAX, max));
        TaskKey key = entry.key().orElse(TaskId.ROSTER.key());
        assertThat(a.live(key)).isEqualTo(b.live(key));
        assertThat(a.history(key, after, max)).isEqualTo(b.history(key, after, max));
        String digits = key.bytes().hex().substring(0, 1 + histories.random().nextInt(16));
        assertThat(a.tasksByHexPrefix(digits, max)).isEqualTo(b.tasksByHexPrefix(digits, max));
      }
    }
  }

  private static List<StoredEntry> live(List<StoredEntry> all, StoredEntry of) {
    return LiveSelection.select(
        all.stream().filter(e -> e.entry().key().equals(of.entry().key())).toList());
  }

  private static List<EntryId> ids(List<StoredEntry> entries) {
    return entries.stream().map(stored -> stored.entry().id()).toList();
  }
}
