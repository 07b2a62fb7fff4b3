package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a LAN with many members, what several of them could say is not said by each. */
class AnswersOfManyTest {
  private static final long MINUTE = 60_000;
  private static final int MEMBERS = 60;
  private static final int TASKS = 100;

  private final VirtualSwarm swarm = VirtualSwarm.closed(1);
  private final VirtualCell lan = swarm.cell("lan", forgetful());

  private static LinkLimits forgetful() {
    return new LinkLimits(LinkLimits.LAN_FRAME_BYTES, false, 262_144);
  }

  /** Nobody has shown yet to hold the last ones, whoever made them. */
  @Test
  @Shows("X-14")
  void whoOwesSomethingElseWaitsAsTheOthersDo() {
    for (int i = 0; i < MEMBERS; i++) {
      swarm.node(lan).start();
    }
    VirtualNode writer = swarm.node(0);
    VirtualNode lacking = swarm.node(1);
    swarm.run(MINUTE);
    List<List<Write>> before = lacking.backup();
    for (int i = 0; i < TASKS; i++) {
      swarm.node(i % MEMBERS).add(writer, "noop");
    }
    assertThat(swarm.runUntil(swarm::converged, 10 * MINUTE)).isNotNegative();
    int held = (int) lacking.core().ledger().arrivals();
    lacking.crash();
    lacking.restore(before);
    Overheard said = new Overheard();
    swarm.watch(said);
    lacking.start();
    assertThat(swarm.runUntil(swarm::converged, 10 * MINUTE)).isNotNegative();
    assertThat(said.entries())
        .as("of the %d that each of %d holds", held, MEMBERS)
        .hasSizeLessThan(3 * held);
  }
}
