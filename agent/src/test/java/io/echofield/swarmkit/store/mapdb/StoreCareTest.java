package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.CoreLikeWrites;
import io.echofield.swarmkit.security.Ed25519Verifier;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a store from outside, comparing everything in it, and repairing its journal. */
final class StoreCareTest {
  private static final SwarmHash HASH = NodeStoreContract.HASH;
  private static final StoreSettings SMALL = new StoreSettings("test", 8_192, 4_096, 1);

  /** Every batch stays in the journal. */
  private static final StoreSettings NO_RUNS = new StoreSettings("test", 1 << 30, 4_096, 1L << 40);

  private final CoreLikeWrites source = new CoreLikeWrites(1, NodeStoreContract.CODEC);
  private final List<StoredEntry> written = new ArrayList<>();

  @TempDir private Path root;

  @Test
  void aGoodStoreHasNoFaultsAlsoWhileItIsWritten() throws Exception {
    try (MapDbStore store = store(SMALL)) {
      store.open();
      for (int round = 0; round < 5; round++) {
        write(store, 60);
        StoreCheck.Report report = check();
        assertThat(report.faults()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.entries()).isEqualTo(written.size());
        assertThat(report.logs()).isEqualTo(1);
      }
      assertThat(check().runs()).isPositive();
    }
    assertThat(check().good()).isTrue();
  }

  @Test
  void aViewSeesWhatTheStoreSees() throws Exception {
    Restored expected;
    try (MapDbStore store = store(SMALL)) {
      store.open();
      write(store, 200);
      expected = store.restored();
    }
    List<Path> before = Folders.files(root);
    try (StoreView view =
        StoreView.open(root.resolve("store"), NodeStoreContract.CODEC, Progress.NONE)) {
      NodeStoreContract.assertSame(view.restored(), expected);
      assertThat(view.reader().arrivals(0, 1_000)).isEqualTo(written);
      assertThat(view.faults()).isEmpty();
    }
    assertThat(Folders.files(root)).as("nothing was touched").isEqualTo(before);
  }

  @Test
  void whatIsToldOfLogsTasksAndLiveIsCompared() throws Exception {
    try (MapDbStore store = store(NO_RUNS)) {
      store.open();
      write(store, 20);
      StoredEntry any = written.get(5);
      TaskKey task = any.entry().key().orElseThrow();
      LogState log = store.restored().logs().get(0);
      store.commit(
          List.of(
              new Write.Live(task, List.<EntryId>of()),
              new Write.Digest(LiveDigest.EMPTY),
              new Write.Log(new LogState(log.log(), log.held(), 7, log.sum(), log.proof()))));
    }
    assertThat(check().faults().toString())
        .contains("the digest of live entries", "log ", "it is said to hold 7 entries");
  }

  @Test
  void indexesAreCompared() throws Exception {
    try (MapDbStore store = store(SMALL)) {
      store.open();
      writeUntilRuns(store, 1);
      write(store, 1);
    }
    StoredEntry victim = written.get(7);
    Memtable wrong = new Memtable();
    wrong.put(
        Keys.log(victim.entry().log(), victim.entry().seq(), victim.entry().id(), victim.arrival()),
        Cell.REMOVED);
    wrong.put(Keys.history(victim.entry().key().orElseThrow(), victim.arrival()), Cell.REMOVED);
    wrong.put(Keys.id(victim.entry().id().bytes()), Cell.REMOVED);
    overlay(wrong);
    assertThat(check().faults().toString())
        .contains(
            "the index of ids does not lead to it",
            "the index of logs does not lead to it",
            "the history of its task does not lead to it");
  }

