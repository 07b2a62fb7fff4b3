package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.ledger.TaskStatus.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.node.ContinuityBreak.Kind;
import io.echofield.swarmkit.core.node.ContinuityFound.Place;
import io.echofield.swarmkit.core.sync.Sessions;
import io.echofield.swarmkit.lab.swarm.CrashPoint;
import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Restored and copied data folders in a swarm of real cores: they are noticed, nothing is lost, and
 * no number is used twice unless the evidence came late.
 */
class ContinuityTest {
  private static final int SEEDS = 4;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @Test
  void aNewNodeIsWholeAndStaysSoOverCrashesAndStops() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 2);
    VirtualNode node = swarm.node(0);
    long epoch = node.core().epoch();
    for (int i = 0; i < 5; i++) {
      node.add(swarm.node(1), "noop");
      swarm.run(MINUTE);
      if (i % 2 == 0) {
        node.goodbye();
      }
      node.restart();
      assertThat(shown(node)).isEmpty();
    }
    swarm.run(5 * HOUR);
    node.restart();
    assertThat(shown(node)).isEmpty();
    assertThat(node.core().epoch()).isEqualTo(epoch);
    assertThat(swarm.converged()).isTrue();
  }

  @Test
  @Shows("I-4")
  void aCrashBetweenStoreAndRecordIsNoBreak() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(2, 2);
    VirtualNode node = swarm.node(0);
    node.add(swarm.node(1), "noop");
    swarm.run(MINUTE);
    long epoch = node.core().epoch();
    long kept = node.record().orElseThrow().nonce();
    for (int i = 0; i < 3; i++) {
      node.crash();
      node.crashes.add(CrashPoint.BEFORE_KEEP);
      node.start();
      assertThat(node.running()).isFalse();
      assertThat(node.record().orElseThrow().nonce()).isEqualTo(kept);
    }
    node.start();
    assertThat(shown(node)).isEmpty();
    assertThat(node.core().epoch()).isEqualTo(epoch);
    assertThat(node.record().orElseThrow().nonce()).isNotEqualTo(kept);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("I-4")
  void aStoreRestoredAloneIsNoticedAtTheStartAndReusesNoNumber(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    VirtualNode node = swarm.node(0);
    LogId former = withHistory(swarm, node);
    List<List<Write>> backup = node.backup();
    TaskId lost = liveOn(swarm, node);
    node.crash();
    node.restoreStore(backup);
    node.start();
    assertThat(kind(node)).contains(Kind.RESTORED);
    assertThat(ownLog(node)).isNotEqualTo(former);
    TaskId fresh = node.add(swarm.node(1), "noop").orElseThrow();
    settle(swarm);
    noForks(swarm);
    everywhereDone(swarm, lost, fresh);
    assertThat(startOf(swarm.node(2), ownLog(node)).cause()).isEqualTo(Body.EpochStart.Cause.NONCE);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aStoreRestoredWithoutItsRecordIsNoticedToo(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    VirtualNode node = swarm.node(0);
    LogId former = withHistory(swarm, node);
    List<List<Write>> backup = node.backup();
    TaskId lost = liveOn(swarm, node);
    node.crash();
    node.restoreStore(backup);
    node.loseRecord();
    node.start();
    assertThat(kind(node)).contains(Kind.RESTORED);
    assertThat(ownLog(node)).isNotEqualTo(former);
    TaskId fresh = node.add(swarm.node(1), "noop").orElseThrow();
    settle(swarm);
    noForks(swarm);
    everywhereDone(swarm, lost, fresh);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Place.class,
      names = {"PUT_BACK", "COPIED", "OTHER_MACHINE"})
  void aWholeFolderOfAnOlderTimeIsNoticedByWhereItLies(Place place) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(5, 3);
    VirtualNode node = swarm.node(0);
    LogId former = withHistory(swarm, node);
    List<List<Write>> backup = node.backup();
    TaskId lost = liveOn(swarm, node);
    node.crash();
    node.restore(backup);
    node.move(place);
    node.start();
    assertThat(kind(node)).contains(place == Place.PUT_BACK ? Kind.RESTORED : Kind.COPIED);
    TaskId fresh = node.add(swarm.node(1), "noop").orElseThrow();
    settle(swarm);
    noForks(swarm);
    everywhereDone(swarm, lost, fresh);
    assertThat(ownLog(node)).isNotEqualTo(former);
    node.restart();
    assertThat(epochs(node, node)).isEqualTo(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows({"E-11", "I-3"})
  void aDiskImageShowsOnlyByWhatPeersHoldAndBothBranchesStay(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    VirtualNode node = swarm.node(0);
    LogId former = withHistory(swarm, node);
    List<List<Write>> backup = node.backup();
    TaskId lost = liveOn(swarm, node);
    node.crash();
    node.restore(backup);
    node.start();
    assertThat(kind(node)).isEmpty();
    TaskId fresh = node.add(swarm.node(1), "noop").orElseThrow();
    settle(swarm);
    assertThat(kind(node)).contains(Kind.RESTORED);
    assertThat(ownLog(node)).isNotEqualTo(former);
    assertThat(swarm.node(2).core().ledger().log(former).forked()).isTrue();
    everywhereDone(swarm, lost, fresh);
    assertThat(startOf(swarm.node(2), ownLog(node)).cause()).isEqualTo(Body.EpochStart.Cause.SEEN);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("I-4")
  void aStoreThatLostEverythingSaysWhereItsLogEndedAndGetsItBack(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    VirtualNode node = swarm.node(0);
    LogId former = withHistory(swarm, node);
    TaskId last = liveOn(swarm, node);
    Continuity record = node.record().orElseThrow();
    node.crash();
    node.restoreStore(List.of());
    swarm.cell(0).wipe();
    node.start();
    assertThat(kind(node)).contains(Kind.LOST_PARTS);
    assertThat(node.core().session()).isGreaterThan(record.session());
    assertThat(startOf(node, ownLog(node)).earlier())
        .contains(new Body.EpochStart.Earlier(former.epoch(), record.ownSeq()));
    TaskId fresh = node.add(swarm.node(1), "noop").orElseThrow();
    settle(swarm);
    noForks(swarm);
    everywhereDone(swarm, last, fresh);
  }

  @Test
  void aStoreThatLostItsEpochOpensAnotherOne() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(6, 2);
    VirtualNode node = swarm.node(0);
    LogId former = withHistory(swarm, node);
    node.crash();
    List<List<Write>> damaged =
        node.backup().stream()
            .map(writes -> writes.stream().filter(w -> !epoch(w)).toList())
            .toList();
    node.restoreStore(damaged);
    node.start();
    assertThat(kind(node)).contains(Kind.LOST_PARTS);
    assertThat(startOf(node, ownLog(node)).earlier())
        .extracting(Body.EpochStart.Earlier::epoch)
        .containsExactly(former.epoch());
    settle(swarm);
    noForks(swarm);
  }

  @Test
  void aSurvivorOfEverythingButItsKeyHearsOfItsPast() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(7, 3);
    VirtualNode node = swarm.node(0);
    withHistory(swarm, node);
    node.crash();
    node.restore(List.of());
    node.start();
    assertThat(kind(node)).isEmpty();
    settle(swarm);
    assertThat(kind(node)).contains(Kind.LOST_PARTS);
    noForks(swarm);
  }

  @Test
  void aNoticeGoesAwayByItselfAfterADay() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(8, 2);
    VirtualNode node = swarm.node(0);
    withHistory(swarm, node);
    node.crash();
    node.loseRecord();
    node.start();
    node.restart();
    long since = shown(node).orElseThrow().sinceWallMillis();
    assertThat(node.core().continuity(since + ContinuityDesk.NOTICE_MILLIS - 1).shown())
        .isPresent();
    assertThat(node.core().continuity(since + ContinuityDesk.NOTICE_MILLIS).shown()).isEmpty();
  }

  /** A copy that starts elsewhere, noticed by its place or not, while the original goes on. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Place.class,
      names = {"SAME", "COPIED", "OTHER_MACHINE"})
  @Shows("I-5")
  void twoThatGoOnWithOneKeyAreBothTold(Place place) {
    for (long seed = 0; seed < SEEDS; seed++) {
      VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
      VirtualCell cell = swarm.cell(0);
      VirtualNode original = swarm.node(0);
      LogId former = withHistory(swarm, original);
      original.crash();
      VirtualNode copy = swarm.copyOf(original, cell);
      copy.move(place);
      original.start();
      copy.start();
      assertThat(kind(copy))
          .isEqualTo(place == Place.SAME ? Optional.empty() : Optional.of(Kind.COPIED));
      for (int i = 0; i < 10; i++) {
        original.add(swarm.node(1), "noop");
        copy.add(swarm.node(2), "noop");
        swarm.run(20_000);
      }
      assertThat(kind(original)).contains(Kind.ELSEWHERE);
      assertThat(kind(copy)).contains(Kind.ELSEWHERE);
      settle(swarm);
      for (VirtualNode node : swarm.nodes()) {
        for (VirtualNode writer : List.of(original, copy)) {
          assertThat(writer.acknowledged)
              .allSatisfy(task -> assertThat(status(node, task)).contains(DONE));
        }
      }
      assertThat(swarm.node(1).core().ledger().log(former).forked()).isEqualTo(place == Place.SAME);
      assertThat(epochs(original, original)).isLessThanOrEqualTo(3);
    }
  }

  @Test
  @Shows({"F-8", "I-5"})
  void twoThatGoOnDoNotDriveEachOtherOn() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(9, 3);
    VirtualNode original = swarm.node(0);
    withHistory(swarm, original);
    original.crash();
    VirtualNode copy = swarm.copyOf(original, swarm.cell(0));
    original.start();
    // Two that do the same at the same moment cannot be told apart, and need not be.
    swarm.run(700);
    copy.start();
    swarm.run(10 * MINUTE);
    long epochs = epochs(swarm.node(1), original);
    long session = Math.max(original.core().session(), copy.core().session());
    swarm.cell(0).frames.clear();
    swarm.run(5 * HOUR);
    assertThat(kind(original)).contains(Kind.ELSEWHERE);
    assertThat(kind(copy)).contains(Kind.ELSEWHERE);
    assertThat(epochs(swarm.node(1), original)).isEqualTo(epochs);
    long leaps = 2 * Sessions.LEAPS_MAX * (5 * HOUR / Sessions.LEAP_PAUSE_MILLIS + 1);
    assertThat(Math.max(original.core().session(), copy.core().session()) - session)
        .isLessThanOrEqualTo(leaps);
    assertThat(swarm.converged()).isTrue();
    // As many as four nodes without a twin, and what the leaps cost.
    assertThat(swarm.cell(0).framesTotal()).isLessThan(4 * 10 * 60 * 5 + 20 * leaps);
  }

  @Test
  void theAlarmEndsWhenTheTwinIsGone() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(10, 3);
    VirtualNode original = swarm.node(0);
    VirtualNode copy = copyThatGoesOn(swarm, original);
    swarm.run(3 * MINUTE);
    assertThat(kind(original)).contains(Kind.ELSEWHERE);
    copy.goodbye();
    swarm.run(1_000);
    copy.crash();
    swarm.run(OtherLives.QUIET_MILLIS + MINUTE);
    assertThat(kind(original)).contains(Kind.COPIED);
    long session = original.core().session();
    assertThat(swarm.node(1).core().board().peer(original.author()).orElseThrow().session())
        .isEqualTo(session);
    swarm.run(HOUR);
    assertThat(original.core().session()).isEqualTo(session);
  }

  /** Whatever brokers and bridges bring back of this node's own making is no alarm. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsBroughtBackIsNoTwin(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 2);
    VirtualNode node = swarm.node(0);
    VirtualCell cell = swarm.cell(0);
    for (int life = 0; life < 4; life++) {
      for (int i = 0; i < 10; i++) {
        node.add(swarm.node(1), "noop");
        cell.retainedOf(node)
            .forEach(
                (channel, frame) -> {
                  node.received(cell, channel, node.id(), false, frame);
                  node.received(cell, channel, node.id(), true, frame);
                });
        swarm.run(11_000);
      }
      node.restart();
    }
    assertThat(shown(node)).isEmpty();
    assertThat(epochs(node, node)).isOne();
  }

  @Test
  @Shows("I-3")
  void noEpochIsDrawnThatStandsForUnknown() {
    VirtualSwarm swarm = VirtualSwarm.closed(11);
    VirtualNode node = swarm.node(swarm.cell("lan"));
    Deque<Long> drawn = new ArrayDeque<>(List.of(0L, 0L, 7L << 32));
    swarm.tamper(
        new Tamper() {
          @Override
          public NodeParts parts(VirtualNode any, NodeParts p) {
            RandomGenerator first =
                () -> drawn.isEmpty() ? p.random().nextLong() : drawn.removeFirst();
            return new NodeParts(
                p.hash(),
                p.entryCodec(),
                p.frameCodec(),
                p.signer(),
                p.verifier(),
                p.authorityKey(),
                p.reader(),
                p.gate(),
                first);
          }
        });
    node.start();
    assertThat(node.core().epoch()).isEqualTo(7);
  }

  /** What one of them claims the other respects, as if it was somebody else's. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-10")
  void twoThatGoOnDoNotTakeTasksFromEachOther(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 2);
    VirtualNode original = swarm.node(0);
    copyThatGoesOn(swarm, original);
    swarm.run(5 * MINUTE);
    swarm.nodes().forEach(node -> node.remedyMillis = 5 * MINUTE);
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(swarm.node(1).addForAny("noop", 1).orElseThrow());
    }
    swarm.run(30 * MINUTE);
    for (TaskId task : tasks) {
      assertThat(status(swarm.node(1), task)).contains(DONE);
      assertThat(swarm.node(1).task(task).orElseThrow().term()).isLessThanOrEqualTo(12);
    }
  }

  /** A copy of its folder is found to be one, and both go on. */
  private static VirtualNode copyThatGoesOn(VirtualSwarm swarm, VirtualNode original) {
    withHistory(swarm, original);
    original.crash();
    VirtualNode copy = swarm.copyOf(original, swarm.cell(0));
    copy.move(Place.COPIED);
    original.start();
    copy.start();
    return copy;
  }

  private static LogId withHistory(VirtualSwarm swarm, VirtualNode node) {
    for (int i = 0; i < 5; i++) {
      node.add(swarm.node(1), "noop");
    }
    swarm.run(MINUTE);
    return ownLog(node);
  }

  private static TaskId liveOn(VirtualSwarm swarm, VirtualNode node) {
    node.restart();
    TaskId task = node.add(swarm.node(1), "noop").orElseThrow();
    swarm.run(MINUTE);
    return task;
  }

  private static void settle(VirtualSwarm swarm) {
    swarm.run(MINUTE);
    assertThat(swarm.runUntil(swarm::converged, 5 * MINUTE)).isNotNegative();
  }

  private static void noForks(VirtualSwarm swarm) {
    for (VirtualNode node : swarm.nodes()) {
      assertThat(node.core().ledger().logs().values()).noneMatch(LogState::forked);
    }
  }

  private static void everywhereDone(VirtualSwarm swarm, TaskId... tasks) {
    for (VirtualNode node : swarm.nodes()) {
      assertThat(tasks).allSatisfy(task -> assertThat(status(node, task)).contains(DONE));
    }
  }

  private static Optional<TaskStatus> status(VirtualNode node, TaskId task) {
    return node.task(task).map(view -> view.status());
  }

  private static Body.EpochStart startOf(VirtualNode node, LogId log) {
    List<StoredEntry> first = node.core().ledger().reader().log(log, 1, 1, 1);
    return (Body.EpochStart) first.get(0).entry().body();
  }

  private static boolean epoch(Write write) {
    return write instanceof Write.Counter counter && counter.name() == Write.Counter.Name.EPOCH;
  }

  /** Epochs of an author that a node knows of. */
  private static long epochs(VirtualNode at, VirtualNode author) {
    return at.core().ledger().logs().keySet().stream()
        .filter(log -> log.author().equals(author.author()))
        .count();
  }

  private static Optional<ContinuityBreak> shown(VirtualNode node) {
    return node.core().continuity(node.wallMillis()).shown();
  }

  private static Optional<Kind> kind(VirtualNode node) {
    return shown(node).map(ContinuityBreak::kind);
  }

  private static LogId ownLog(VirtualNode node) {
    return new LogId(node.author(), (int) node.core().epoch());
  }
}
