package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LogState;
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

/** What happens to an answer that waits when others say some of it, or ask for more. */
class WhileWaitingTest {
  private static final long MINUTE = 60_000;
  private static final LinkLimits SMALL_FRAMES = new LinkLimits(300, false, 262_144);
  private static final LinkLimits RADIO = LinkLimits.radio(200, 200);

  /** Among so few. */
  private static final long LONGEST_WAIT_MILLIS = 250;

  private static final LogId LOG = Cancels.log(1);
  private static final int LOGS = 40;
  private static final int SEQS = 7;

  private final Overheard said = new Overheard();
  private VirtualSwarm swarm;
  private VirtualNode node;
  private Stranger asker;
  private Stranger another;

  @Test
  @Shows({"X-39", "X-40"})
  void entriesThatAnotherSaidAreNotSaidAgainAndTheRestComesLater() {
    begin(LinkSessions.KEEPS_NOTHING, "x");
    asker.asks(new Message.Want.LogRange(LOG, 1, 5));
    another.brings(List.of(held(2), held(3)));
    swarm.run(MINUTE);
    assertThat(said.entries()).extracting(Entry::seq).containsExactly(1L, 4L, 5L);
    assertThat(said.waits(saying -> !saying.entries().isEmpty()))
        .hasSize(1)
        .allMatch(at -> at >= LONGEST_WAIT_MILLIS && at <= 2 * LONGEST_WAIT_MILLIS);
  }

  @Test
  @Shows("X-39")
  void nothingIsSaidAfterAnotherSaidAll() {
    begin(LinkSessions.KEEPS_NOTHING, "x");
    asker.asks(new Message.Want.LogRange(LOG, 1, 5));
    another.brings(List.of(held(1), held(2), held(3)));
    another.brings(List.of(held(4), held(5)));
    swarm.run(MINUTE);
    assertThat(said.sayings).extracting(Overheard.Saying::channel).containsOnly(Channel.BEACON);
  }

  @Test
  @Shows("X-39")
  void aSignatureIsNotSaidAfterOneThatIsAsGreat() {
    begin(LinkSessions.KEEPS_NOTHING, "x");
    LogState own = node.core().ledger().log(ownLog());
    HeadSig greatest = own.signature().orElseThrow();
    HeadSig smaller =
        new HeadSig(
            own.log(), greatest.seq() - 1, greatest.chain(), greatest.signature(), Bytes.EMPTY);
    wantsSignature();
    another.says(Channel.DELTA, new Message.HeadSigMessage(smaller));
    swarm.run(MINUTE);
    assertThat(said.of(Message.HeadSigMessage.class))
        .containsExactly(new Message.HeadSigMessage(greatest));
    said.sayings.clear();
    wantsSignature();
    another.says(Channel.DELTA, new Message.HeadSigMessage(greatest));
    swarm.run(MINUTE);
    assertThat(said.of(Message.HeadSigMessage.class)).isEmpty();
  }

  @Test
  @Shows("X-39")
  void aLogOfWhichAnotherToldAsMuchIsNotTold() {
    begin(LinkSessions.KEEPS_NOTHING, "x");
    asker.says(Channel.SYNC, partial(asker, List.of(less(1), less(2))));
    List<Message.Heads.Item> as = List.of(HeadsIndex.item(state(1)));
    another.says(Channel.SYNC, partial(another, as));
    swarm.run(MINUTE);
    assertThat(told()).containsExactly(Cancels.log(2));
  }

  @Test
  @Shows({"X-39", "X-40"})
  void thePartOfARangeThatAnotherToldIsNotToldAndTheRestComesLater() {
    begin(LinkSessions.KEEPS_NOTHING, "x");
    Bytes middle = Cancels.log(LOGS / 2).key();
    asker.describes(Space.HEADS, List.of(new Range(Bytes.EMPTY, new Content.Empty())));
    tells(Bytes.EMPTY, middle);
    swarm.run(MINUTE);
    assertThat(told())
        .containsExactlyElementsOf(
            logs(Bytes.EMPTY).stream().filter(log -> log.key().compareTo(middle) >= 0).toList());
    assertThat(said.waits(saying -> saying.message() instanceof Message.Heads))
        .hasSize(1)
        .allMatch(at -> at >= LONGEST_WAIT_MILLIS && at <= 2 * LONGEST_WAIT_MILLIS);
  }

