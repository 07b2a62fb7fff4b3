package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** By radio, what takes several frames is said by one of those who hold it, not by each. */
class SaidInPartsTest {
  private static final long MINUTE = 60_000;
  private static final int HOLDERS = 14;

  @Test
  @Shows({"X-14", "X-39", "X-40"})
  void anEntryInPieces() {
    Overheard said =
        said(
            1,
            holders -> {
              for (int seq = 1; seq <= 10; seq++) {
                Entry large = Cancels.at(Cancels.log(1), seq, "x".repeat(100));
                holders.forEach(holder -> holder.importEntries(List.of(large)));
              }
            });
    assertThat(said.of(Message.Frag.class))
        .as("of 20, which each of 14 would say")
        .hasSizeLessThan(80);
  }

  @Test
  @Shows({"X-14", "X-39", "X-40"})
  void headsOfManyLogs() {
    Overheard said =
        said(3, holders -> holders.subList(0, 8).forEach(holder -> holder.add(holder, "noop")));
    assertThat(said.of(Message.Heads.class))
        .as("of 8 logs, which each of 14 would say")
        .hasSizeLessThan(40);
  }

  /** Until one that comes later holds what the others do. */
  private static Overheard said(long seed, Consumer<List<VirtualNode>> before) {
    VirtualSwarm swarm = VirtualSwarm.closed(seed);
    VirtualCell radio = swarm.cell("radio", LinkLimits.radio(200, 200));
    List<VirtualNode> holders = new ArrayList<>();
    for (int i = 0; i < HOLDERS; i++) {
      holders.add(swarm.node(radio));
    }
    VirtualNode joiner = swarm.node(radio);
    holders.forEach(VirtualNode::start);
    swarm.run(MINUTE);
    before.accept(holders);
    swarm.run(90 * MINUTE);
    assertThat(swarm.converged()).isTrue();
    Overheard said = new Overheard();
    swarm.watch(said);
    joiner.start();
    assertThat(swarm.runUntil(swarm::converged, 240 * MINUTE)).isNotNegative();
    return said;
  }
}
