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
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import io.echofield.swarmkit.lab.RandomWrites;
import io.echofield.swarmkit.lab.StoreModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final StoreSettings SMALL = new StoreSettings("test", 8_192, 4_096, 24_576);

  /** No checkpoint but the one that a test asks for by its length. */
  private static final StoreSettings NO_CHECKPOINT =
      new StoreSettings("test", 8_192, 65_536, 1L << 40);

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
          Folders.scramble(crashed.resolve("ledger.db"), seed);
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
    try (MapDbStore store = store("node", NO_CHECKPOINT)) {
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
  void aDamagedCheckpointFallsBackToTheOneBefore() throws Exception {
    RandomWrites source = fill(5);
    Path crashed = Folders.copy(root.resolve("node"), root.resolve("crashed"));
    Files.delete(crashed.resolve("CLEAN"));
    Path newest = Folders.last(crashed.resolve("checkpoint"), ".db");
    Folders.flip(newest, Files.size(newest) / 2, 3);
    try (MapDbStore store = assertRecovers(crashed, source, new SplittableRandom(5))) {
      assertThat(store.notices()).hasSize(1).allMatch(notice -> notice.contains("is damaged"));
    }
    try (MapDbStore store = assertRecovers(crashed, source, new SplittableRandom(5))) {
      assertThat(store.notices()).isEmpty();
    }
  }

  @Test
  void aDamagedSealCountsAsADamagedCheckpoint() throws Exception {
    RandomWrites source = fill(6);
    Files.delete(root.resolve("node/CLEAN"));
    Path newest = Folders.last(root.resolve("node/checkpoint"), ".seal");
    Folders.flip(newest, 25, 0);
    try (MapDbStore store = assertRecovers(root.resolve("node"), source, new SplittableRandom(6))) {
      assertThat(store.notices()).hasSize(1);
    }
  }

  @Test
  void aDamagedLedgerFileIsMadeAgain() throws Exception {
    RandomWrites source = fill(7);
    Path ledger = root.resolve("node/ledger.db");
    Folders.flip(ledger, Files.size(ledger) - 5, 3);
    try (MapDbStore store = assertRecovers(root.resolve("node"), source, new SplittableRandom(7))) {
      assertThat(store.notices()).hasSize(1).allMatch(notice -> notice.contains("made again"));
    }
  }

  @Test
  void withoutAGoodCheckpointTheLedgerBeginsWithWhatTheJournalHas() throws Exception {
    fill(8);
    Path node = root.resolve("node");
    Files.delete(node.resolve("CLEAN"));
    for (Path copy : StoreFolder.list(node.resolve("checkpoint"), ".db")) {
      Folders.flip(copy, 100, 1);
    }
    Restored restored;
    try (MapDbStore store = store("node", SMALL)) {
      restored = store.open();
      assertThat(store.notices()).anyMatch(notice -> notice.contains("put aside"));
      assertAgrees(store.reader(), restored);
      assertThat(restored.arrivals()).isEqualTo(model.restored().arrivals());
      assertThat(restored.counters()).doesNotContainKey(Write.Counter.Name.EPOCH);
      assertThat(restored.cursors()).isEmpty();
    }
    assertThat(Folders.files(node).toString()).contains(".db.corrupt-", ".seal.corrupt-");
    try (MapDbStore store = store("node", SMALL)) {
      NodeStoreContract.assertSame(store.open(), restored);
      assertThat(store.notices()).isEmpty();
    }
  }

  @Test
  void withAWholeJournalNoCheckpointIsNeeded() throws Exception {
    RandomWrites source = new RandomWrites(9, NodeStoreContract.CODEC);
    try (MapDbStore store = store("node", NO_CHECKPOINT)) {
      store.open();
      for (int i = 0; i < 30; i++) {
        commit(store, source.batch(30));
      }
    }
    Files.delete(root.resolve("node/CLEAN"));
    Files.delete(root.resolve("node/ledger.db"));
    assertRecovers(root.resolve("node"), source, new SplittableRandom(9)).close();
  }

  @Test
  void damageInTheMiddleOfTheJournalIsRefusedAndNothingIsTouched() throws Exception {
    RandomWrites source = fill(10);
    Path node = root.resolve("node");
    try (MapDbStore store = store("node", NO_CHECKPOINT)) {
      store.open();
      commit(store, source.batch(2));
      commit(store, source.batch(2));
    }
    Files.delete(node.resolve("CLEAN"));
    Path segment = Folders.last(node.resolve("journal"), ".log");
    Folders.flip(segment, 40, 2);
    try (MapDbStore store = store("node", SMALL)) {
      assertThatThrownBy(store::open)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DAMAGED))
          .hasMessageContaining(segment + " is damaged at byte 16");
    }
    Folders.flip(segment, 40, 2);
    assertRecovers(node, source, new SplittableRandom(10)).close();
  }

  /**
   * One bit anywhere in a folder at rest: found and mended, or found and refused, or harmless;
   * never a wrong answer.
   */
  @Test
  void aFlippedBitNeverGivesAWrongAnswer() throws Exception {
    RandomWrites source = fill(11);
    SplittableRandom random = new SplittableRandom(11);
    List<Path> files = Folders.files(root.resolve("node"));
    int refused = 0;
    for (int i = 0; i < 30; i++) {
      Path rotten = Folders.copy(root.resolve("node"), root.resolve("rotten"));
      Path file = rotten.resolve(root.resolve("node").relativize(files.get(i % files.size())));
      long at = random.nextLong(Files.size(file));
      Folders.flip(file, at, random.nextInt(8));
      try {
        assertRecovers(rotten, source, random).close();
      } catch (StoreException e) {
        refused++;
        assertThat(e.reason())
            .as("%s at %d", file, at)
            .isIn(StoreException.Reason.DAMAGED, StoreException.Reason.TOO_NEW);
      }
      Folders.delete(rotten);
    }
    assertThat(refused).as("only the mark of the format cannot be mended").isLessThan(10);
  }

  @Test
  void aFailedStoreRefusesEverythingUntilItIsOpenedAgain() throws Exception {
    RandomWrites source = new RandomWrites(12, NodeStoreContract.CODEC);
    try (MapDbStore store = store("node", NO_CHECKPOINT)) {
      store.open();
      commit(store, source.batch(30));
      // What a look-up reads is not what was written.
      Path ledger = root.resolve("node/ledger.db");
      for (long at = 1 << 20; at < Files.size(ledger); at += 16) {
        Folders.flip(ledger, at, 7);
      }
      assertThatThrownBy(() -> store.reader().arrivals(0, 1_000))
          .isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> store.commit(List.of(new Write.Digest(LiveDigest.EMPTY))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("open it again");
    }
    assertRecovers(root.resolve("node"), source, new SplittableRandom(12)).close();
  }

  /** A folder at rest with two checkpoints and a journal behind them. */
  private RandomWrites fill(long seed) throws StoreException, IOException {
    RandomWrites source = new RandomWrites(seed, NodeStoreContract.CODEC);
    try (MapDbStore store = store("node", SMALL)) {
      store.open();
      while (Journal.firstBatch(root.resolve("node/journal")) == 1) {
        commit(store, source.batch(30));
      }
      commit(store, source.batch(30));
    }
    assertThat(StoreFolder.list(root.resolve("node/checkpoint"), ".db")).hasSize(2);
    return source;
  }

  private MapDbStore store(String name, StoreSettings settings) {
    return new MapDbStore(root.resolve(name), NodeStoreContract.CODEC, settings);
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
