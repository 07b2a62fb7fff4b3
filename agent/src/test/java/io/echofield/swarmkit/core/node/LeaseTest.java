package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.node.SwarmTasks.LEASE_OVER_MILLIS;
import static io.echofield.swarmkit.core.node.SwarmTasks.MINUTE;
import static io.echofield.swarmkit.core.node.SwarmTasks.add;
import static io.echofield.swarmkit.core.node.SwarmTasks.addAny;
import static io.echofield.swarmkit.core.node.SwarmTasks.is;
import static io.echofield.swarmkit.core.node.SwarmTasks.runs;
import static io.echofield.swarmkit.core.node.SwarmTasks.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.sync.SyncSettings;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a claim holds, for its holder and for everybody else. */
class LeaseTest {
  private static final long LONG_MILLIS = 10 * MINUTE;

  static LongStream seeds() {
    return LongStream.range(0, 6);
  }

  private VirtualSwarm swarm;

  /** Nodes of one cell whose actions take ten minutes, and a task that one of them runs. */
  private TaskId runningTask(long seed, int nodes) {
    swarm = VirtualSwarm.ofOneCell(seed, nodes);
    swarm.run(MINUTE);
    swarm.nodes().forEach(node -> node.remedyMillis = LONG_MILLIS);
    TaskId task = addAny(swarm.node(0), "noop");
    swarm.run(5_000);
    assertThat(runs(swarm, task)).isEqualTo(1);
    return task;
  }

  private VirtualNode holder(TaskId task) {
    return swarm.nodes().stream().filter(node -> runs(node, task) > 0).findFirst().orElseThrow();
  }

