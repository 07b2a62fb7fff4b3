package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.sync.Message.Ranges.Content;
import io.echofield.swarmkit.core.sync.Message.Ranges.Range;
import io.echofield.swarmkit.core.sync.Message.Ranges.Space;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is asked for, an answer has an end, and each thing is in it once. */
class AnswerSizeTest {
  private static final long MINUTE = 60_000;
  private static final long SEQ_MAX = 0xffff_ffffL;
  private static final LinkLimits SMALL_FRAMES = new LinkLimits(300, false, 262_144);
  private static final LinkLimits RADIO = LinkLimits.radio(200, 200);
  private static final LogId LOG = Cancels.log(7);

  private final Overheard said = new Overheard();
  private VirtualNode node;
  private Stranger stranger;

  @Test
  @Shows("X-12")
  void onALanAnAnswerHas256KiBOfEntries() {
    begin(LinkSessions.KEEPS_NOTHING);
    bringOneLog(2_000, "x".repeat(250));
    stranger.asks(new Message.Want.LogRange(LOG, 1, SEQ_MAX));
    node.swarm().run(MINUTE);
    List<Entry> answer = said.entries();
    int bytes = answer.stream().mapToInt(entry -> entry.canonical().size()).sum();
    assertThat(bytes).isBetween(240 * 1_024, 256 * 1_024);
    assertThat(answer.get(0).seq()).isOne();
  }

  @Test
  @Shows("X-12")
  void byRadioAnAnswerHasEightFramesOfEntries() {
    begin(RADIO);
    bringOneLog(40, "x");
    stranger.asks(new Message.Want.LogRange(LOG, 1, SEQ_MAX));
    node.swarm().run(10 * MINUTE);
    assertThat(said.on(Channel.DELTA)).hasSize(8);
  }

  @Test
  @Shows("X-12")
  void anAnswerHasEightFramesOfHeads() {
    begin(SMALL_FRAMES);
    for (int log = 1; log <= 40; log++) {
      stranger.brings(List.of(Cancels.at(Cancels.log(log), 1, "x")));
    }
    rest();
    stranger.describes(Space.HEADS, List.of(new Range(Bytes.EMPTY, new Content.Empty())));
    node.swarm().run(MINUTE);
    assertThat(said.of(Message.Heads.class)).hasSize(8);
  }

  @Test
  @Shows("X-12")
  void anAnswerHasFourFramesOfRangesAndByRadioTwo() {
    begin(SMALL_FRAMES);
    bringOneLog(1_000, "x");
    describeOtherwise();
    node.swarm().run(MINUTE);
    assertThat(said.of(Message.Ranges.class)).hasSize(4);
    begin(RADIO);
    bringOneLog(1_000, "x");
    describeOtherwise();
    node.swarm().run(10 * MINUTE);
    assertThat(said.of(Message.Ranges.class)).hasSize(2);
  }

  @Test
  @Shows("F-14")
  void whatIsWantedTwiceIsSentOnce() {
    begin(LinkSessions.KEEPS_NOTHING);
    bringOneLog(20, "x");
    stranger.asks(
        new Message.Want.LogRange(LOG, 3, 8),
        new Message.Want.LogRange(LOG, 5, 12),
        new Message.Want.LogRange(LOG, 3, 4),
        new Message.Want.LogRange(LOG, 19, SEQ_MAX),
        new Message.Want.LogRange(LOG, 20, 25));
    node.swarm().run(MINUTE);
    assertThat(said.entries())
        .extracting(Entry::seq)
        .containsExactlyInAnyOrder(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 19L, 20L);
  }

  @Test
  @Shows("X-38")
  void ofAnEntryOfWhichTheRestIsWantedTheRestIsSent() {
    begin(RADIO);
    bringOneLog(1, "x".repeat(250));
    Entry entry = node.core().ledger().reader().log(LOG, 1, 1, 1).get(0).entry();
    Message.Want.Item rest = new Message.Want.Item(entry.id().prefix(), 40);
    Message.Stamp stamp = stranger.next();
    stranger.says(Channel.SYNC, new Message.Want(stamp, List.of(), List.of(rest), List.of()));
    node.swarm().run(MINUTE);
    Bytes joined = Bytes.EMPTY;
    for (Message.Frag piece : said.of(Message.Frag.class)) {
      assertThat(piece.offset()).isEqualTo(40 + joined.size());
      joined = joined.concat(piece.bytes());
    }
    Bytes whole = entry.canonical();
    assertThat(joined).isEqualTo(whole.slice(40, whole.size()));
    assertThat(said.entries()).isEmpty();
  }

  private void begin(LinkLimits limits) {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell cell = swarm.cell("link", limits);
    node = swarm.node(cell);
    stranger = new Stranger(node, cell, "stranger");
    node.start();
    stranger.agrees();
    swarm.run(MINUTE);
    swarm.watch(said);
  }

  /** It comes over the link, so that nothing of it is owed there. */
  private void bringOneLog(int entries, String reason) {
    List<Entry> some = new ArrayList<>();
    for (int seq = 1; seq <= entries; seq++) {
      some.add(Cancels.at(LOG, seq, reason));
      if (some.size() == 100 || seq == entries) {
        stranger.brings(some);
        some.clear();
      }
    }
    rest();
  }

  private void rest() {
    stranger.agrees();
    node.swarm().run(5 * MINUTE);
    said.sayings.clear();
  }

  /** Forty ranges, none of which is as it is held here. */
  private void describeOtherwise() {
    node.core().ledger().liveIndex().want();
    node.core().ledger().liveIndex().build();
    List<Range> ranges = new ArrayList<>();
    for (Bytes bound :
        node.core().ledger().liveIndex().tree().evenBounds(Bytes.EMPTY, Bytes.EMPTY, 40)) {
      ranges.add(new Range(bound, new Content.Fingerprint(1)));
    }
    ranges.add(new Range(Bytes.EMPTY, new Content.Fingerprint(1)));
    stranger.describes(Space.LIVE, ranges);
  }
}
