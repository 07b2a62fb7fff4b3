package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links whose frames are as small as a link's may be. */
class SmallFramesTest {
  private static final long HOUR = 3_600_000;

  /** What no segment of the tail holds is left out of it, and comes by comparison. */
  @Test
  @Shows("X-16")
  void anEntryThatIsLargerThanAFrameReachesOthersWhereTheMediumRetains() {
    VirtualSwarm swarm = swarm(200, true);
    VirtualNode a = swarm.node(0);
    a.add(swarm.node(1), "an-action-with-a-rather-long-nam");
    assertThat(swarm.runUntil(swarm::converged, HOUR)).isNotNegative();
    assertThat(swarm.node(1).core().ledger().taskCount()).isOne();
  }

  /** With leases, and after a long time, when its numbers are long. */
  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {180, 200, 256})
  void aBeaconFitsAndStillTellsItsLeases(int frameBytes) {
    VirtualSwarm swarm = swarm(frameBytes, false);
    int[] largest = new int[1];
    int[] leases = new int[1];
    swarm.watch(
        new SwarmWatcher() {
          @Override
          public void sent(
              VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
            largest[0] = Math.max(largest[0], frame.size());
            if (swarm.decode(frame) instanceof Decoded.Accepted<Frame> read
                && read.value().message() instanceof Message.Beacon beacon) {
              leases[0] = Math.max(leases[0], beacon.leases().size());
            }
          }
        });
    swarm.run(24 * HOUR);
    swarm.nodes().forEach(node -> node.remedyMillis = 60_000);
    IntStream.range(0, 40).forEach(i -> swarm.node(0).addForAny("noop", 1));
    swarm.run(HOUR);
    assertThat(largest[0]).isLessThanOrEqualTo(frameBytes);
    assertThat(leases[0]).isPositive();
  }

  private static VirtualSwarm swarm(int frameBytes, boolean retained) {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell cell = swarm.cell("lan", new LinkLimits(frameBytes, retained, 262_144));
    swarm.node(cell);
    swarm.node(cell);
    swarm.startAll();
    swarm.run(60_000);
    return swarm;
  }
}
