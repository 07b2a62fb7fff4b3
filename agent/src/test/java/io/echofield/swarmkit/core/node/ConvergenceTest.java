package io.echofield.swarmkit.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.lab.swarm.CrashPoint;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that can talk again become equal, whatever happened before. */
class ConvergenceTest {
  private static final int SEEDS = 8;
  private static final int STEPS = 60;
  private static final long HEALED_WITHIN_MILLIS = 180_000;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void twoNodesConverge(long seed) {
    convergesAfterChaos(VirtualSwarm.ofOneCell(seed, 2), seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fiveNodesConverge(long seed) {
    convergesAfterChaos(VirtualSwarm.ofOneCell(seed, 5), seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fiveNodesConvergeOnAMediumThatKeepsNothing(long seed) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell air = swarm.cell("air", new LinkLimits(65_536, false, 16_384));
    for (int i = 0; i < 5; i++) {
      swarm.node(air);
    }
    swarm.startAll();
    convergesAfterChaos(swarm, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aFairLinkThatStaysBadIsEnough(long seed) {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(seed, 3);
    swarm.cell(0).quality = LinkQuality.BAD;
    chaos(swarm, seed);
    swarm.nodes().forEach(node -> node.heal(swarm.cell(0)));
    assertThat(swarm.runUntil(swarm::converged, 4 * HEALED_WITHIN_MILLIS)).isNotNegative();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @Shows("X-1")
  void aChainOfCellsConvergesOverItsGateways(long seed) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell a = swarm.cell("a");
    VirtualCell b = swarm.cell("b");
    VirtualCell c = swarm.cell("c");
    VirtualNode first = swarm.node(a);
    swarm.node(a, b);
    swarm.node(b, c);
    VirtualNode last = swarm.node(c);
    swarm.startAll();
    TaskId task = first.add(last, "noop").orElseThrow();
    long took = swarm.runUntil(() -> last.task(task).filter(v -> v.settled()).isPresent(), 10_000);
    assertThat(took).isNotNegative();
    assertThat(swarm.runUntil(swarm::converged, HEALED_WITHIN_MILLIS)).isNotNegative();
  }

  private static void convergesAfterChaos(VirtualSwarm swarm, long seed) {
    swarm.cell(0).quality = LinkQuality.BAD;
    chaos(swarm, seed);
    swarm.cell(0).quality = LinkQuality.GOOD;
    swarm.nodes().forEach(node -> node.heal(swarm.cell(0)));
    swarm.run(5_000);
    long took = swarm.runUntil(swarm::converged, HEALED_WITHIN_MILLIS);
    assertThat(took).as("converged").isNotNegative();
    swarm.run(60_000);
    assertThat(swarm.converged()).isTrue();
    for (VirtualNode node : swarm.nodes()) {
      for (TaskId task : node.acknowledged) {
        swarm.nodes().forEach(any -> assertThat(any.task(task)).isPresent());
      }
      assertThat(node.core().rejections().counts()).isEmpty();
      assertThat(node.core().alarms()).isZero();
    }
  }

  /** Adds, cancels, cuts, heals and restarts at random. */
  private static void chaos(VirtualSwarm swarm, long seed) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x5eed);
    for (int i = 0; i < STEPS; i++) {
      VirtualNode node = swarm.node(random.nextInt(swarm.nodes().size()));
      VirtualNode other = swarm.node(random.nextInt(swarm.nodes().size()));
      switch (random.nextInt(8)) {
        case 0 -> node.cut(swarm.cell(0));
        case 1 -> node.heal(swarm.cell(0));
        case 2 -> node.restart();
        case 3 -> crashOnAdding(node, other);
        case 4 -> node.acknowledged.stream().findAny().ifPresent(node::cancel);
        default -> assertThat(node.add(other, random.nextBoolean() ? "noop" : "x")).isPresent();
      }
      swarm.run(random.nextLong(3_000));
    }
  }

  private static void crashOnAdding(VirtualNode node, VirtualNode other) {
    node.crashes.add(CrashPoint.BEFORE_COMMIT);
    assertThat(node.add(other, "noop")).isEmpty();
    node.start();
  }
}
