package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link that takes less than it is given gets all of it in time, and not the same for ever. */
class SlowLinksTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final LinkLimits KEEPS_NOTHING = new LinkLimits(49_152, false, 262_144);

  @ParameterizedTest(name = "{0} tasks")
  @ValueSource(ints = {400, 900})
  @Shows("X-29")
  void whatALinkRefusedGoesOutLaterAndTheRestAfterIt(int tasks) {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell uplink = swarm.cell("uplink", KEEPS_NOTHING);
    VirtualNode writer = swarm.node(uplink);
    VirtualNode reader = swarm.node(uplink);
    VirtualNode away = swarm.node(uplink);
    uplink.bytesPerSecond = 1_000;
    writer.start();
    swarm.run(MINUTE);
    for (int i = 0; i < tasks; i++) {
      writer.add(away, "noop");
    }
    assertThat(uplink.refused).as("more than the link takes").isPositive();
    LogId log = new LogId(writer.author(), (int) writer.core().epoch());
    // It can prove nothing: nobody hears it.
    uplink.mute(reader, true);
    reader.start();
    assertThat(swarm.runUntil(() -> held(reader, log) == held(writer, log), 2 * HOUR))
        .isNotNegative();
    long said = uplink.frames.get(Channel.DELTA);
    swarm.run(2 * HOUR);
    assertThat(uplink.frames.get(Channel.DELTA)).as("nothing is left to say").isEqualTo(said);
  }

  private static long held(VirtualNode node, LogId log) {
    return node.core().ledger().log(log).count();
  }
}
