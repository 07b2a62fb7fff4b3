package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.node.SwarmTasks.MINUTE;
import static io.echofield.swarmkit.core.node.SwarmTasks.accepted;
import static io.echofield.swarmkit.core.node.SwarmTasks.addAny;
import static io.echofield.swarmkit.core.node.SwarmTasks.is;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.health.HealthBoard;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a candidate claims a task that is bound to no node, starts it, and gives it back. */
class ClaimTurnsTest {
  private static final long SLOT_MILLIS = 500;

  /** How long an entry is on its way at most. */
  private static final long WAY_MILLIS = 10;

  private final VirtualSwarm swarm = VirtualSwarm.closed(1);
  private final VirtualCell cell = swarm.cell("lan");
  private final Steps steps = new Steps();

  /** When a node wrote which step, and started. */
  private final class Steps implements SwarmWatcher {
    private record Step(long atMillis, Phase phase) {}

    private final List<Step> written = new ArrayList<>();
    private final List<Long> started = new ArrayList<>();

    @Override
    public void composed(VirtualNode node, Entry entry) {
      if (entry.body() instanceof Body.Life life) {
        written.add(new Step(swarm.nowMillis(), life.phase()));
      }
    }

    @Override
    public void started(VirtualNode node, Job.RunRemedy job) {
      started.add(swarm.nowMillis());
    }

    List<Long> times(Phase phase) {
      return written.stream().filter(step -> step.phase() == phase).map(Step::atMillis).toList();
    }
  }

  @Test
  @Shows({"C-3", "C-4"})
  void aCandidateWaitsASlotForEachNodeOfAHigherRankAndAClaimSettlesForOne() {
    swarm.watch(steps);
    VirtualNode able = swarm.node(cell);
    able.labels.put("site", "north");
    for (int i = 0; i < 5; i++) {
      swarm.node(cell);
    }
    swarm.startAll();
    swarm.run(MINUTE);
    List<Long> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      steps.written.clear();
      steps.started.clear();
      long begin = swarm.nowMillis();
      TaskId task = accepted(swarm.node(1), labelled());
      swarm.run(10_000);
      long claimed = steps.times(Phase.CLAIMED).get(0);
      long turn = higher(able, task);
      turns.add(turn);
      assertThat(claimed - begin - turn * SLOT_MILLIS).isBetween(0L, WAY_MILLIS);
      assertThat(steps.times(Phase.RUNNING)).containsExactly(claimed + SLOT_MILLIS);
      assertThat(steps.started).containsExactly(claimed + SLOT_MILLIS);
    }
    assertThat(turns).contains(0L, 1L, 2L, 3L, 4L, 5L);
  }

  @Test
  @Shows("C-3")
  void whatIsFoundOpenAtTheStartIsClaimedTenSlotsLater() {
    VirtualNode node = swarm.node(cell);
    node.start();
    TaskId task = accepted(node, labelled());
    swarm.run(MINUTE);
    assertThat(is(node, task, TaskStatus.OPEN)).isTrue();
    node.labels.put("site", "north");
    node.crash();
    swarm.watch(steps);
    long begin = swarm.nowMillis();
    node.start();
    swarm.run(MINUTE);
    assertThat(steps.times(Phase.CLAIMED)).containsExactly(begin + 10 * SLOT_MILLIS);
  }

  @Test
  @Shows("C-3")
  void noTurnIsLaterThanTheSixtyThird() {
    SwarmHash hash = new SwarmParts().hash();
    HealthBoard board = new HealthBoard(60_000, 15_000);
    HealthReport well =
        new HealthReport(HealthState.OK, 100, HybridTime.ofWall(0), List.of(), 0, 0, 0, 0, 0);
    List<Author> heard = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Author author = ToyKeys.of("peer " + i).author();
      heard.add(author);
      board.offer(new Peer(author, "", Bytes.EMPTY, 1, 1, Optional.of(well), 0, false));
    }
    Author self = ToyKeys.of("self").author();
    Candidates candidates = new Candidates(self, hash, board);
    for (int i = 0; i < 50; i++) {
      TaskId task = new TaskId(Bytes.ofHex(String.format("%032x", i)));
      long above = heard.stream().filter(a -> outranks(hash, task, a, self)).count();
      assertThat(candidates.turn(task, Optional.empty(), new Now(0, 0)))
          .isEqualTo((int) Math.min(63, above));
    }
  }

  @Test
  @Shows("C-15")
  void aBeaconThatTheMediumKeptIsAsOldAsTheHealthInIt() {
    VirtualNode node = swarm.node(cell);
    node.start();
    swarm.run(MINUTE);
    // As old as health may be in this swarm, and a millisecond older.
    long oldest = node.wallMillis() - MINUTE;
    hears(node, "young", oldest, true);
    hears(node, "old", oldest - 1, true);
    hears(node, "live", oldest - 1, false);
    assertThat(node.core().board().present(node.wallMillis()))
        .containsExactlyInAnyOrder(ToyKeys.of("young").author(), ToyKeys.of("live").author());
  }

  private void hears(VirtualNode node, String name, long healthWallMillis, boolean kept) {
    HealthReport well =
        new HealthReport(
            HealthState.OK, 100, HybridTime.ofWall(healthWallMillis), List.of(), 0, 0, 0, 0, 0);
    Message beacon =
        new Message.Beacon(
            new Message.Stamp(1, 1),
            0,
            0,
            0,
            0,
            1,
            0,
            false,
            List.of(),
            Optional.of(well),
            name,
            Bytes.EMPTY,
            false);
    Bytes frame = swarm.frames(ToyKeys.of(name).author()).encode(beacon, Optional.empty());
    node.received(cell, Channel.BEACON, new NodeId(name), kept, frame);
  }

  @Test
  @Shows("C-4")
  void eightClaimsAtMostWaitToStartAndAQuarterOfTheLeaseAtMost() {
    swarm.watch(steps);
    VirtualNode node = swarm.node(cell);
    node.remedyMillis = 10 * MINUTE;
    node.start();
    long begin = swarm.nowMillis();
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(addAny(node, "noop"));
    }
    assertThat(tasks).filteredOn(task -> is(node, task, TaskStatus.CLAIMED)).hasSize(8);
    swarm.run(MINUTE);
    assertThat(steps.times(Phase.CLAIMED)).hasSize(8).containsOnly(begin);
    assertThat(steps.times(Phase.RUNNING)).containsExactly(begin + SLOT_MILLIS);
    assertThat(steps.times(Phase.OPEN))
        .hasSize(7)
        .containsOnly(begin + NodeSettings.LEASE_MILLIS / 4);
    assertThat(tasks).filteredOn(task -> is(node, task, TaskStatus.OPEN)).hasSize(19);
  }

  private static Command labelled() {
    return new Command.AddTask(
        new ActionName("noop"),
        Optional.empty(),
        List.of("site=north"),
        Optional.empty(),
        Spec.of(new TreeMap<>()),
        false,
        false);
  }

  /** Other nodes that have a higher rank for the task. */
  private long higher(VirtualNode node, TaskId task) {
    return swarm.nodes().stream()
        .filter(other -> outranks(swarm.parts().hash(), task, other.author(), node.author()))
        .count();
  }

  private static boolean outranks(SwarmHash hash, TaskId task, Author author, Author other) {
    long rank = hash.rank(task.bytes(), author);
    return Long.compareUnsigned(rank, hash.rank(task.bytes(), other)) > 0;
  }
}
