package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More entries at one seq of a log than an answer brings, as somebody can make them, all come. */
class ManyBranchesTest {
  private static final long MINUTE = 60_000;
  private static final LogId LOG = Cancels.log(7);

  @Test
  @Shows("X-26")
  void whoComesLaterGetsAllOfThem() {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
    VirtualNode one = swarm.node(cell);
    VirtualNode other = swarm.node(cell);
    VirtualNode joiner = swarm.node(cell);
    List<Entry> branches = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      branches.add(Cancels.at(LOG, 1, "branch " + i));
    }
    one.start();
    other.start();
    one.importEntries(branches);
    other.importEntries(branches);
    swarm.run(5 * MINUTE);
    assertThat(one.link(cell).owed()).as("nothing is replayed").isZero();
    assertThat(other.link(cell).owed()).isZero();
    joiner.start();
    assertThat(swarm.runUntil(swarm::converged, 30 * MINUTE)).isNotNegative();
  }
}