  @Test
  @Shows("X-40")
  void eachPartThatAnotherToldIsOneOfEight() {
    begin(SMALL_FRAMES, "x");
    asker.describes(Space.HEADS, List.of(new Range(Bytes.EMPTY, new Content.Empty())));
    List<LogId> logs = logs(Bytes.EMPTY);
    tells(Bytes.EMPTY, logs.get(3).key());
    tells(logs.get(3).key(), logs.get(6).key());
    swarm.run(MINUTE);
    assertThat(said.of(Message.Heads.class)).hasSize(8 - 2);
    assertThat(told().get(0)).isEqualTo(logs.get(6));
  }

  @Test
  @Shows("X-39")
  void aPieceOfAnEntryStandsForItAndAllAfterIt() {
    begin(RADIO, "x".repeat(250));
    Entry large = held(1);
    asker.asks(new Message.Want.LogRange(LOG, 1, 1));
    another.says(Channel.DELTA, piece(large, 0));
    swarm.run(10 * MINUTE);
    assertThat(said.of(Message.Frag.class)).as("all of it").isEmpty();
    wantsRest(large, 60);
    another.says(Channel.DELTA, piece(large, 60));
    swarm.run(10 * MINUTE);
    assertThat(said.of(Message.Frag.class)).as("the rest").isEmpty();
    wantsRest(large, 60);
    another.says(Channel.DELTA, piece(large, 120));
    swarm.run(10 * MINUTE);
    assertThat(said.of(Message.Frag.class)).as("a part of the rest").isNotEmpty();
    assertThat(said.of(Message.Frag.class).get(0).offset()).isEqualTo(60);
  }

  @Test
  @Shows("X-39")
  void rangesAreNotSaidAfterOthersWithTheSameSalt() {
    begin(LinkSessions.KEEPS_NOTHING, "x");
    long salt = 1_000;
    describe(asker, salt);
    describe(another, salt);
    swarm.run(MINUTE);
    assertThat(said.of(Message.Ranges.class)).isEmpty();
    describe(asker, salt + 1);
    describe(another, salt + 2);
    swarm.run(MINUTE);
    assertThat(said.of(Message.Ranges.class))
        .extracting(Message.Ranges::salt)
        .as("another conversation")
        .containsExactly(salt + 2);
  }

  /** Nobody has shown to hold what this node wrote; what came over the link others hold too. */
  @Test
  @Shows("X-14")
  void whatThisNodeAloneCanGiveDoesNotWait() {
    begin(LinkSessions.KEEPS_NOTHING, "x");
    assertThat(node.add(node, "wait")).isPresent();
    long seq = node.core().ledger().log(ownLog()).maxSeq();
    Message.Want.LogRange alone = new Message.Want.LogRange(ownLog(), seq, seq);
    Message.Want.LogRange all = new Message.Want.LogRange(LOG, 1, 2);
    assertThat(firstAnswer(alone)).isZero();
    assertThat(firstAnswer(all)).isPositive();
    assertThat(firstAnswer(alone, all)).isPositive();
  }

  /** How long it waits; what is on its way was said before. */
  private long firstAnswer(Message.Want.LogRange... wanted) {
    swarm.run(5_000);
    said.begin(swarm);
    asker.asks(wanted);
    swarm.run(5_000);
    return said.waits(saying -> !saying.entries().isEmpty()).get(0);
  }

  @Test
  @Shows("X-43")
  void whatIsAskedForMeanwhileGoesWithTheAnswerAndSignaturesComeAfterTheEntries() {
    begin(LinkSessions.KEEPS_NOTHING, "x");
    wantsSignature();
    asker.asks(new Message.Want.LogRange(LOG, 1, 2));
    another.asks(new Message.Want.LogRange(LOG, 4, 4), new Message.Want.LogRange(LOG, 6, 7));
    swarm.run(MINUTE);
    assertThat(said.times(Channel.DELTA)).hasSize(1);
    assertThat(said.entries()).extracting(Entry::seq).containsExactly(1L, 2L, 4L, 6L, 7L);
    List<Overheard.Saying> answer = said.on(Channel.DELTA);
    assertThat(answer)
        .filteredOn(saying -> saying.message() instanceof Message.HeadSigMessage)
        .containsExactly(answer.get(answer.size() - 1));
  }