  @Test
  void filesThatAreNotGoodAreToldWithTheirPlace() throws Exception {
    try (MapDbStore store = store(SMALL)) {
      store.open();
      write(store, 200);
    }
    Path run = Disk.real().list(root.resolve("store/runs"), ".db").get(0);
    byte[] whole = Files.readAllBytes(run);
    Folders.flip(run, 70_000, 1);
    assertThat(check().faults().toString())
        .contains(run.toString(), "a bit flipped at byte 70000, which the next start mends");
    Folders.flip(run, 70_001, 1);
    assertThat(check().compared()).isFalse();
    assertThat(check().faults().toString()).contains("its content changed behind byte 0");
    Files.write(run, whole);
    Path segment = Folders.last(root.resolve("store/journal"), ".log");
    Folders.flip(segment, 60, 1);
    assertThat(check().faults().toString())
        .contains("found a flipped bit in " + segment + " at byte 60");
    for (Path each : Disk.real().list(root.resolve("store/journal"), ".log")) {
      Files.delete(each);
    }
    assertThat(check().faults().toString()).contains("there is no journal");
  }

  @Test
  void thereIsNothingToLookAtWhereNoStoreIs() {
    assertThatThrownBy(() -> check())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is no ledger");
  }

  @Test
  void aJournalThatIsDamagedInTheMiddleIsRepaired() throws Exception {
    try (MapDbStore store = store(NO_RUNS)) {
      store.open();
      write(store, 40);
    }
    StoredEntry victim = written.get(17);
    damageInJournal(victim);
    assertThatThrownBy(() -> store(NO_RUNS).open())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is damaged at byte");
    assertThat(check().faults().toString()).contains("cannot be read but later ones can");
    List<String> done = repair();
    assertThat(done).hasSize(2);
    assertThat(done.toString()).contains("batches 18 to 18", "are lost", "was put aside");
    assertThat(present()).doesNotContain(victim.entry().id()).hasSize(written.size() - 1);
    assertThat(check().faults()).isEmpty();
    assertThat(repair()).isEmpty();
  }

  /** With segments so large that nothing else makes a run of what was replayed around the loss. */
  @Test
  void aLossThatWasSettledStaysSettled() throws Exception {
    StoreSettings large = StoreSettings.of("test");
    StoreSettings small = new StoreSettings("test", 8_192, 4_096, 1);
    try (MapDbStore store = store(small)) {
      store.open();
      writeUntilRuns(store, 3);
    }
    try (MapDbStore store = store(large)) {
      store.open();
      write(store, 40);
      // Live lists that name entries of the run that goes.
      StoredEntry old = written.get(0);
      store.commit(
          List.of(new Write.Live(old.entry().key().orElseThrow(), List.of(old.entry().id()))));
    }
    Path run = Disk.real().list(root.resolve("store/runs"), ".db").get(0);
    byte[] rubbish = new byte[(int) Files.size(run)];
    Files.write(run, rubbish);
    for (int i = 0; i < 3; i++) {
      try (MapDbStore store = store(large)) {
        store.open();
        store.commit(List.of(new Write.Counter(Write.Counter.Name.SESSION, i + 1L)));
      }
      assertThat(check().faults()).as("open %d", i).isEmpty();
      assertThat(repair()).isEmpty();
    }
  }

