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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node says when somebody shows that it holds something else, what of, and when. */
class ComparingTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final LinkLimits RADIO = LinkLimits.radio(200, 60);

  /** Of this radio: 3 frames at its rate. */
  private static final long RADIO_WAIT_MILLIS = 10 * SECOND;

  private static final int FEW = 3;
  private static final int MANY = 20;

  private final Overheard said = new Overheard();
  private VirtualSwarm swarm;
  private VirtualCell cell;
  private VirtualNode node;
  private Stranger stranger;

  @Test
  @Shows("X-7")
  void onALanHeadsAreComparedAndLiveWithWhoeverKeepsNothingElse() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    stranger.differs();
    swarm.run(MINUTE);
    assertThat(spaces()).containsOnly(Space.HEADS);
    begin();
    stranger.says(Channel.BEACON, stranger.beacon(false, false, true));
    swarm.run(MINUTE);
    assertThat(spaces()).containsOnly(Space.LIVE);
  }

  @Test
  @Shows("X-7")
  void byRadioLiveIsComparedFirst() {
    begin(RADIO, FEW);
    stranger.differs();
    swarm.run(MINUTE);
    assertThat(spaces()).containsOnly(Space.LIVE);
    swarm.run(10 * MINUTE);
    begin();
    stranger.says(Channel.BEACON, stranger.beacon(true, false, false));
    swarm.run(MINUTE);
    // Of as few logs as these it is HEADS at once.
    assertThat(said.of(Message.Heads.class)).isNotEmpty();
    assertThat(spaces()).doesNotContain(Space.LIVE);
  }

  @Test
  @Shows("X-8")
  void onALanHeadNamesALogOfOnesOwnAndThoseThatChangedLast() {
    begin(VirtualSwarm.LAN, MANY);
    node.add(node, "wait");
    Entry last = Cancels.at(Cancels.log(1), 2, "changed last");
    node.importEntries(List.of(last));
    swarm.run(MINUTE);
    begin();
    stranger.differs();
    swarm.run(3 * SECOND);
    Message.Heads heads = said.of(Message.Head.class).get(0).heads();
    assertThat(heads.items()).hasSize(HeadDuty.LOGS_MAX);
    assertThat(heads.partial()).isTrue();
    assertThat(heads.items())
        .extracting(Message.Heads.Item::log)
        .contains(new LogId(node.author(), (int) node.core().epoch()), last.log());
  }

  @Test
  @Shows("X-8")
  void whatFitsIsAllOfItAndThenNotPartial() {
    begin(VirtualSwarm.LAN, FEW);
    stranger.differs();
    swarm.run(3 * SECOND);
    Message.Heads heads = said.of(Message.Head.class).get(0).heads();
    assertThat(heads.items()).hasSize(node.core().ledger().logs().size());
    assertThat(heads.partial()).isFalse();
    begin(new LinkLimits(300, true, 262_144), MANY);
    stranger.differs();
    swarm.run(3 * SECOND);
    assertThat(said.of(Message.Head.class).get(0).heads().items()).hasSize(3);
  }

  @Test
  @Shows("X-8")
  void byRadioThereIsNoHead() {
    begin(RADIO, FEW);
    stranger.says(Channel.BEACON, stranger.beacon(true, false, false));
    swarm.run(10 * MINUTE);
    assertThat(said.of(Message.Head.class)).isEmpty();
    assertThat(said.of(Message.Heads.class)).isNotEmpty();
  }

  @Test
  @Shows("X-20")
  void headIsNotSaidWhereNothingChangedSinceSomebodyHeldTheSame() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    stranger.agrees();
    swarm.run(MINUTE);
    begin();
    stranger.differs();
    swarm.run(MINUTE);
    assertThat(said.of(Message.Head.class)).isEmpty();
    assertThat(spaces()).as("ranges find the rest").contains(Space.HEADS);
  }

  @Test
  @Shows("X-9")
  void headsAreAnsweredWithWhatIsLackingThereAndAskedForWhatIsLackingHere() {
    Message.Heads.Item less = restsWithMoreThan();
    Message.Heads.Item more =
        new Message.Heads.Item(Cancels.log(3), 5, 5, IdSum.ZERO.plus(held(3).id()), 0);
    stranger.says(Channel.SYNC, heads(List.of(less, item(2, 1), more), true));
    swarm.run(SECOND);
    assertThat(told()).containsExactly(List.of(Cancels.log(1)));
    assertThat(said.of(Message.Heads.class)).allMatch(Message.Heads::partial);
    assertThat(said.of(Message.Want.class).get(0).logs())
        .containsExactly(new Message.Want.LogRange(Cancels.log(3), 2, 5));
  }

  @Test
  @Shows({"F-13", "X-9"})
  void aLogThatWholeHeadsDoNotNameWithinTheirBoundsIsNotHeldThere() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    stranger.agrees();
    swarm.run(MINUTE);
    begin();
    List<Message.Heads.Item> items = List.of(item(4, 1), item(6, 1));
    stranger.says(Channel.SYNC, heads(items, true));
    swarm.run(SECOND);
    assertThat(told()).as("some of them").isEmpty();
    stranger.says(
        Channel.SYNC,
        new Message.Heads(
            items, stranger.next(), Cancels.log(4).key(), Cancels.log(8).key(), false));
    swarm.run(SECOND);
    assertThat(told()).containsExactly(List.of(Cancels.log(5), Cancels.log(7)));
  }

  @Test
  @Shows("X-9")
  void theSameIsToldAgainAfterTwoSeconds() {
    Message.Heads.Item less = restsWithMoreThan();
    stranger.says(Channel.SYNC, heads(List.of(less), true));
    swarm.run(1_900);
    stranger.says(Channel.SYNC, heads(List.of(less), true));
    swarm.run(200);
    assertThat(told()).hasSize(1);
    stranger.says(Channel.SYNC, heads(List.of(less), true));
    swarm.run(200);
    assertThat(told()).hasSize(2);
  }

  @Test
  @Shows("X-10")
  void onALanRangesFollowAfterAWhileWhereHeadCannotNameAll() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    for (int i = 0; i < 10; i++) {
      begin();
      stranger.differs();
      swarm.run(MINUTE);
      assertThat(rangesAt().get(0)).isBetween(1_500L, 1_750L);
    }
  }

  @Test
  @Shows("X-10")
  void fewLogsAreComparedSoIfTheOtherHasMany() {
    begin(LinkSessions.KEEPS_NOTHING, FEW);
    stranger.differs();
    swarm.run(MINUTE);
    assertThat(told()).as("of so few it is HEADS at once").hasSize(1);
    begin(LinkSessions.KEEPS_NOTHING, FEW);
    stranger.says(Channel.BEACON, stranger.beacon(true, true, false, FEW));
    swarm.run(MINUTE);
    assertThat(told()).as("HEAD names all of either").isEmpty();
    assertThat(rangesAt()).isEmpty();
    assertThat(said.of(Message.Head.class)).isNotEmpty();
  }

  @Test
  @Shows("X-10")
  void notForABeaconThatTheMediumKept() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    stranger.said(Channel.BEACON, stranger.beacon(false, false, false));
    swarm.run(MINUTE);
    assertThat(rangesAt()).isEmpty();
  }

  @Test
  @Shows("X-10")
  void notWhenItsSenderSaidMeanwhileThatItHoldsTheSame() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    stranger.differs();
    swarm.run(SECOND);
    stranger.agrees();
    swarm.run(MINUTE);
    assertThat(rangesAt()).isEmpty();
  }

  @Test
  @Shows("X-10")
  void notWhenRangesOfThatSpaceWereHeard() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    Stranger another = new Stranger(node, cell, "another");
    stranger.differs();
    swarm.run(SECOND);
    skip(another, Space.LIVE);
    swarm.run(SECOND);
    assertThat(rangesAt()).as("of another space").hasSize(1);
    begin();
    stranger.differs();
    swarm.run(SECOND);
    skip(another, Space.HEADS);
    swarm.run(MINUTE);
    assertThat(rangesAt()).isEmpty();
  }

  @Test
  @Shows("X-36")
  void onALanADifferenceWaitsForAMomentWithoutEntriesButNotForEver() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    stranger.differs();
    bring(30);
    swarm.run(MINUTE);
    // The last entry came after 2.9 s.
    assertThat(rangesAt().get(0)).isEqualTo(2_900 + 300);
    begin();
    stranger.differs();
    bring(100);
    assertThat(rangesAt().get(0)).isBetween(1_500L + 5_000, 1_750L + 5_000);
  }

  @Test
  @Shows("X-21")
  void byRadioNothingIsOpenedWhileOthersCompareButNotForEver() {
    begin(RADIO, FEW);
    stranger.agrees();
    skip(stranger, Space.LIVE);
    swarm.run(10 * MINUTE);
    begin();
    for (int i = 0; i < 30; i++) {
      skip(stranger, Space.LIVE);
      stranger.differs();
      swarm.run(RADIO_WAIT_MILLIS / 2);
    }
    assertThat(rangesAt().get(0)).isEqualTo(10 * RADIO_WAIT_MILLIS);
    assertThat(said.on(Channel.BEACON))
        .filteredOn(saying -> ((Message.Beacon) saying.message()).health().isEmpty())
        .allMatch(digest -> digest.afterMillis() >= 10 * RADIO_WAIT_MILLIS);
  }

  @Test
  @Shows("D-6")
  void withOneThatKeepsNothingElseEqualLiveIsSilence() {
    swarm = VirtualSwarm.closed(1);
    cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
    node = swarm.node(cell);
    VirtualNode liveOnly = swarm.node(cell);
    liveOnly.liveOnly = true;
    swarm.startAll();
    swarm.run(5 * MINUTE);
    // What a later claim of its author overtook is not LIVE. It came over this link.
    List<Entry> claims = Claims.twoByOne();
    new Stranger(node, cell, "stranger").brings(claims);
    new Stranger(liveOnly, cell, "stranger").brings(claims.subList(1, 2));
    assertThat(swarm.converged()).isFalse();
    swarm.run(MINUTE);
    swarm.watch(said);
    swarm.run(60 * MINUTE);
    assertThat(node.core().ledger().live()).isEqualTo(liveOnly.core().ledger().live());
    assertThat(said.sayings).extracting(Overheard.Saying::channel).containsOnly(Channel.BEACON);
    node.importEntries(List.of(Cancels.at(Cancels.log(1), 1, "more")));
    swarm.run(MINUTE);
    assertThat(said.sayings)
        .filteredOn(saying -> saying.node().equals(liveOnly))
        .as("it neither tells nor compares HEADS")
        .noneMatch(saying -> saying.message() instanceof Message.Head)
        .noneMatch(saying -> saying.message() instanceof Message.Heads);
    assertThat(spaces()).doesNotContain(Space.HEADS);
  }

  /** A node alone with entries of so many logs. */
  private void begin(LinkLimits limits, int logs) {
    swarm = VirtualSwarm.closed(1);
    cell = swarm.cell("lan", limits);
    node = swarm.node(cell);
    stranger = new Stranger(node, cell, "stranger");
    node.start();
    node.importEntries(
        IntStream.rangeClosed(1, logs).mapToObj(i -> Cancels.at(Cancels.log(i), 1, "x")).toList());
    swarm.run(10 * MINUTE);
    swarm.watch(said);
    begin();
  }

  private void begin() {
    said.begin(swarm);
  }

  /** One new entry every 100 ms. */
  private void bring(int entries) {
    long from = node.core().ledger().log(Cancels.log(99)).maxSeq();
    for (int i = 1; i <= entries; i++) {
      stranger.brings(List.of(Cancels.at(Cancels.log(99), from + i, "new")));
      swarm.run(100);
    }
  }

  /** Takes part in a comparison, and says nothing to which there is an answer. */
  private static void skip(Stranger stranger, Space space) {
    stranger.describes(space, List.of(new Range(Bytes.EMPTY, new Content.Skip())));
  }

  /** A node that holds more of one log than this, and rests. */
  private Message.Heads.Item restsWithMoreThan() {
    begin(LinkSessions.KEEPS_NOTHING, MANY);
    Message.Heads.Item less = item(1, 1);
    node.importEntries(List.of(Cancels.at(Cancels.log(1), 2, "more")));
    stranger.agrees();
    swarm.run(MINUTE);
    begin();
    return less;
  }

  private Entry held(int log) {
    return node.core().ledger().reader().log(Cancels.log(log), 1, 1, 1).get(0).entry();
  }

  /** What this node holds of a log up to this seq. */
  private Message.Heads.Item item(int log, long seq) {
    return new Message.Heads.Item(Cancels.log(log), seq, seq, IdSum.ZERO.plus(held(log).id()), 0);
  }

  private Message.Heads heads(List<Message.Heads.Item> items, boolean partial) {
    return new Message.Heads(items, stranger.next(), Bytes.EMPTY, Bytes.EMPTY, partial);
  }

  private List<Space> spaces() {
    return said.of(Message.Ranges.class).stream().map(Message.Ranges::space).toList();
  }

  private List<Long> rangesAt() {
    return said.sayings.stream()
        .filter(saying -> saying.message() instanceof Message.Ranges)
        .map(Overheard.Saying::afterMillis)
        .toList();
  }

  /** The logs of each HEADS that was said. */
  private List<List<LogId>> told() {
    List<List<LogId>> told = new ArrayList<>();
    for (Message.Heads heads : said.of(Message.Heads.class)) {
      told.add(heads.items().stream().map(Message.Heads.Item::log).toList());
    }
    return told;
  }
}
