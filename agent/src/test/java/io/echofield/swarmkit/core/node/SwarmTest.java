package io.echofield.swarmkit.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a swarm of real cores promises, one sentence each. */
class SwarmTest {
  private static final int SEEDS = 4;
  private static final long MINUTE = 60_000;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("D-4")
  void inSyncThereAreOnlyBeacons(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 5);
    swarm.node(0).add(swarm.node(1), "noop");
    swarm.run(2 * MINUTE);
    assertThat(swarm.converged()).isTrue();
    swarm.cell(0).frames.clear();
    swarm.run(10 * MINUTE);
    SortedMap<Channel, Long> frames = swarm.cell(0).frames;
    assertThat(frames.keySet()).containsExactly(Channel.BEACON, Channel.HEALTH);
    // A beacon every 15 s and one for each health cycle of 30 s.
    assertThat(frames.get(Channel.BEACON)).isLessThanOrEqualTo(5 * 10 * 6);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("X-1")
  void aTaskCrossesAGoodLinkAtOnce(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    swarm.run(5_000);
    TaskId task = swarm.node(0).add(swarm.node(2), "noop").orElseThrow();
    assertThat(swarm.runUntil(() -> status(swarm.node(0), task) == TaskStatus.DONE, MINUTE))
        .isBetween(0L, 300L);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatWasAcknowledgedSurvivesACrash(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 2);
    VirtualNode node = swarm.node(0);
    node.cut(swarm.cell(0));
    for (int i = 0; i < 5; i++) {
      node.add(swarm.node(1), "noop");
      node.restart();
      assertThat(node.acknowledged).allSatisfy(task -> assertThat(node.task(task)).isPresent());
    }
    node.heal(swarm.cell(0));
    swarm.run(MINUTE);
    assertThat(node.acknowledged)
        .hasSize(5)
        .allSatisfy(task -> assertThat(status(swarm.node(1), task)).isEqualTo(TaskStatus.DONE));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void lostDeltasAreAskedFor(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 2);
    swarm.run(MINUTE);
    swarm.cell(0).quality = new LinkQuality(1, 0, 1, 1);
    TaskId task = swarm.node(0).add(swarm.node(1), "noop").orElseThrow();
    swarm.run(4_000);
    assertThat(swarm.node(1).task(task)).isEmpty();
    swarm.cell(0).quality = LinkQuality.GOOD;
    swarm.cell(0).wipe();
    long took = swarm.runUntil(() -> swarm.node(1).task(task).isPresent(), MINUTE);
    assertThat(took).isBetween(0L, 20_000L);
    assertThat(swarm.runUntil(swarm::converged, MINUTE)).isNotNegative();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("X-2")
  void owedIsWhatNobodyHasShownToHold(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 2);
    VirtualCell cell = swarm.cell(0);
    swarm.run(MINUTE);
    assertThat(swarm.node(0).link(cell).owed()).isZero();
    swarm.node(1).crash();
    TaskId task = swarm.node(0).add(swarm.node(1), "noop").orElseThrow();
    swarm.run(10 * MINUTE);
    assertThat(swarm.node(0).link(cell).owed()).isPositive();
    assertThat(swarm.node(0).core().owed()).isPositive();
    swarm.node(0).restart();
    assertThat(swarm.node(0).core().owed()).isPositive();
    swarm.node(1).start();
    assertThat(swarm.runUntil(() -> swarm.node(0).core().owed() == 0, MINUTE)).isNotNegative();
    assertThat(swarm.node(1).task(task)).isPresent();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("X-2")
  void aListenerThatGetsNothingKeepsTheDebtOpen(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 2);
    VirtualCell cell = swarm.cell(0);
    swarm.run(MINUTE);
    swarm.cell(0).quality = new LinkQuality(1, 0, 1, 1);
    swarm.node(0).add(swarm.node(1), "noop");
    swarm.run(MINUTE);
    assertThat(swarm.node(0).link(cell).owed()).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("X-16")
  void aBrokerAloneIsAMailbox(long seed) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell cell = swarm.cell("lan");
    VirtualNode sender = swarm.node(cell);
    VirtualNode receiver = swarm.node(cell);
    sender.start();
    swarm.run(1_000);
    for (int i = 0; i < 500; i++) {
      sender.add(receiver, i % 2 == 0 ? "noop" : "unknown");
      swarm.run(50);
    }
    swarm.run(10_000);
    sender.crash();
    swarm.run(MINUTE);
    receiver.start();
    swarm.run(MINUTE);
    assertThat(sender.acknowledged)
        .hasSize(500)
        .allSatisfy(task -> assertThat(receiver.task(task)).isPresent());
    assertThat(receiver.executed).hasSize(250);
    receiver.crash();
    sender.start();
    swarm.run(MINUTE);
    assertThat(sender.acknowledged)
        .allSatisfy(task -> assertThat(sender.task(task).orElseThrow().settled()).isTrue());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aMailboxHoldsWhatWasWrittenWhileTheLinkWasDown(long seed) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell cell = swarm.cell("lan");
    VirtualNode sender = swarm.node(cell);
    VirtualNode receiver = swarm.node(cell);
    sender.cut(cell);
    sender.start();
    for (int i = 0; i < 300; i++) {
      sender.add(receiver, "noop");
    }
    swarm.run(1_000);
    sender.heal(cell);
    swarm.run(20_000);
    for (int i = 0; i < 300; i++) {
      sender.add(receiver, "noop");
      swarm.run(100);
    }
    swarm.run(10_000);
    sender.crash();
    receiver.start();
    swarm.run(MINUTE);
    assertThat(receiver.executed).hasSize(600);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-1")
  void aBoundTaskRunsOnceOnItsTargetAndNowhereElse(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 4);
    swarm.cell(0).quality = new LinkQuality(0.1, 0.9, 1, 2_000);
    VirtualNode target = swarm.node(3);
    for (int i = 0; i < 10; i++) {
      swarm.node(i % 3).add(target, "noop");
      swarm.run(500);
      if (i % 3 == 1) {
        target.restart();
      }
    }
    swarm.run(2 * MINUTE);
    List<String> runs =
        target.executed.stream()
            .map(job -> job.task() + " " + job.gen() + " " + job.term())
            .toList();
    assertThat(runs).doesNotHaveDuplicates();
    swarm.nodes().subList(0, 3).forEach(other -> assertThat(other.executed).isEmpty());
    for (VirtualNode node : swarm.nodes()) {
      for (TaskId task : node.acknowledged) {
        TaskView view = target.task(task).orElseThrow();
        assertThat(view.settled()).isTrue();
        assertThat(target.executed.stream().filter(job -> job.task().equals(task))).hasSize(1);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-1")
  void aFailedTaskIsTriedAsOftenAsAllowed(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 2);
    TaskId task = swarm.node(0).add(swarm.node(1), "broken", 3).orElseThrow();
    swarm.run(MINUTE);
    assertThat(swarm.node(1).executed).hasSize(3);
    assertThat(status(swarm.node(0), task)).isEqualTo(TaskStatus.FAILED);
    assertThat(swarm.node(0).task(task).orElseThrow().attempts()).isEqualTo(3);
  }

  @Test
  @Shows("K-1")
  void anOpenSwarmCarriesOutNothingOfOthers() {
    VirtualSwarm swarm = VirtualSwarm.open(1);
    VirtualCell cell = swarm.cell("lan");
    VirtualNode a = swarm.node(cell);
    VirtualNode b = swarm.node(cell);
    swarm.startAll();
    swarm.run(20_000);
    TaskId others = a.add(b, "noop").orElseThrow();
    TaskId own = b.add(b, "noop").orElseThrow();
    swarm.run(MINUTE);
    assertThat(swarm.converged()).isTrue();
    assertThat(b.executed).extracting(Job.RunRemedy::task).containsExactly(own);
    assertThat(status(a, own)).isEqualTo(TaskStatus.DONE);
    assertThat(status(a, others)).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void anUnknownActionEndsAsUnsupported() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(2, 2);
    TaskId task = swarm.node(0).add(swarm.node(1), "dance", 2).orElseThrow();
    swarm.run(10_000);
    TaskView view = swarm.node(0).task(task).orElseThrow();
    assertThat(view.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(view.reason()).isEqualTo("unsupported");
    assertThat(view.settled()).isTrue();
    assertThat(swarm.node(1).executed).isEmpty();
  }

  @Test
  @Shows("C-1")
  void aCrashInMidRunIsAFailureWithUnknownOutcome() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(3, 2);
    VirtualNode target = swarm.node(1);
    target.remedyMillis = 30_000;
    TaskId task = swarm.node(0).add(target, "noop").orElseThrow();
    swarm.runUntil(() -> status(swarm.node(0), task) == TaskStatus.RUNNING, MINUTE);
    target.restart();
    swarm.run(2 * MINUTE);
    TaskView view = swarm.node(0).task(task).orElseThrow();
    assertThat(view.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(view.reason()).startsWith("interrupted");
    assertThat(target.executed).hasSize(1);
  }

  @Test
  void aCancelledTaskDoesNotRun() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(4, 2);
    VirtualNode target = swarm.node(1);
    target.crash();
    TaskId task = swarm.node(0).add(target, "noop").orElseThrow();
    assertThat(swarm.node(0).cancel(task)).get().isInstanceOf(Reply.Accepted.class);
    swarm.run(5_000);
    target.start();
    swarm.run(MINUTE);
    assertThat(target.executed).isEmpty();
    assertThat(status(target, task)).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  @Shows("M-7")
  void onlyCreatorAndOperatorMayCancel() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(5, 4);
    TaskId task = swarm.node(1).add(swarm.node(2), "wait").orElseThrow();
    swarm.run(MINUTE);
    assertThat(swarm.node(3).cancel(task)).get().isInstanceOf(Reply.Refused.class);
    assertThat(swarm.node(0).cancel(task)).get().isInstanceOf(Reply.Accepted.class);
    swarm.run(MINUTE);
    assertThat(status(swarm.node(2), task)).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void manyTasksThatWaitDoNotKeepOneThatMayRun() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(6, 1);
    VirtualNode node = swarm.node(0);
    for (int i = 0; i < TaskRunner.LOOKED_AT_MAX + 50; i++) {
      node.add(node, "wait");
    }
    for (int i = 0; i < 5; i++) {
      node.add(node, "noop");
    }
    swarm.run(10_000);
    assertThat(node.executed).hasSize(5);
    assertThat(node.core().dueTasks()).isEqualTo(TaskRunner.LOOKED_AT_MAX + 50);
  }

  @Test
  @Shows("X-4")
  void anOlderBeaconOfOneselfIsReplaced() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(7, 2);
    VirtualNode node = swarm.node(0);
    VirtualCell cell = swarm.cell(0);
    swarm.run(MINUTE);
    Bytes old = cell.retainedOf(node).get(Channel.BEACON);
    node.restart();
    swarm.run(MINUTE);
    cell.retain(node, Channel.BEACON, old);
    assertThat(cell.retainedOf(node).get(Channel.BEACON)).isEqualTo(old);
    swarm.run(2_000);
    assertThat(cell.retainedOf(node).get(Channel.BEACON)).isNotEqualTo(old);
  }

  @Test
  @Shows("X-4")
  void whatIsReplacedOverAndOverIsRepairedEveryTenSeconds() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(7, 2);
    VirtualNode node = swarm.node(0);
    VirtualCell cell = swarm.cell(0);
    swarm.run(MINUTE);
    Bytes old = cell.retainedOf(node).get(Channel.HEAD);
    node.add(node, "wait");
    swarm.run(MINUTE);
    cell.frames.clear();
    for (int i = 0; i < 600; i++) {
      cell.retain(node, Channel.HEAD, old);
      swarm.run(200);
    }
    swarm.run(10_000);
    assertThat(cell.frames.get(Channel.HEAD)).isBetween(12L, 13L);
    assertThat(cell.retainedOf(node).get(Channel.HEAD)).isNotEqualTo(old);
  }