  @Test
  void aCompactionWhoseStoreWasClosedAndOpenedAgainTakesNothing() throws Exception {
    try (MapDbStore store = store(SMALL)) {
      store.open();
      writeUntilRuns(store, Tiers.WIDTH - 1);
      List<Thread> reopening = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  store.compact(
                      (doing, done, total) -> {
                        if (reopening.isEmpty() && done > total / 2) {
                          reopening.add(reopen(store));
                        }
                      }))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("was closed while it was compacted");
      reopening.get(0).join();
      write(store, 10);
    }
    assertThat(check().good()).isTrue();
    assertThat(present()).hasSize(written.size());
  }

  /** From another thread, as the driver does it; closing waits for whoever merges. */
  private static Thread reopen(MapDbStore store) {
    Thread thread =
        new Thread(
            () -> {
              store.close();
              try {
                store.open();
              } catch (StoreException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void aSegmentThatIsMissingIsAHole() throws Exception {
    StoreSettings segments = new StoreSettings("test", 2_000, 500, 1L << 40);
    int flushed;
    try (MapDbStore store = store(segments)) {
      store.open();
      write(store, 30);
      flushed = written.size();
    }
    // Runs have it all, so the journal may lose what they have.
    for (Path segment : Disk.real().list(root.resolve("store/journal"), ".log")) {
      Files.delete(segment);
    }
    assertThat(check().faults().toString()).contains("there is no journal");
    assertThat(repair()).isEmpty();
    try (MapDbStore store = store(segments)) {
      assertThat(store.open().counter(Write.Counter.Name.EPOCH)).isZero();
      assertThat(store.notices()).anyMatch(notice -> notice.contains("are lost"));
    }
    assertThat(check().faults()).isEmpty();
    assertThat(flushed).isGreaterThanOrEqualTo(present().size());
  }

  @Test
  void aStoreThatIsOpenIsNotRepaired() throws Exception {
    try (MapDbStore store = store(SMALL)) {
      store.open();
      assertThatThrownBy(this::repair)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.HELD));
    }
  }

  @Test
  void compactingGivesBytesBackAndDropsNothing() throws Exception {
    try (MapDbStore store = store(SMALL)) {
      store.open();
      writeUntilRuns(store, Tiers.WIDTH - 1);
      Restored before = store.restored();
      NodeStore.Compacted compacted = store.compact();
      assertThat(compacted.bytesAfter()).isLessThan(compacted.bytesBefore() / 2);
      assertThat(Disk.real().list(root.resolve("store/runs"), ".db")).hasSize(1);
      NodeStoreContract.assertSame(store.restored(), before);
      write(store, 50);
    }
    assertThat(check().good()).isTrue();
    assertThat(present()).hasSize(written.size());
  }

  private StoreCheck.Report check() throws StoreException {
    try (StoreView view =
        StoreView.open(root.resolve("store"), NodeStoreContract.CODEC, Progress.NONE)) {
      return StoreCheck.check(view, HASH, new Ed25519Verifier(), Progress.NONE);
    }
  }

  private List<String> repair() throws StoreException {
    return JournalRepair.repair(root.resolve("store"), NodeStoreContract.CODEC, "test");
  }

  private MapDbStore store(StoreSettings settings) {
    return new MapDbStore(
        root.resolve("store"), NodeStoreContract.CODEC, settings, Disk.real(), Runnable::run);
  }

  private void write(MapDbStore store, int entries) throws StoreException {
    for (int i = 0; i < entries; i++) {
      CoreLikeWrites.Turn turn = source.next();
      store.commit(turn.writes());
      written.add(turn.stored());
    }
  }

  private SortedSet<EntryId> present() throws StoreException {
    SortedSet<EntryId> ids = new TreeSet<>();
    try (MapDbStore store = store(SMALL)) {
      store.open();
      store.reader().arrivals(0, Integer.MAX_VALUE).forEach(stored -> ids.add(stored.entry().id()));
    }
    return ids;
  }

  /** Makes a run behind all others that hides cells of theirs. */
  private void overlay(Memtable wrong) throws Exception {
    RunFiles files = new RunFiles(new StoreFolder(root.resolve("store"), Disk.real()));
    List<Span> spans = files.sealed();
    long next = spans.get(spans.size() - 1).last() + 1;
    RunBuilder.build(files, new Span(next, next), wrong);
  }

  private void writeUntilRuns(MapDbStore store, int runs) throws Exception {
    while (Disk.real().list(root.resolve("store/runs"), ".db").size() < runs) {
      write(store, 1);
    }
  }

  private void damageInJournal(StoredEntry victim) throws IOException {
    Path segment = Folders.only(root.resolve("store/journal"), ".log");
    byte[] content = Files.readAllBytes(segment);
    byte[] bytes = victim.entry().canonical().toArray();
    for (int at = 0; at + bytes.length <= content.length; at++) {
      if (Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length)) {
        Folders.flip(segment, at + 20L, 0);
        Folders.flip(segment, at + 21L, 5);
        return;
      }
    }
    throw new IllegalStateException("the entry is not in the journal");
  }
}
