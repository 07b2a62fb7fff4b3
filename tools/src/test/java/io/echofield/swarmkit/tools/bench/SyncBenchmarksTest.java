package io.echofield.swarmkit.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.tools.Shows;
import io.echofield.swarmkit.tools.bench.FrameLog.Kind;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Reading;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmarks of comparing in small: what they count is counted, and nodes become equal. */
class SyncBenchmarksTest {
  @Test
  void everyBenchmarkHasANameOfItsOwn() {
    assertThat(Benchmarks.ALL).extracting(Benchmark::name).doesNotHaveDuplicates();
  }

  @Test
  void aNodeThatIsSetBackLacksTheNewsAndGetsExactlyThem() {
    SyncPair pair = new SyncPair(1, SyncPair.LAN);
    LogLoad load = new LogLoad(pair.codec(), 3, 1);
    List<Entry> common = new ArrayList<>(load.anywhere(50));
    List<Entry> news = load.take(common, 7);
    pair.startWith(common);
    pair.setBackBehind(news);
    assertThat(lacking(pair, news)).isEqualTo(7);
    pair.until(() -> pair.swarm.converged());
    assertThat(lacking(pair, news)).isZero();
    assertThat(pair.log.of(EnumSet.of(Kind.ENTRIES))).isNotEmpty();
  }

  private static long lacking(SyncPair pair, List<Entry> entries) {
    return entries.stream()
        .filter(entry -> !pair.lacking.store().reader().contains(entry.id()))
        .count();
  }

  @Test
  void theLogHasEveryByteThatWasHandedToTheLink() {
    SyncPair pair = new SyncPair(2, SyncPair.LAN);
    pair.startWith(new LogLoad(pair.codec(), 3, 2).anywhere(10));
    assertThat(FrameLog.bytes(pair.log.all())).isEqualTo(pair.cell.bytes);
  }

  @ParameterizedTest(name = "scattered: {0}")
  @ValueSource(booleans = {true, false})
  void whatDiffersIsFoundWithFewMessages(boolean scattered) {
    List<Reading> read = ReconcileRanges.run(3, 500, 5, scattered);
    double bytes = of(ReconcileRanges.BYTES, read);
    assertThat(bytes).isPositive();
    assertThat(of(ReconcileRanges.MESSAGES, read)).isGreaterThan(1);
    assertThat(of(ReconcileRanges.EQUAL_SIZES, read)).isGreaterThan(bytes);
  }

  @ParameterizedTest(name = "set back: {0}")
  @ValueSource(booleans = {true, false})
  void logsThatGrewAreFoundAmongMany(boolean setBack) {
    List<Reading> read = HeadsReconcile.run(4, 40, 3, 5, setBack);
    assertThat(of(HeadsReconcile.BYTES, read)).isPositive();
    assertThat(of(HeadsReconcile.MESSAGES, read)).isGreaterThan(1);
  }

  @Test
  @Shows("D-4")
  void twoNodesInSyncSayDigestsAndNothingElse() {
    List<Reading> radio = InSync.run(5, LinkLimits.radio(200, 60), 20, 14_400_000);
    assertThat(of(InSync.FRAMES, radio)).isEqualTo(1);
    List<Reading> lan = InSync.run(6, SyncPair.LAN, 20, 600_000);
    assertThat(of(InSync.FRAMES, lan)).isEqualTo(1);
    assertThat(of(InSync.BYTES, lan)).isGreaterThan(of(InSync.BYTES, radio));
  }

  @Test
  void whatWasLostComesBackOverABadRadioTwice() {
    List<Reading> read = RadioFrames.run(7, 200, 10, 2);
    assertThat(of(RadioFrames.PAYLOAD, read)).isEqualTo(2);
    assertThat(of(RadioFrames.COMPARING, read)).isPositive();
    assertThat(of(RadioFrames.TIME, read)).isPositive();
  }

  @Test
  void anIdleRadioCellSaysStatusAndDigests() {
    List<Reading> read = RadioIdle.run(8, 3, 4);
    assertThat(of(RadioIdle.STATUS, read)).isPositive();
    assertThat(of(RadioIdle.STATUS, read) + of(RadioIdle.DIGESTS, read))
        .isCloseTo(of(RadioIdle.BYTES, read), within(1e-6));
  }

  @Test
  void bothSidesOfACutBecomeEqual() {
    List<Reading> read = PartitionSync.run(9, 200, 10);
    double all = of(PartitionSync.BYTES, read);
    assertThat(all).isGreaterThan(of(PartitionSync.WITHOUT_BEACONS, read));
    assertThat(of(PartitionSync.WITHOUT_BEACONS, read))
        .isGreaterThan(of(PartitionSync.ENTRIES_BYTES, read));
  }

  @ParameterizedTest(name = "nodes in a cell: {0}")
  @ValueSource(ints = {5, 24})
  void halvesOfASwarmHealAlsoWithLoss(int cell) {
    assertThat(of(HealRounds.ROUNDS, HealRounds.run(10, 24, cell, 3, true))).isPositive();
  }

  @Test
  void whoAsksIsAnswered() {
    List<Reading> read = Suppression.run(11, 20, 2);
    assertThat(of(Suppression.REPLIES, read)).isGreaterThanOrEqualTo(1);
  }

  @Test
  void uniformTimersLetAThirtiethOfTheMembersAnswer() {
    assertThat(Suppression.uniform(12, 999, 1_000)).isCloseTo(1 + 998 / 30.0, within(2.0));
  }

  private static double of(Metric metric, List<Reading> readings) {
    return readings.stream()
        .filter(reading -> reading.metric().equals(metric))
        .mapToDouble(Reading::value)
        .findFirst()
        .orElseThrow();
  }
}
