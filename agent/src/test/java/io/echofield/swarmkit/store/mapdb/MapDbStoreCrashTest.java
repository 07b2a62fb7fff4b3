package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.RandomWrites;
import io.echofield.swarmkit.lab.StoreModel;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash or rot leaves in the folder, made by hand, and what the next open makes of it. */
final class MapDbStoreCrashTest {
  /** Many segments, runs and merges. */
  private static final StoreSettings SMALL = new StoreSettings("test", 8_192, 4_096, 1);

  /** Everything stays in one segment of the journal. */
  private static final StoreSettings NO_RUNS = new StoreSettings("test", 1 << 30, 65_536, 1L << 40);

  private final StoreModel model = new StoreModel();

  @TempDir private Path root;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void everyAcknowledgedBatchSurvivesACrashAfterIt(long seed) throws Exception {
    RandomWrites source = new RandomWrites(seed, NodeStoreContract.CODEC);
    SplittableRandom random = new SplittableRandom(seed);
    try (MapDbStore store = store("node", SMALL)) {
      store.open();
      for (int i = 0; i < 40; i++) {
        commit(store, source.batch(30));
        if (random.nextInt(4) == 0) {
          Path crashed = Folders.copy(root.resolve("node"), root.resolve("crashed" + i));
          assertRecovers(crashed, source, random);
          Folders.delete(crashed);
        }
      }
    }
  }

  @Test
  void aBatchTornByACrashIsNotThereAndTheRestIs() throws Exception {
    RandomWrites source = new RandomWrites(3, NodeStoreContract.CODEC);
    SplittableRandom random = new SplittableRandom(3);
    Path before = root.resolve("before");
    Path after = root.resolve("after");
    try (MapDbStore store = store("node", NO_RUNS)) {
      store.open();
      commit(store, source.batch(30));
      Folders.copy(root.resolve("node"), before);
      store.commit(source.batch(30));
      Folders.copy(root.resolve("node"), after);
    }
    byte[] whole = Files.readAllBytes(Folders.only(after.resolve("journal"), ".log"));
    byte[] torn = Files.readAllBytes(Folders.only(before.resolve("journal"), ".log"));
    assertThat(whole).hasSameSizeAs(torn);
    int first = 0;
    while (whole[first] == torn[first]) {
      first++;
    }
    for (int i = 0; i < 8; i++) {
      Path crashed = Folders.copy(before, root.resolve("torn" + i));
      byte[] written = torn.clone();
      System.arraycopy(whole, first, written, first, random.nextInt(1, 100));
      Files.write(Folders.only(crashed.resolve("journal"), ".log"), written);
      try (MapDbStore store = assertRecovers(crashed, source, random)) {
        assertThat(store.notices()).hasSize(1);
      }
    }
  }

  @Test
  void aDamagedNewRunIsMadeAgainFromTheJournal() throws Exception {
    RandomWrites source = fill(5);
    List<Path> runs = Disk.real().list(runs(), ".db");
    for (Path run : runs.subList(runs.size() - 2, runs.size())) {
      Path crashed = Folders.copy(root.resolve("node"), root.resolve("crashed"));
      damage(crashed.resolve(root.resolve("node").relativize(run)));
      try (MapDbStore store = assertRecovers(crashed, source, new SplittableRandom(5))) {
        assertThat(store.notices())
            .anyMatch(notice -> notice.contains("is damaged"))
            .anyMatch(notice -> notice.contains("made again from the journal"));
      }
      try (MapDbStore store = assertRecovers(crashed, source, new SplittableRandom(5))) {
        assertThat(store.notices()).isEmpty();
      }
      Folders.delete(crashed);
    }
  }

  @Test
  void aDamagedMergedRunGivesWayToThoseThatItWasMadeOf() throws Exception {
    RandomWrites source = fill(6);
    RunFiles files = new RunFiles(new StoreFolder(root.resolve("node"), Disk.real()));
    List<Span> before = files.sealed();
    Span merged = merge(files);
    assertThat(files.sealed()).contains(merged).containsAll(before);
    damage(files.data(merged));
    try (MapDbStore store = assertRecovers(root.resolve("node"), source, new SplittableRandom(6))) {
      assertThat(store.notices()).singleElement().asString().contains("is damaged");
    }
    assertThat(files.sealed()).isEqualTo(before);
  }

  @Test
  void aMergedRunTakesThePlaceOfThoseThatItWasMadeOf() throws Exception {
    RandomWrites source = fill(7);
    RunFiles files = new RunFiles(new StoreFolder(root.resolve("node"), Disk.real()));
    Span merged = merge(files);
    assertRecovers(root.resolve("node"), source, new SplittableRandom(7)).close();
    assertThat(files.sealed()).containsExactly(merged);
  }

