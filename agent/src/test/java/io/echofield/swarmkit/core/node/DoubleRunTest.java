package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.node.SwarmTasks.MINUTE;
import static io.echofield.swarmkit.core.node.SwarmTasks.addAny;
import static io.echofield.swarmkit.core.node.SwarmTasks.first;
import static io.echofield.swarmkit.core.node.SwarmTasks.is;
import static io.echofield.swarmkit.core.node.SwarmTasks.runs;
import static io.echofield.swarmkit.core.node.SwarmTasks.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Partitions make double runs; they are few, detected, and both results are kept. */
class DoubleRunTest {
  static LongStream seeds() {
    return LongStream.range(0, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows({"C-8", "M-13"})
  void aDoubleRunIsCountedAndBothResultsAreKept(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 2);
    VirtualCell cell = swarm.cell(0);
    swarm.run(MINUTE);
    swarm.nodes().forEach(node -> node.remedyMillis = 10 * MINUTE);
    TaskId task = addAny(swarm.node(0), "noop");
    swarm.run(5_000);
    VirtualNode holder = runs(swarm.node(0), task) > 0 ? swarm.node(0) : swarm.node(1);
    VirtualNode other = holder.equals(swarm.node(0)) ? swarm.node(1) : swarm.node(0);
    holder.cut(cell);
    swarm.run(3 * MINUTE);
    assertThat(runs(other, task)).as("taken over when the lease was over").isEqualTo(1);
    holder.heal(cell);
    swarm.run(5_000);
    LeaseView lost = holder.core().lease(task.key()).orElseThrow();
    assertThat(lost.lost()).isTrue();
    swarm.run(15 * MINUTE);
    assertThat(runs(swarm, task)).isEqualTo(2);
    TaskView view = view(swarm.node(0), task);
    assertThat(view.status()).isEqualTo(TaskStatus.DONE);
    assertThat(view.doubleRun()).isTrue();
    assertThat(view.starters()).hasSize(2);
    assertThat(view.remarks().stream().filter(e -> e.body() instanceof Body.Result)).hasSize(2);
    assertThat(swarm.node(0).core().ledger().doubleRuns()).isEqualTo(1);
    assertThat(swarm.converged()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void onTheWorstDaysNoNodeRunsATermTwiceAndNothingIsForgotten(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 5);
    VirtualCell cell = swarm.cell(0);
    cell.quality = new LinkQuality(0.2, 0.3, 1, 3_000);
    SplittableRandom random = new SplittableRandom(seed);
    List<TaskId> tasks = new ArrayList<>();
    swarm.run(MINUTE);
    for (int i = 0; i < 40; i++) {
      VirtualNode node = swarm.node(random.nextInt(5));
      node.remedyMillis = random.nextLong(1, 90_000);
      switch (random.nextInt(5)) {
        case 0 -> node.cut(cell);
        case 1 -> node.heal(cell);
        case 2 -> node.restart();
        default -> tasks.add(addAny(node, random.nextInt(4) == 0 ? "broken" : "noop"));
      }
      swarm.run(random.nextLong(1, 20_000));
    }
    swarm.nodes().forEach(node -> node.heal(cell));
    cell.quality = LinkQuality.GOOD;
    swarm.run(30 * MINUTE);
    for (VirtualNode node : swarm.nodes()) {
      assertThat(node.executed.stream().map(j -> j.task() + " " + j.gen() + " " + j.term()))
          .doesNotHaveDuplicates();
    }
    assertThat(swarm.converged()).isTrue();
    assertThat(tasks)
        .allSatisfy(
            task -> {
              TaskView view = view(swarm.node(0), task);
              assertThat(view.settled()).as(view.toString()).isTrue();
              long unfailed = swarm.nodes().stream().filter(node -> runs(node, task) > 0).count();
              assertThat(view.starters().size())
                  .isGreaterThanOrEqualTo((int) Math.min(1, unfailed));
            });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("C-8")
  void ofTwoHoldersOfATermThatHearOfEachOtherOnlyTheHigherRankStarts(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    VirtualCell cell = swarm.cell(0);
    swarm.run(MINUTE);
    for (VirtualNode node : swarm.nodes()) {
      node.remedyMillis = 3 * MINUTE;
      node.add(node, "noop");
    }
    swarm.run(1_000);
    TaskId task = addAny(swarm.node(0), "noop");
    swarm.run(5_000);
    swarm.nodes().forEach(node -> node.cut(cell));
    // When they become free at the same time, they have not heard of each other for long, so that
    // each believes that it is the first to bid.
    assertThat(
            swarm.runUntil(
                () -> swarm.nodes().stream().allMatch(n -> is(n, task, TaskStatus.CLAIMED)),
                5 * MINUTE))
        .isNotNegative();
    swarm.nodes().forEach(node -> node.heal(cell));
    swarm.run(5 * MINUTE);
    VirtualNode winner = first(swarm, swarm.nodes(), task);
    assertThat(runs(winner, task)).isEqualTo(1);
    assertThat(runs(swarm, task)).isEqualTo(1);
    assertThat(winner.executed.get(1).term()).isEqualTo(1);
  }
}