  /**
   * A node that hears three others and holds logs that came over the link; its own one is signed.
   */
  private void begin(LinkLimits limits, String text) {
    swarm = VirtualSwarm.closed(1);
    VirtualCell cell = swarm.cell("link", limits);
    node = swarm.node(cell);
    node.start();
    assertThat(node.add(node, "wait")).isPresent();
    swarm.run(MINUTE);
    asker = new Stranger(node, cell, "asker");
    another = new Stranger(node, cell, "another");
    Stranger third = new Stranger(node, cell, "third");
    for (int seq = 1; seq <= SEQS; seq++) {
      asker.brings(List.of(Cancels.at(LOG, seq, text)));
    }
    for (int log = 2; log <= LOGS; log++) {
      asker.brings(
          List.of(Cancels.at(Cancels.log(log), 1, "x"), Cancels.at(Cancels.log(log), 2, "x")));
    }
    List.of(asker, another, third).forEach(Stranger::agrees);
    swarm.run(limits.radio() ? 30 * MINUTE : MINUTE / 2);
    List.of(asker, another, third).forEach(Stranger::agrees);
    swarm.run(1_000);
    swarm.watch(said);
    said.begin(swarm);
  }

  private LogId ownLog() {
    return new LogId(node.author(), (int) node.core().epoch());
  }

  private LogState state(int log) {
    return node.core().ledger().log(Cancels.log(log));
  }

  private Entry held(long seq) {
    return node.core().ledger().reader().log(LOG, seq, seq, 1).get(0).entry();
  }

  /** The first entry of a log alone. */
  private Message.Heads.Item less(int log) {
    LogId id = Cancels.log(log);
    Entry first = node.core().ledger().reader().log(id, 1, 1, 1).get(0).entry();
    return new Message.Heads.Item(id, 1, 1, IdSum.ZERO.plus(first.id()), 0);
  }

  private void wantsSignature() {
    asker.says(
        Channel.SYNC, new Message.Want(asker.next(), List.of(), List.of(), List.of(ownLog())));
  }

  private void wantsRest(Entry entry, int offset) {
    Message.Want.Item rest = new Message.Want.Item(entry.id().prefix(), offset);
    asker.says(Channel.SYNC, new Message.Want(asker.next(), List.of(), List.of(rest), List.of()));
  }

  private static Message.Frag piece(Entry entry, int offset) {
    Bytes whole = entry.canonical();
    return new Message.Frag(
        entry.id().prefix(), whole.size(), offset, whole.slice(offset, offset + 60));
  }

  private static void describe(Stranger stranger, long salt) {
    List<Range> all = List.of(new Range(Bytes.EMPTY, new Content.Fingerprint(1)));
    stranger.says(Channel.SYNC, new Message.Ranges(Space.HEADS, stranger.next(), salt, all));
  }

  /** Another tells all that is held of these logs. */
  private void tells(Bytes lower, Bytes upper) {
    List<Message.Heads.Item> items =
        logs(lower).stream()
            .filter(log -> log.key().compareTo(upper) < 0)
            .map(log -> HeadsIndex.item(node.core().ledger().log(log)))
            .toList();
    another.says(Channel.SYNC, new Message.Heads(items, another.next(), lower, upper, false));
  }

  private static Message.Heads partial(Stranger sender, List<Message.Heads.Item> items) {
    return new Message.Heads(items, sender.next(), Bytes.EMPTY, Bytes.EMPTY, true);
  }

  /** From this key on, in the order of keys. */
  private List<LogId> logs(Bytes lower) {
    return node.core().ledger().logs().keySet().stream()
        .filter(log -> log.key().compareTo(lower) >= 0)
        .sorted((a, b) -> a.key().compareTo(b.key()))
        .toList();
  }

  private List<LogId> told() {
    List<LogId> told = new ArrayList<>();
    said.of(Message.Heads.class)
        .forEach(heads -> heads.items().forEach(item -> told.add(item.log())));
    return told;
  }
}