  @Test
  void fromADamagedOldRunEveryGoodEntryComesBack() throws Exception {
    fill(8);
    Path node = root.resolve("node");
    Path oldest = Disk.real().list(runs(), ".db").get(0);
    StoredEntry victim = first();
    damage(oldest, victim.entry().canonical().toArray());
    Restored restored;
    try (MapDbStore store = store("node", SMALL)) {
      restored = store.open();
      assertThat(store.notices()).anyMatch(notice -> notice.contains("are lost"));
      assertAgrees(store.reader(), restored);
      assertThat(store.reader().contains(victim.entry().id())).isFalse();
      assertThat(store.reader().arrivals(0, Integer.MAX_VALUE)).hasSize(entries() - 1);
      assertThat(restored.counter(Write.Counter.Name.EPOCH)).isZero();
      assertThat(restored.counter(Write.Counter.Name.OWN_SEQ)).isZero();
      assertThat(restored.cursors().values()).allMatch(cursor -> cursor == 0);
    }
    assertThat(Folders.files(node).toString()).contains(".db.corrupt-", ".seal.corrupt-");
    try (MapDbStore store = store("node", SMALL)) {
      NodeStoreContract.assertSame(store.open(), restored);
      assertThat(store.notices()).isEmpty();
    }
  }

  @Test
  void fromARunWhoseSealIsGoneEveryEntryComesBack() throws Exception {
    fill(8);
    Files.delete(Disk.real().list(runs(), ".seal").get(0));
    try (MapDbStore store = store("node", SMALL)) {
      Restored restored = store.open();
      assertThat(store.notices()).anyMatch(notice -> notice.contains("are lost"));
      assertAgrees(store.reader(), restored);
      assertThat(store.reader().arrivals(0, Integer.MAX_VALUE)).hasSize(entries());
    }
    try (MapDbStore store = store("node", SMALL)) {
      store.open();
      assertThat(store.notices()).isEmpty();
      assertThat(store.reader().arrivals(0, Integer.MAX_VALUE)).hasSize(entries());
    }
  }

  @Test
  void aLossThatWasNotSettledIsSettledByTheNextOpen() throws Exception {
    fill(9);
    Path oldest = Disk.real().list(runs(), ".db").get(0);
    damage(oldest, first().entry().canonical().toArray());
    CountingDisk disk = new CountingDisk();
    int failures = 0;
    boolean settled = false;
    for (int allowed = 5; !settled; allowed += 7) {
      disk.failAfter(allowed);
      try (MapDbStore store =
          new MapDbStore(
              root.resolve("node"), NodeStoreContract.CODEC, SMALL, disk, Runnable::run)) {
        Restored restored = store.open();
        settled = true;
        assertAgrees(store.reader(), restored);
        assertThat(store.reader().arrivals(0, Integer.MAX_VALUE)).hasSize(entries() - 1);
        assertThat(restored.counter(Write.Counter.Name.EPOCH)).isZero();
      } catch (StoreException e) {
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(3);
  }

  @Test
  void aJournalThatIsGoneIsALoss() throws Exception {
    fill(10);
    for (Path segment : Disk.real().list(root.resolve("node/journal"), ".log")) {
      Files.delete(segment);
    }
    try (MapDbStore store = store("node", SMALL)) {
      Restored restored = store.open();
      assertAgrees(store.reader(), restored);
      assertThat(restored.counter(Write.Counter.Name.EPOCH)).isZero();
      assertThat(store.notices()).anyMatch(notice -> notice.contains("are lost"));
    }
  }

  @Test
  void damageInTheMiddleOfTheJournalIsRefusedAndNothingIsTouched() throws Exception {
    RandomWrites source = fill(10);
    Path node = root.resolve("node");
    try (MapDbStore store = store("node", NO_RUNS)) {
      store.open();
      commit(store, source.batch(2));
      commit(store, source.batch(2));
    }
    Path segment = Folders.last(node.resolve("journal"), ".log");
    byte[] whole = Files.readAllBytes(segment);
    Folders.flip(segment, 48, 2);
    Folders.flip(segment, 49, 2);
    try (MapDbStore store = store("node", SMALL)) {
      assertThatThrownBy(store::open)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DAMAGED))
          .hasMessageContaining(segment + " is damaged at byte 24");
    }
    Files.write(segment, whole);
    assertRecovers(node, source, new SplittableRandom(10)).close();
  }

  /** One bit anywhere in a folder at rest is mended, or harmless; never a wrong answer. */
  @Test
  void aFlippedBitNeverGivesAWrongAnswer() throws Exception {
    RandomWrites source = fill(11);
    SplittableRandom random = new SplittableRandom(11);
    List<Path> files = Folders.files(root.resolve("node"));
    for (int i = 0; i < 30; i++) {
      Path rotten = Folders.copy(root.resolve("node"), root.resolve("rotten"));
      Path file = rotten.resolve(root.resolve("node").relativize(files.get(i % files.size())));
      long at = random.nextLong(Files.size(file));
      Folders.flip(file, at, random.nextInt(8));
      try (MapDbStore store = assertRecovers(rotten, source, random)) {
        boolean idle = file.endsWith("lock") || !needed(file);
        assertThat(store.notices()).as("%s at %d", file, at).hasSize(idle ? 0 : 1);
      }
      Folders.delete(rotten);
    }
  }

