package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes lack is counted, whoever of them has more. */
class DistanceTest {
  private static final long WORK_MILLIS = 60_000;

  private final VirtualSwarm swarm = VirtualSwarm.closed(1);
  private final VirtualNode left = swarm.node(swarm.cell("left"));
  private final VirtualNode right = swarm.node(swarm.cell("right"));
  private final Distance distance = new Distance();

  @Test
  void twoSidesWithATaskEachMissTheOthersEntries() {
    swarm.startAll();
    assertThat(distance.between(swarm.nodes())).isEqualTo(new Distance.Found(1, 0));
    long before = left.core().ledger().arrivals();
    left.add(left, "noop");
    right.add(right, "noop");
    swarm.run(WORK_MILLIS);
    long ofEach = left.core().ledger().arrivals() - before;
    assertThat(ofEach).isPositive().isEqualTo(right.core().ledger().arrivals() - before);
    assertThat(distance.between(swarm.nodes())).isEqualTo(new Distance.Found(2, 2 * ofEach));
  }

  @Test
  void whatIsNewInALogThatDifferedIsCountedToo() {
    swarm.startAll();
    left.add(left, "noop");
    swarm.run(WORK_MILLIS);
    long first = missing(swarm.nodes());
    left.add(left, "noop");
    swarm.run(WORK_MILLIS);
    assertThat(missing(swarm.nodes())).isEqualTo(2 * first);
  }

  @Test
  void nobodyMissesAnythingOnceAllIsToldToAll() {
    VirtualCell cell = swarm.cell("both");
    VirtualNode one = swarm.node(cell);
    VirtualNode another = swarm.node(cell);
    swarm.startAll();
    one.add(another, "noop");
    swarm.run(WORK_MILLIS);
    assertThat(missing(List.of(one, another))).isZero();
    assertThat(missing(List.of(one, another, left))).isPositive();
  }

  private long missing(List<VirtualNode> nodes) {
    return distance.between(nodes).missing();
  }
}
