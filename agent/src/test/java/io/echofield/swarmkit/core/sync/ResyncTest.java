package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A link that lags too far is brought up to date by comparing, and says so until it is. */
@Shows("X-3")
class ResyncTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final LinkLimits KEEPS_NOTHING = new LinkLimits(49_152, false, 262_144);
  private static final ToyKeys WRITER = ToyKeys.of("author");
  private static final LogId LOG = new LogId(WRITER.author(), 3);
  private static final Bytes TASK = Bytes.ofHex("0011223344556677");

  private final VirtualSwarm swarm =
      new VirtualSwarm(new VirtualSettings(1, false, ToyKeys.RING, 15 * SECOND, 30 * SECOND, true));
  private final VirtualCell cell = swarm.cell("lan", KEEPS_NOTHING);
  private final VirtualNode holder = swarm.node(cell);
  private final VirtualNode lacking = swarm.node(cell);
  private final Overheard said = new Overheard();

  @Test
  void whatIsOwedBeyondTheBoundIsNotReplayedAndComesByComparing() {
    holder.start();
    swarm.run(MINUTE);
    holder.cut(cell);
    bring(SyncEngine.BACKLOG_ENTRIES_MAX + 1);
    assertThat(holder.link(cell).owed()).isGreaterThan(100_000);
    assertThat(holder.link(cell).resync()).isFalse();
    holder.heal(cell);
    swarm.watch(said);
    swarm.run(5 * MINUTE);
    assertThat(holder.link(cell).resync()).as("marked, and shown so").isTrue();
    assertThat(said.entries()).as("nothing is replayed").isEmpty();

    lacking.start();
    assertThat(swarm.runUntil(() -> held() > 50_000, 10 * MINUTE)).isNotNegative();
    assertThat(holder.link(cell).resync()).as("half of it is shown to be held").isTrue();
    assertThat(swarm.runUntil(() -> holder.link(cell).owed() == 0, 10 * MINUTE)).isNotNegative();
    assertThat(held()).isEqualTo(SyncEngine.BACKLOG_ENTRIES_MAX + 1);
    assertThat(swarm.converged()).isTrue();
    assertThat(holder.link(cell).resync()).isFalse();
    assertThat(said.of(Message.Want.class)).as("it was asked for").isNotEmpty();
  }

  @Test
  void theBoundIsAHundredThousand() {
    assertThat(marked(100_000)).isFalse();
    assertThat(marked(100_001)).isTrue();
  }

  private static boolean marked(long owed) {
    LinkSession link = LinkSessions.owing(owed);
    link.outbox.perform(link.outbox.dueMono());
    return link.outbox.resync();
  }

  private long held() {
    return lacking.core().ledger().log(LOG).count();
  }

  private void bring(long entries) {
    SwarmParts parts = new SwarmParts();
    List<Entry> some = new ArrayList<>();
    for (long seq = 1; seq <= entries; seq++) {
      Body body = new Body.Life(0, 1, Phase.OPEN, "");
      HybridTime time = HybridTime.ofWall(VirtualSwarm.WALL_START_MILLIS + seq);
      some.add(parts.codec().compose(new Draft(LOG, seq, 0, TASK, time, body), WRITER));
      if (some.size() == 1_000 || seq == entries) {
        holder.importEntries(some);
        some.clear();
      }
    }
  }
}
