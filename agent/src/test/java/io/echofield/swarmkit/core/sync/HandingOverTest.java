package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is new goes out once, and what nobody has shown to hold once more, but not too soon. */
class HandingOverTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final LogId UNKNOWN = Cancels.log(7);

  private final Overheard said = new Overheard();
  private VirtualSwarm swarm;
  private VirtualCell cell;
  private VirtualNode node;
  private Stranger stranger;

  @Test
  @Shows("X-1")
  void aGatewayPassesOnWhatIsNewAtOnceAndNotBack() {
    VirtualSwarm cells = VirtualSwarm.closed(1);
    VirtualCell left = cells.cell("left");
    VirtualCell right = cells.cell("right");
    VirtualNode writer = cells.node(left);
    VirtualNode gateway = cells.node(left, right);
    VirtualNode far = cells.node(right);
    cells.startAll();
    cells.run(MINUTE);
    cells.watch(said);
    long written = cells.nowMillis();
    assertThat(writer.add(far, "wait")).isPresent();
    cells.run(10 * SECOND);
    List<Overheard.Saying> passed =
        said.on(Channel.DELTA).stream().filter(s -> s.node().equals(gateway)).toList();
    assertThat(passed).extracting(Overheard.Saying::cell).containsOnly(right);
    // An entry is on its way for up to 10 ms, and its signature follows after 100 ms.
    assertThat(passed).filteredOn(s -> !s.entries().isEmpty()).hasSize(1);
    assertThat(passed.get(0).atMillis() - written).isLessThanOrEqualTo(10);
    assertThat(passed)
        .filteredOn(s -> s.message() instanceof Message.HeadSigMessage)
        .hasSize(1)
        .allMatch(s -> s.atMillis() - written <= 110);
    assertThat(far.core().ledger().log(ownLog(writer)).signedSeq()).isPositive();
  }

  @Test
  @Shows("X-15")
  void whatIsOnItsWayIsNotSentAgainForAQuestion() {
    begin(LinkSessions.KEEPS_NOTHING);
    stranger.agrees();
    swarm.run(MINUTE / 2);
    write();
    LogId log = ownLog(node);
    long seq = node.core().ledger().log(log).maxSeq();
    assertThat(sentWithin(1_900)).as("it is new").isEqualTo(1);
    stranger.asks(new Message.Want.LogRange(log, seq, seq));
    assertThat(sentWithin(200)).as("sent 1.9 s ago").isZero();
    stranger.asks(new Message.Want.LogRange(log, seq, seq));
    assertThat(sentWithin(1_900)).as("sent 2.1 s ago").isEqualTo(1);
    stranger.asks(new Message.Want.LogRange(log, seq, seq));
    assertThat(sentWithin(200)).as("answered 1.9 s ago").isZero();
    stranger.asks(new Message.Want.LogRange(log, seq, seq));
    assertThat(sentWithin(200)).as("answered 2.1 s ago").isEqualTo(1);
  }

  @Test
  @Shows("X-17")
  void aBacklogIsReplayedWhenTheLinkIsUpForFiveSecondsAndNobodyIsHeard() {
    comeBackWithABacklog(LinkSessions.KEEPS_NOTHING);
    swarm.run(MINUTE);
    assertThat(replays()).containsExactly(5 * SECOND);
    assertThat(said.entries()).hasSize(4);
  }

  @Test
  @Shows("X-17")
  void orTenSecondsAfterSomebodyNewWhoDoesNotAsk() {
    comeBackWithABacklog(LinkSessions.KEEPS_NOTHING);
    swarm.run(2 * SECOND);
    stranger.differs();
    swarm.run(MINUTE);
    assertThat(replays()).containsExactly(12 * SECOND);
  }

  @Test
  @Shows("X-17")
  void notBeforeTenSecondsAfterAQuestion() {
    comeBackWithABacklog(LinkSessions.KEEPS_NOTHING);
    stranger.differs();
    for (int i = 0; i < 4; i++) {
      swarm.run(5 * SECOND);
      stranger.asks(new Message.Want.LogRange(UNKNOWN, 1, 1));
    }
    swarm.run(MINUTE);
    assertThat(replays()).containsExactly(30 * SECOND);
  }

  @Test
  @Shows({"X-2", "X-17"})
  void notBeforeTenSecondsAfterSomebodyShowedMoreAndThenOnlyTheRest() {
    comeBackWithABacklog(LinkSessions.KEEPS_NOTHING);
    stranger.differs();
    swarm.run(5 * SECOND);
    List<Entry> backlog = held();
    stranger.says(Channel.SYNC, headsOf(backlog.subList(0, 2)));
    assertThat(node.link(cell).owed()).isEqualTo(2);
    swarm.run(MINUTE);
    assertThat(replays()).containsExactly(15 * SECOND);
    assertThat(said.entries()).containsExactlyElementsOf(backlog.subList(2, 4));
  }

  @Test
  @Shows("X-17")
  void notAtAllWhenSomebodyHoldsTheSame() {
    comeBackWithABacklog(LinkSessions.KEEPS_NOTHING);
    stranger.agrees();
    swarm.run(MINUTE);
    assertThat(replays()).isEmpty();
    assertThat(node.link(cell).owed()).isZero();
  }

  @Test
  @Shows("X-17")
  void byRadioASecondAfterSomebodyNewOrWhenSomebodyAsks() {
    comeBackWithABacklog(LinkLimits.radio(200, 200));
    swarm.run(10 * MINUTE);
    begin();
    stranger.differs();
    swarm.run(10 * SECOND);
    assertThat(replays().get(0)).isEqualTo(SECOND);
    swarm.run(10 * MINUTE);
    begin();
    Stranger another = new Stranger(node, cell, "another");
    another.differs();
    swarm.run(500);
    another.asks(new Message.Want.LogRange(UNKNOWN, 1, 1));
    assertThat(replays()).containsExactly(500L);
  }

  private void begin(LinkLimits limits) {
    swarm = VirtualSwarm.closed(1);
    cell = swarm.cell("lan", limits);
    node = swarm.node(cell);
    stranger = new Stranger(node, cell, "stranger");
    node.start();
    swarm.run(MINUTE);
    swarm.watch(said);
    begin();
  }

  /** The roster and three tasks, all of them owed. */
  private void comeBackWithABacklog(LinkLimits limits) {
    begin(limits);
    node.cut(cell);
    for (int i = 0; i < 3; i++) {
      write();
    }
    swarm.run(MINUTE);
    assertThat(node.link(cell).owed()).isEqualTo(4);
    begin();
    node.heal(cell);
  }

  private void begin() {
    said.begin(swarm);
  }

  /** A task that waits for ever: nothing else is written because of it. */
  private void write() {
    assertThat(node.add(node, "wait")).isPresent();
  }

  /** Entries that were handed over until so much later, from the last call on. */
  private int sentWithin(long millis) {
    swarm.run(millis);
    int sent = said.entries().size();
    said.sayings.clear();
    return sent;
  }

  /** When entries were handed over, since the beginning. */
  private List<Long> replays() {
    return said.on(Channel.DELTA).stream()
        .filter(saying -> !saying.entries().isEmpty())
        .map(Overheard.Saying::afterMillis)
        .distinct()
        .toList();
  }

  private List<Entry> held() {
    return node.core().ledger().reader().arrivals(0, 100).stream().map(StoredEntry::entry).toList();
  }

  /** Somebody holds these, each the first ones of their logs. */
  private Message headsOf(List<Entry> entries) {
    List<Message.Heads.Item> items =
        entries.stream()
            .map(e -> new Message.Heads.Item(e.log(), e.seq(), e.seq(), IdSum.ZERO.plus(e.id()), 0))
            .sorted((a, b) -> a.log().compareTo(b.log()))
            .toList();
    return new Message.Heads(items, stranger.next(), Bytes.EMPTY, Bytes.EMPTY, true);
  }

  private static LogId ownLog(VirtualNode node) {
    return new LogId(node.author(), (int) node.core().epoch());
  }
}