  /** Segments whose batches are all in runs are not read. */
  private static boolean needed(Path file) throws Exception {
    Path folder = file.getParent();
    return !folder.endsWith("journal") || file.equals(Folders.last(folder, ".log"));
  }

  @Test
  void aDamagedMappingFailsTheStoreUntilItIsOpenedAgain() throws Exception {
    RandomWrites source = fill(12);
    Path oldest = Disk.real().list(runs(), ".db").get(0);
    byte[] whole = Files.readAllBytes(oldest);
    try (MapDbStore store = store("node", SMALL)) {
      store.open();
      // What a look-up reads is not what was written.
      for (long at = 1 << 20; at < whole.length; at += 16) {
        Folders.flip(oldest, at, 7);
      }
      assertThatThrownBy(() -> store.reader().arrivals(0, 1_000))
          .isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> store.commit(List.of(new Write.Digest(LiveDigest.EMPTY))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("open it again");
    }
    Files.write(oldest, whole);
    assertRecovers(root.resolve("node"), source, new SplittableRandom(12)).close();
  }

  /** A folder at rest with several runs, of which the journal has the newest two. */
  private RandomWrites fill(long seed) throws StoreException, IOException {
    RandomWrites source = new RandomWrites(seed, NodeStoreContract.CODEC);
    try (MapDbStore store = store("node", SMALL)) {
      store.open();
      while (Disk.real().list(runs(), ".db").size() < 3
          || Journal.firstBatch(new StoreFolder(root.resolve("node"), Disk.real())) == 1) {
        commit(store, source.batch(30));
      }
      commit(store, source.batch(30));
    }
    return source;
  }

  private Path runs() {
    return root.resolve("node/runs");
  }

  private static Span merge(RunFiles files) throws IOException {
    return Compactor.merge(files, files.sealed(), true, () -> false, Progress.NONE).orElseThrow();
  }

  private StoredEntry first() {
    return model.ledger().arrivals(0, 1).get(0);
  }

  private int entries() {
    return model.ledger().all().size();
  }

  private static void damage(Path file) throws IOException {
    Folders.flip(file, Files.size(file) / 2, 3);
    Folders.flip(file, Files.size(file) / 2 + 1, 3);
  }

  /** Breaks a file where it has these bytes. */
  private static void damage(Path file, byte[] where) throws IOException {
    byte[] content = Files.readAllBytes(file);
    for (int at = 0; at + where.length <= content.length; at++) {
      if (Arrays.equals(content, at, at + where.length, where, 0, where.length)) {
        Folders.flip(file, at + 20L, 0);
        Folders.flip(file, at + 21L, 0);
        return;
      }
    }
    throw new IllegalStateException("there are no such bytes in " + file);
  }

  private MapDbStore store(String name, StoreSettings settings) {
    return new MapDbStore(
        root.resolve(name), NodeStoreContract.CODEC, settings, Disk.real(), Runnable::run);
  }

  private void commit(MapDbStore store, List<Write> writes) throws StoreException {
    store.commit(writes);
    model.apply(writes);
  }

  /** Opens and compares everything with the model; returns the store, closed. */
  private MapDbStore assertRecovers(Path folder, RandomWrites source, SplittableRandom random)
      throws StoreException {
    try (MapDbStore store = new MapDbStore(folder, NodeStoreContract.CODEC, SMALL)) {
      NodeStoreContract.assertSame(store.open(), model.restored());
      if (random != null) {
        NodeStoreContract.assertAnswers(store.reader(), model, source, random);
      }
      return store;
    }
  }

  /** What is told of logs and of LIVE is what the entries say. */
  private static void assertAgrees(LedgerReader reader, Restored restored) {
    SortedMap<LogId, LogState> logs = new TreeMap<>();
    for (StoredEntry stored : reader.arrivals(0, Integer.MAX_VALUE)) {
      LogId log = stored.entry().log();
      logs.put(log, logs.getOrDefault(log, LogState.empty(log)).plus(stored.entry()));
    }
    assertThat(logs).isNotEmpty();
    List<LogState> told = new ArrayList<>();
    for (LogState log : restored.logs()) {
      told.add(new LogState(log.log(), log.held(), log.count(), log.sum(), Optional.empty()));
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(logs.values());
    IdSum sum = IdSum.ZERO;
    long count = 0;
    List<TaskKey> tasks = new ArrayList<>();
    tasks.add(TaskId.ROSTER.key());
    tasks.addAll(reader.tasks(Optional.empty(), Integer.MAX_VALUE));
    for (TaskKey task : tasks) {
      for (StoredEntry stored : reader.live(task)) {
        sum = sum.plus(stored.entry().id());
        count++;
      }
    }
    assertThat(restored.live()).isEqualTo(new LiveDigest(count, sum));
  }
}
