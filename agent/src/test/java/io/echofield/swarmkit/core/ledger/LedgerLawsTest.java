package io.echofield.swarmkit.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.testkit.TaskHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ledgers that got the same entries and rosters are equal, however the entries came. */
class LedgerLawsTest {
  private static final int SEEDS = 40;
  private static final int TASKS = 3;
  private static final int ENTRIES = 60;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  private static List<Entry> history(TaskHistories histories) {
    List<Entry> entries = new ArrayList<>(histories.ofTasks(TASKS, ENTRIES));
    entries.addAll(histories.swarm.roster(1, List.of(histories.operator, histories.creator), 1));
    entries.addAll(histories.swarm.roster(2, List.of(histories.target, histories.member), 0));
    entries.add(
        histories.swarm.rosterItem(
            3, 1, new Body.RosterItem.Revoke(histories.member.author(), List.of())));
    return entries;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("E-2")
  void anyOrderAndRepetitionGivesEqualLedgers(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<Entry> entries = history(histories);
    LedgerUnderTest a = new LedgerUnderTest(histories, entries);
    LedgerUnderTest b = new LedgerUnderTest(histories, histories.shuffled(entries));
    assertThat(b.views()).isEqualTo(a.views());
    assertThat(b.ledger.hash()).isEqualTo(a.ledger.hash());
    assertThat(b.ledger.live()).isEqualTo(a.ledger.live());
    assertThat(b.heads()).isEqualTo(a.heads());
    assertThat(b.ledger.openTasks()).isEqualTo(a.ledger.openTasks());
    assertThat(b.roster.members()).isEqualTo(a.roster.members());
    assertThat(a.roster.version()).isEqualTo(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void joinIsAssociativeCommutativeAndIdempotent(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    List<Entry> entries = history(histories);
    List<Entry> a = histories.subset(entries);
    List<Entry> b = histories.subset(entries);
    List<Entry> c = histories.subset(entries);
    Bytes left = joined(histories, joined(histories, a, b), c).ledger.hash();
    Bytes right = joined(histories, a, joined(histories, b, c).entries()).ledger.hash();
    assertThat(left).isEqualTo(right);
    assertThat(joined(histories, a, b).ledger.hash())
        .isEqualTo(joined(histories, b, a).ledger.hash());
    assertThat(joined(histories, a, a).ledger.hash())
        .isEqualTo(new LedgerUnderTest(histories, a).ledger.hash());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("D-2")
  void theDigestOfLiveIsWhatRecomputationGives(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    LedgerUnderTest under = new LedgerUnderTest(histories, List.of());
    for (Entry entry : histories.shuffled(history(histories))) {
      under.merge(entry);
      LiveDigest expected = LiveDigest.EMPTY;
      for (TaskKey key : under.keys()) {
        for (StoredEntry live : under.ledger.reader().live(key)) {
          expected = new LiveDigest(expected.count() + 1, expected.sum().plus(live.entry().id()));
        }
      }
      assertThat(under.ledger.live()).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theHashKeptIsTheHashFromScratch(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    LedgerUnderTest under = new LedgerUnderTest(histories, List.of());
    List<Entry> known = new ArrayList<>();
    for (Entry entry : histories.shuffled(history(histories))) {
      under.merge(entry);
      known.add(entry);
      boolean look = histories.random().nextInt(10) == 0;
      if (look) {
        LedgerUnderTest scratch = new LedgerUnderTest(histories, known);
        assertThat(under.ledger.hash()).isEqualTo(scratch.ledger.hash());
        assertThat(under.ledger.openTasks()).isEqualTo(scratch.ledger.openTasks());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aLedgerOpenedFromItsStoreIsTheSame(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    LedgerUnderTest before = new LedgerUnderTest(histories, history(histories));
    before.commit();
    LedgerUnderTest after = before.reopened();
    assertThat(after.views()).isEqualTo(before.views());
    assertThat(after.ledger.hash()).isEqualTo(before.ledger.hash());
    assertThat(after.ledger.live()).isEqualTo(before.ledger.live());
    assertThat(after.heads()).isEqualTo(before.heads());
    assertThat(after.ledger.arrivals()).isEqualTo(before.ledger.arrivals());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aViewIsTheFoldOfTheWholeHistory(long seed) {
    TaskHistories histories = new TaskHistories(seed);
    LedgerUnderTest under = new LedgerUnderTest(histories, history(histories));
    TaskFold fold = new TaskFold(histories.swarm.hash());
    for (TaskKey key : under.ledger.reader().tasks(Optional.empty(), 100)) {
      List<StoredEntry> all = under.ledger.reader().history(key, 0, Integer.MAX_VALUE);
      assertThat(under.ledger.task(key)).isEqualTo(fold.fold(all, under.ledger));
    }
  }

  private static LedgerUnderTest joined(TaskHistories histories, LedgerUnderTest a, List<Entry> b) {
    return joined(histories, a.entries(), b);
  }

  private static LedgerUnderTest joined(TaskHistories histories, List<Entry> a, List<Entry> b) {
    LedgerUnderTest joined = new LedgerUnderTest(histories, a);
    joined.merge(new LedgerUnderTest(histories, b).entries());
    return joined;
  }
}
