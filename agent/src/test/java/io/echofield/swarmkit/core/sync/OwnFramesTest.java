package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.sync.Message.Ranges.Content;
import io.echofield.swarmkit.core.sync.Message.Ranges.Range;
import io.echofield.swarmkit.core.sync.Message.Ranges.Space;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a frame in a node's own name is good for. */
@Shows("F-19")
class OwnFramesTest {
  private static final long MINUTE = 60_000;
  private static final LogId LOG = Cancels.log(7);

  private final VirtualSwarm swarm = VirtualSwarm.closed(1);
  private final VirtualCell cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
  private final VirtualNode node = swarm.node(cell);
  private final Stranger stranger = new Stranger(node, cell, "stranger");
  private final Stranger own = new Stranger(node, cell, node.id().text());
  private final Overheard said = new Overheard();

  @BeforeEach
  void rest() {
    assertThat(own.author()).isEqualTo(node.author());
    node.start();
    swarm.run(MINUTE);
    stranger.agrees();
    swarm.run(20_000);
    stranger.agrees();
    assertThat(node.link(cell).owed()).isZero();
    swarm.watch(said);
  }

  @Test
  void itsEntriesAreTakenAndOwedThereToo() {
    Entry byAnother = Cancels.at(LOG, 1, "by another");
    Entry kept = Cancels.at(LOG, 2, "kept");
    stranger.brings(List.of(byAnother));
    own.brings(List.of(kept));
    assertThat(node.core().ledger().log(LOG).count()).isEqualTo(2);
    swarm.run(MINUTE / 2);
    assertThat(said.entries()).containsExactly(kept);
    assertThat(node.link(cell).owed()).isPositive();
  }

  @Test
  void itsHeadsAndQuestionsAreLeftAside() {
    stranger.brings(List.of(Cancels.at(LOG, 1, "x"), Cancels.at(LOG, 2, "x")));
    stranger.agrees();
    swarm.run(20_000);
    said.sayings.clear();
    own.asks(new Message.Want.LogRange(LOG, 1, 1));
    own.describes(Space.HEADS, List.of(new Range(Bytes.EMPTY, new Content.Empty())));
    Message.Heads.Item more = new Message.Heads.Item(LOG, 5, 5, IdSum.ZERO, 0);
    own.says(
        Channel.SYNC, new Message.Heads(List.of(more), own.next(), Bytes.EMPTY, Bytes.EMPTY, true));
    swarm.run(5_000);
    assertThat(said.on(Channel.SYNC)).isEmpty();
    assertThat(said.on(Channel.DELTA)).isEmpty();
    assertThat(said.on(Channel.HEAD)).isEmpty();
    assertThat(node.link(cell).listeners()).containsExactly(stranger.author());
  }

  @Test
  void itsBeaconIsSaidAgainIfItIsOlderAndComparedWithNothing() {
    swarm.run(1_000);
    said.begin(swarm);
    own.differs();
    assertThat(said.waits(Channel.BEACON)).containsExactly(0L);
    swarm.run(5_000);
    assertThat(said.sayings).extracting(Overheard.Saying::channel).containsOnly(Channel.BEACON);
  }
}