  private List<VirtualNode> others(VirtualNode node) {
    return swarm.nodes().stream().filter(other -> !other.equals(node)).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows({"C-5", "M-12"})
  void beaconsRenewTheLeaseOfALongAction(long seed) {
    TaskId task = runningTask(seed, 4);
    long entries = swarm.node(0).core().ledger().arrivals();
    swarm.run(LONG_MILLIS - 10_000);
    assertThat(swarm.node(0).core().ledger().arrivals())
        .as("renewals are no entries")
        .isEqualTo(entries);
    swarm.run(MINUTE);
    assertThat(runs(swarm, task)).isEqualTo(1);
    assertThat(view(swarm.node(0), task).status()).isEqualTo(TaskStatus.DONE);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows({"C-6", "C-7"})
  void aVanishedHolderIsRespectedForALeaseAndAMarginAndThenReplaced(long seed) {
    TaskId task = runningTask(seed, 4);
    VirtualNode holder = holder(task);
    holder.crash();
    VirtualNode witness = others(holder).get(0);
    // The last renewal was at most one beacon ago.
    swarm.run(LEASE_OVER_MILLIS - 16_000);
    assertThat(runs(swarm, task)).isEqualTo(1);
    assertThat(swarm.runUntil(() -> runs(swarm, task) == 2, 30_000)).isNotNegative();
    TaskView view = view(witness, task);
    assertThat(view.term()).isEqualTo(2);
    swarm.run(LONG_MILLIS + MINUTE);
    assertThat(view(witness, task).status()).isEqualTo(TaskStatus.DONE);
    assertThat(view(witness, task).doubleRun()).isTrue();
  }

  @Test
  @Shows("C-7")
  void aTaskWhoseHoldersVanishIsNotTakenOverForEver() {
    TaskId task = runningTask(1, 6);
    for (int i = 0; i <= ClaimDesk.TAKEOVERS_MAX; i++) {
      VirtualNode last =
          swarm.nodes().stream()
              .filter(node -> node.running() && runs(node, task) > 0)
              .findFirst()
              .orElseThrow();
      last.crash();
      swarm.run(3 * MINUTE);
    }
    assertThat(runs(swarm, task)).isEqualTo(1 + ClaimDesk.TAKEOVERS_MAX);
    VirtualNode left =
        swarm.nodes().stream().filter(VirtualNode::running).findFirst().orElseThrow();
    assertThat(left.core().waitingFor(task.key()).orElseThrow()).startsWith("begun 3 times");
  }

  @Test
  @Shows("C-9")
  void anExclusiveTaskIsNeverTakenOver() {
    swarm = VirtualSwarm.ofOneCell(1, 3);
    swarm.run(MINUTE);
    swarm.nodes().forEach(node -> node.remedyMillis = LONG_MILLIS);
    TaskId task = add(swarm.node(0), "noop", 1, true);
    swarm.run(5_000);
    VirtualNode holder = holder(task);
    holder.crash();
    swarm.run(30 * MINUTE);
    assertThat(runs(swarm, task)).isEqualTo(1);
    assertThat(others(holder).get(0).core().waitingFor(task.key()).orElseThrow())
        .contains("exclusive");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-10")
  void aRestartedHolderKnowsThatItsRunHasNoKnownEnd(long seed) {
    TaskId task = runningTask(seed, 3);
    VirtualNode holder = holder(task);
    holder.restart();
    swarm.run(5_000);
    TaskView view = view(swarm.node(0), task);
    assertThat(view.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(view.reason()).isEqualTo(TaskRunner.INTERRUPTED);
    assertThat(runs(swarm, task)).isEqualTo(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-10")
  void aRestartedHolderGivesBackWhatItDidNotStart(long seed) {
    swarm = VirtualSwarm.ofOneCell(seed, 3);
    swarm.run(MINUTE);
    TaskId task = addAny(swarm.node(0), "noop");
    assertThat(
            swarm.runUntil(
                () -> swarm.nodes().stream().anyMatch(n -> is(n, task, TaskStatus.CLAIMED)),
                MINUTE))
        .isNotNegative();
    VirtualNode holder =
        swarm.nodes().stream()
            .filter(n -> is(n, task, TaskStatus.CLAIMED))
            .filter(n -> view(n, task).holder().filter(n.author()::equals).isPresent())
            .findFirst()
            .orElseThrow();
    holder.restart();
    assertThat(view(holder, task).status()).isIn(TaskStatus.OPEN, TaskStatus.CLAIMED);
    assertThat(view(holder, task).term()).isGreaterThan(1);
    swarm.run(MINUTE);
    assertThat(runs(swarm, task)).isEqualTo(1);
    assertThat(view(holder, task).status()).isEqualTo(TaskStatus.DONE);
  }

  @Test
  @Shows("C-10")
  void aGoodbyeGivesClaimsBackAtOnce() {
    swarm = VirtualSwarm.ofOneCell(1, 2);
    swarm.run(MINUTE);
    VirtualNode slow = swarm.node(0);
    slow.remedyMillis = LONG_MILLIS;
    swarm.node(1).cut(swarm.cell(0));
    TaskId runs = addAny(slow, "noop");
    TaskId waits = addAny(slow, "noop");
    swarm.run(2_000);
    TaskId claimed = is(slow, runs, TaskStatus.CLAIMED) ? runs : waits;
    assertThat(view(slow, claimed).status()).isEqualTo(TaskStatus.CLAIMED);
    slow.goodbye();
    assertThat(view(slow, claimed).status()).isEqualTo(TaskStatus.OPEN);
  }

  @Test
  @Shows("C-5")
  void aSuspendedHolderDoesNotStart() {
    swarm = VirtualSwarm.ofOneCell(1, 2);
    VirtualNode node = swarm.node(0);
    swarm.node(1).crash();
    swarm.run(MINUTE);
    TaskId task = addAny(node, "noop");
    swarm.runUntil(() -> is(node, task, TaskStatus.CLAIMED), MINUTE);
    assertThat(view(node, task).term()).isEqualTo(1);
    // The machine slept: its wall clock went on, the other one did not.
    node.clock.skewMillis += 5 * MINUTE;
    swarm.run(5_000);
    assertThat(view(node, task).status()).isEqualTo(TaskStatus.DONE);
    assertThat(node.executed).hasSize(1);
    assertThat(node.executed.get(0).term()).as("claimed anew").isEqualTo(3);
  }

  @Test
  void aWallClockThatStepsBackLosesNoLease() {
    swarm = VirtualSwarm.ofOneCell(1, 1);
    VirtualNode node = swarm.node(0);
    swarm.run(MINUTE);
    TaskId task = addAny(node, "noop");
    node.clock.skewMillis -= 30 * MINUTE;
    swarm.run(5_000);
    assertThat(node.executed).hasSize(1);
    assertThat(node.executed.get(0).term()).isEqualTo(1);
    assertThat(view(node, task).status()).isEqualTo(TaskStatus.DONE);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-6")
  void renewalsThatTheMediumKeptOrRepeatsDoNotCount(long seed) {
    TaskId task = runningTask(seed, 2);
    VirtualNode holder = holder(task);
    VirtualNode other = others(holder).get(0);
    VirtualCell cell = swarm.cell(0);
    long term = view(other, task).term();
    Message.Stamp old = new Message.Stamp(holder.core().session(), 1);
    long session = holder.core().session();
    holder.crash();
    for (int i = 0; i < 6; i++) {
      Message.Stamp newer = new Message.Stamp(session, 1_000_000 + i);
      swarm.run(20_000);
      other.received(cell, Channel.BEACON, holder.id(), false, renewal(holder, old, task, term));
      other.received(cell, Channel.BEACON, holder.id(), true, renewal(holder, newer, task, term));
    }
    assertThat(runs(swarm, task)).isEqualTo(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void renewalsOfSomebodyElseDoNotCount(long seed) {
    TaskId task = runningTask(seed, 3);
    VirtualNode holder = holder(task);
    List<VirtualNode> others = others(holder);
    int term = view(others.get(0), task).term();
    long session = others.get(1).core().session();
    holder.crash();
    others.get(1).crash();
    for (int i = 0; i < 6; i++) {
      swarm.run(20_000);
      Message.Stamp stamp = new Message.Stamp(session, 1_000_000 + i);
      Bytes frame = renewal(others.get(1), stamp, task, term);
      others.get(0).received(swarm.cell(0), Channel.BEACON, others.get(1).id(), false, frame);
    }
    assertThat(runs(swarm, task)).isEqualTo(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aGenuineRenewalCounts(long seed) {
    TaskId task = runningTask(seed, 2);
    VirtualNode holder = holder(task);
    VirtualNode other = others(holder).get(0);
    int term = view(other, task).term();
    long session = holder.core().session();
    holder.crash();
    for (int i = 0; i < 9; i++) {
      swarm.run(20_000);
      Message.Stamp stamp = new Message.Stamp(session, 1_000_000 + i);
      Bytes frame = renewal(holder, stamp, task, term);
      other.received(swarm.cell(0), Channel.BEACON, holder.id(), false, frame);
    }
    assertThat(runs(swarm, task)).isEqualTo(1);
    swarm.run(LEASE_OVER_MILLIS + 1_000);
    assertThat(runs(swarm, task)).isEqualTo(2);
  }

  private Bytes renewal(VirtualNode sender, Message.Stamp stamp, TaskId task, long term) {
    Message.Beacon beacon =
        new Message.Beacon(
            stamp,
            0,
            0,
            0,
            0,
            1,
            0,
            false,
            List.of(new Message.Beacon.Lease(LeaseBook.number(task.key()), (int) term)),
            Optional.empty(),
            sender.id().text(),
            Bytes.EMPTY,
            false);
    return swarm.frames(sender.author()).encode(beacon, Optional.of(sender.keys()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-6")
  void aHolderBehindAGatewayIsGivenTenLeases(long seed) {
    swarm = VirtualSwarm.closed(seed);
    VirtualCell left = swarm.cell("left");
    VirtualCell right = swarm.cell("right");
    VirtualNode near = swarm.node(left);
    VirtualNode gateway = swarm.node(left, right);
    VirtualNode far = swarm.node(right);
    swarm.startAll();
    swarm.run(MINUTE);
    swarm.nodes().forEach(node -> node.remedyMillis = 100 * MINUTE);
    gateway.add(gateway, "noop");
    far.add(far, "noop");
    swarm.run(5_000);
    TaskId task = addAny(near, "noop");
    swarm.run(5_000);
    assertThat(runs(near, task)).isEqualTo(1);
    far.restart();
    near.crash();
    swarm.run(LeaseBook.FAR_LEASES * NodeSettings.LEASE_MILLIS - MINUTE);
    assertThat(runs(far, task)).isZero();
    swarm.run(2 * MINUTE);
    assertThat(runs(far, task)).isEqualTo(1);
  }

  @Test
  void theViewOfALeaseSaysWhoHoldsItAndUntilWhen() {
    TaskId task = runningTask(1, 2);
    VirtualNode holder = holder(task);
    VirtualNode other = others(holder).get(0);
    LeaseView own = holder.core().lease(task.key()).orElseThrow();
    assertThat(own.own()).isTrue();
    assertThat(own.lost()).isFalse();
    LeaseView seen = other.core().lease(task.key()).orElseThrow();
    assertThat(seen.holder()).isEqualTo(holder.author());
    assertThat(seen.own()).isFalse();
    assertThat(seen.untilWallMillis()).isGreaterThan(other.wallMillis());
  }

  @Test
  @Shows("C-5")
  void aLeaseLastsForFourBeaconsOrMore() {
    SyncSettings sync = new SyncSettings(15_000, 60_000);
    assertThatThrownBy(() -> settings(sync, 59_999)).hasMessageContaining("60000 ms or more");
    assertThat(settings(sync, 60_000).leaseMillis()).isEqualTo(60_000);
    assertThat(NodeSettings.usualLeaseMillis(10_000)).isEqualTo(60_000);
    assertThat(NodeSettings.usualLeaseMillis(30_000)).isEqualTo(120_000);
  }

  private static NodeSettings settings(SyncSettings sync, long leaseMillis) {
    return new NodeSettings(
        new NodeId("node-a"),
        1_000,
        60_000,
        sync,
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        leaseMillis);
  }

  @Test
  void aKeyIsANumberOnTheWire() {
    TaskKey key = new TaskKey(Bytes.ofHex("80000000000000ff"));
    assertThat(LeaseBook.number(key)).isEqualTo(0x80000000000000ffL);
    assertThat(LeaseBook.key(LeaseBook.number(key))).isEqualTo(key);
  }
}