  @Test
  @Shows("E-10")
  void entriesOfOtherGroupsTravelAsAllOthers() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(8, 3);
    swarm.run(MINUTE);
    ToyKeys author = ToyKeys.of("somebody");
    List<Entry> entries = new ArrayList<>();
    for (int group : new int[] {1, -1, Integer.MIN_VALUE, 0}) {
      LogId log = new LogId(author.author(), 1);
      Bytes task = Bytes.ofHex("0011223344556677");
      Draft draft =
          new Draft(
              log, entries.size() + 1, group, task, HybridTime.ofWall(0), new Body.Note("note"));
      entries.add(swarm.parts().codec().compose(draft, author));
    }
    swarm.node(0).importEntries(entries);
    swarm.run(10_000);
    assertThat(swarm.converged()).isTrue();
    LedgerReader reader = swarm.node(2).core().ledger().reader();
    assertThat(entries).allMatch(entry -> reader.contains(entry.id()));
  }

  @ParameterizedTest(name = "{0} lives since the backup")
  @ValueSource(ints = {1, 2, 3})
  @Shows("F-8")
  void aSessionOfAnotherLifeIsLeftBehind(int lives) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(8, 2);
    VirtualNode node = swarm.node(0);
    swarm.run(MINUTE);
    List<List<Write>> backup = node.backup();
    for (int i = 0; i < lives; i++) {
      node.restart();
    }
    swarm.run(MINUTE);
    long session = node.core().session();
    node.crash();
    node.restore(backup);
    node.start();
    swarm.run(MINUTE);
    assertThat(node.core().session()).isGreaterThan(session);
    assertThat(swarm.node(1).core().board().peer(node.author()).orElseThrow().session())
        .isEqualTo(node.core().session());
  }

  @Test
  void anEchoOfOnesOwnBeaconIsNotRepaired() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(9, 2);
    VirtualNode node = swarm.node(0);
    VirtualCell cell = swarm.cell(0);
    swarm.run(2 * MINUTE);
    cell.frames.clear();
    for (int i = 0; i < 20; i++) {
      node.received(
          cell, Channel.BEACON, node.id(), false, cell.retainedOf(node).get(Channel.BEACON));
      node.received(cell, Channel.HEAD, node.id(), false, cell.retainedOf(node).get(Channel.HEAD));
      swarm.run(11_000);
    }
    assertThat(cell.frames).doesNotContainKey(Channel.HEAD);
  }

  @Test
  @Shows({"E-2", "H-2"})
  void aClockFarAheadDragsNobodyAlong() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(10, 3);
    swarm.node(0).clock.skewMillis = 70L * 365 * 24 * 60 * MINUTE;
    swarm.node(1).clock.skewMillis = -VirtualSwarm.WALL_START_MILLIS;
    TaskId ahead = swarm.node(0).add(swarm.node(2), "noop").orElseThrow();
    TaskId behind = swarm.node(1).add(swarm.node(2), "broken", 2).orElseThrow();
    swarm.run(MINUTE);
    TaskId mine = swarm.node(2).add(swarm.node(0), "noop").orElseThrow();
    swarm.run(MINUTE);
    assertThat(swarm.converged()).isTrue();
    assertThat(status(swarm.node(1), ahead)).isEqualTo(TaskStatus.DONE);
    assertThat(status(swarm.node(0), behind)).isEqualTo(TaskStatus.FAILED);
    assertThat(status(swarm.node(1), mine)).isEqualTo(TaskStatus.DONE);
    assertThat(swarm.node(2).core().clockSuspects()).isPositive();
    long stamp = swarm.node(2).task(mine).orElseThrow().create().hlc().wallMillis();
    assertThat(stamp).isLessThan(VirtualSwarm.WALL_START_MILLIS + 20 * MINUTE);
  }

  @Test
  @Shows("F-9")
  void aGoodbyeIsShown() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(11, 2);
    swarm.run(MINUTE);
    swarm.node(0).goodbye();
    swarm.run(1_000);
    assertThat(swarm.node(1).core().board().peer(swarm.node(0).author()).orElseThrow().goodbye())
        .isTrue();
  }

  @Test
  void anAnswerOfAnyLengthIsKept() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(12, 1);
    VirtualNode node = swarm.node(0);
    node.remedyMillis = 1_000_000;
    TaskId task = node.add(node, "noop").orElseThrow();
    swarm.run(1_000);
    String text = "\ud800" + "\u00e9".repeat(5_000);
    node.core().apply(new Event.RemedyFinished(new Now(0, 5_000), task.key(), 0, 1, false, text));
    TaskView view = node.task(task).orElseThrow();
    assertThat(view.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(view.reason()).startsWith("\ufffd\u00e9").hasSize(1 + 126);
  }

  /** Two may begin to answer at once; mostly one does. */
  @Test
  void aLateJoinerCatchesUpAtAboutThePriceOfWhatItLacks() {
    long ledgers = 0;
    long carried = 0;
    for (int seed = 13; seed < 18; seed++) {
      VirtualSwarm swarm = VirtualSwarm.closed(seed);
      VirtualCell air = swarm.cell("air", new LinkLimits(65_536, false, 262_144));
      VirtualNode first = swarm.node(air);
      VirtualNode second = swarm.node(air);
      VirtualNode late = swarm.node(air);
      first.start();
      second.start();
      swarm.run(MINUTE);
      for (int i = 0; i < 1_000; i++) {
        first.add(second, "wait");
      }
      assertThat(swarm.runUntil(() -> first.core().owed() == 0, MINUTE)).isNotNegative();
      ledgers += bytes(first);
      air.bytes = 0;
      late.start();
      assertThat(swarm.runUntil(swarm::converged, MINUTE)).isBetween(0L, 20_000L);
      carried += air.bytes;
    }
    assertThat(carried).isLessThan(ledgers * 3 / 2);
  }

  @Test
  void aNodeThatLostItsStoreGetsEverythingBack() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(14, 3);
    VirtualNode node = swarm.node(0);
    for (int i = 0; i < 50; i++) {
      node.add(swarm.node(1 + i % 2), "noop");
    }
    swarm.run(MINUTE);
    node.crash();
    node.restore(List.of());
    swarm.cell(0).wipe();
    node.start();
    assertThat(swarm.runUntil(swarm::converged, MINUTE)).isNotNegative();
    assertThat(node.acknowledged)
        .hasSize(50)
        .allSatisfy(task -> assertThat(status(node, task)).isEqualTo(TaskStatus.DONE));
  }

  @Test
  @Shows("F-4")
  void aLieAboutWhatThereIsCostsLittle() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(15, 3);
    VirtualCell cell = swarm.cell(0);
    swarm.run(2 * MINUTE);
    cell.frames.clear();
    LogId log = new LogId(ToyKeys.of("nobody").author(), 1);
    Message.Heads.Item item =
        new Message.Heads.Item(log, 4_000_000_000L, 4_000_000_000L, IdSum.ZERO, 4_000_000_000L);
    for (int i = 1; i <= 40; i++) {
      Message heads = Message.Heads.ofAll(List.of(item), new Message.Stamp(1, i));
      Bytes frame = swarm.frames(ToyKeys.of("liar").author()).encode(heads, Optional.empty());
      swarm.nodes().forEach(node -> node.received(cell, Channel.HEAD, node.id(), false, frame));
      swarm.run(15_000);
    }
    assertThat(cell.frames.get(Channel.SYNC)).isLessThanOrEqualTo(3 * 10 * 2);
    assertThat(cell.frames.getOrDefault(Channel.HEAD, 0L)).isLessThanOrEqualTo(3 * 41);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSameSeedGivesTheSameTrace(long seed) {
    assertThat(traceOf(seed)).isEqualTo(traceOf(seed));
    assertThat(traceOf(seed)).isNotEqualTo(traceOf(seed + 1_000));
  }

  private static String traceOf(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    swarm.cell(0).quality = LinkQuality.BAD;
    for (int i = 0; i < 5; i++) {
      swarm.node(i % 3).add(swarm.node((i + 1) % 3), "noop");
      swarm.run(7_000);
    }
    swarm.node(1).restart();
    swarm.run(MINUTE);
    return swarm.trace();
  }

  private static long bytes(VirtualNode node) {
    return node.core().ledger().reader().arrivals(0, Integer.MAX_VALUE).stream()
        .mapToLong(stored -> stored.entry().canonical().size())
        .sum();
  }

  private static TaskStatus status(VirtualNode node, TaskId task) {
    Optional<TaskView> view = node.task(task);
    return view.map(TaskView::status).orElse(null);
  }
}
