package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LiveIndex;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.sync.Message.Ranges.Content;
import io.echofield.swarmkit.core.sync.Message.Ranges.Range;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a member may say that no node of this program says: it neither ends a node nor fills it. */
class BoundedAnswersTest {
  private static final LogId LOG = new LogId(ToyKeys.of("author").author(), 7);

  @Test
  @Shows("X-11")
  void anIdThatIsListedSeveralTimesCountsOnce() {
    FingerprintTree own = new FingerprintTree(LiveIndex.KEY_BYTES);
    Bytes record = Bytes.copyOf(new byte[LiveIndex.KEY_BYTES + IdSum.BYTES]);
    own.add(record);
    Bytes listed = LiveIndex.id(record).bytes().slice(0, 8);
    Range range = new Range(Bytes.EMPTY, new Content.Items(Collections.nCopies(4, listed)));
    Message.Ranges theirs =
        new Message.Ranges(Message.Ranges.Space.LIVE, new Message.Stamp(1, 1), 1, List.of(range));
    RangesAnswer answer = RangesAnswer.to(LinkSessions.alone().context, theirs, own, 8);
    Content whole = new Content.Items(List.of(LiveIndex.id(record).bytes()));
    assertThat(answer.ranges()).containsExactly(new Range(Bytes.EMPTY, whole));
  }

  @Test
  @Shows("X-11")
  void boundsThatAreLongerThanAKeyOfALogAreAnsweredByTheLogsAroundThem() {
    VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 1);
    VirtualNode node = swarm.node(0);
    VirtualCell cell = swarm.cell(0);
    node.add(node, "noop");
    swarm.run(60_000);
    List<Bytes> own = new ArrayList<>();
    node.core().ledger().logs().keySet().forEach(log -> own.add(log.key()));
    byte[] longer = Arrays.copyOf(own.get(0).toArray(), 42);
    Range below = new Range(Bytes.copyOf(longer), new Content.Empty());
    longer[41] = 1;
    Range around = new Range(Bytes.copyOf(longer), new Content.Fingerprint(1));
    byte[] last = new byte[42];
    Arrays.fill(last, (byte) 0xff);
    Range above = new Range(Bytes.copyOf(last), new Content.Empty());
    Range end = new Range(Bytes.EMPTY, new Content.Empty());
    Message.Ranges theirs =
        new Message.Ranges(
            Message.Ranges.Space.HEADS,
            new Message.Stamp(1, 1),
            1,
            List.of(below, around, above, end));
    Author stranger = ToyKeys.of("stranger").author();
    Bytes frame = swarm.frames(stranger).encode(theirs, Optional.empty());
    long before = cell.frames.getOrDefault(Channel.SYNC, 0L);
    node.received(cell, Channel.SYNC, new NodeId("stranger"), false, frame);
    swarm.run(10_000);
    assertThat(node.running()).isTrue();
    assertThat(cell.frames.get(Channel.SYNC)).isGreaterThan(before);
  }

  @Test
  @Shows("X-43")
  void rangesThatAreCutStayAsFewAsMayWait() {
    LinkSession link = LinkSessions.alone();
    List<Entry> entries = entries(2_000);
    link.context.ledger().merge(entries.get(0));
    List<Message.Want.LogRange> ranges = new ArrayList<>();
    for (int i = 0; i < Unsaid.RANGES_MAX; i++) {
      ranges.add(new Message.Want.LogRange(LOG, 1, 100_000 + i));
    }
    link.answers.asked(new Message.Want(new Message.Stamp(1, 1), ranges, List.of(), List.of()), 0);
    link.answers.overheard(entries.stream().filter(e -> e.seq() % 2 == 0).toList(), 0);
    assertThat(link.answers.waitingRanges()).isLessThanOrEqualTo(Unsaid.RANGES_MAX);
  }

  @Test
  @Shows("X-43")
  void asManyIdsAsMayWaitAndNoMore() {
    Unsaid unsaid = new Unsaid(LinkSessions.alone().context);
    List<EntryId> ids = new ArrayList<>();
    for (int i = 0; i < 8_193; i++) {
      ids.add(new EntryId(Bytes.ofHex(String.format("%064x", i))));
    }
    unsaid.lacked(ids);
    assertThat(unsaid.items()).isEqualTo(ids.subList(0, 8_192));
  }

  @Test
  @Shows("X-2")
  void whoLacks4096EntriesOfALogShowsWhatItHoldsAndWhoLacksMoreNothingYet() {
    Ledger ledger = LinkSessions.alone().context.ledger();
    List<Entry> entries = entries(4_098);
    entries.forEach(ledger::merge);
    StoredEntry first = ledger.reader().log(LOG, 1, 1, 1).get(0);
    IdSum one = IdSum.ZERO.plus(entries.get(0).id());
    Possession possession = new Possession();
    possession.show(heads(new Message.Heads.Item(LOG, 1, 1, one, 0)), ledger);
    assertThat(possession.holds(first, ledger)).isFalse();
    IdSum two = one.plus(entries.get(1).id());
    possession.show(heads(new Message.Heads.Item(LOG, 2, 2, two, 0)), ledger);
    assertThat(possession.holds(first, ledger)).isTrue();
  }

  @Test
  void ofAnEntryThatTwoWantFromSomewhereOnAllIsSaidThatOneOfThemLacks() {
    LinkSession link = LinkSessions.alone();
    Entry entry = entries(1).get(0);
    link.context.ledger().merge(entry);
    Unsaid unsaid = new Unsaid(link.context);
    unsaid.asked(pieceOf(entry.id().bytes().slice(0, 8), 40));
    unsaid.asked(pieceOf(entry.id().bytes(), 80));
    assertThat(unsaid.items()).containsExactly(entry.id());
    assertThat(unsaid.take(entry.id())).isEqualTo(40);
    unsaid.lacked(List.of(entry.id()));
    unsaid.asked(pieceOf(entry.id().bytes().slice(0, 8), 40));
    assertThat(unsaid.firstRest()).isEmpty();
    assertThat(unsaid.said(List.of(entry))).isTrue();
    assertThat(unsaid.isEmpty()).isTrue();
  }

  private static Message.Want pieceOf(Bytes id, int offset) {
    Message.Want.Item item = new Message.Want.Item(id, offset);
    return new Message.Want(new Message.Stamp(1, 1), List.of(), List.of(item), List.of());
  }

  @Test
  void whatIsShownOfLogsThatNobodyHoldsIsNotKept() {
    LinkSession link = LinkSessions.alone();
    Possession possession = new Possession();
    possession.show(heads(new Message.Heads.Item(LOG, 1, 1, IdSum.ZERO, 0)), link.context.ledger());
    assertThat(possession.size()).isZero();
  }

  private static Message.Heads heads(Message.Heads.Item item) {
    return new Message.Heads(
        List.of(item), new Message.Stamp(1, 1), Bytes.EMPTY, Bytes.EMPTY, true);
  }

  private static List<Entry> entries(int count) {
    SwarmParts swarm = new SwarmParts();
    Body create =
        new Body.Create(
            Bytes.copyOf(new byte[Body.Create.SALT_BYTES]),
            new ActionName("noop"),
            Optional.empty(),
            0,
            Spec.of(new TreeMap<>()),
            false,
            List.of(),
            Bytes.EMPTY);
    List<Entry> entries = new ArrayList<>();
    for (int seq = 1; seq <= count; seq++) {
      Draft draft =
          new Draft(LOG, seq, 0, Bytes.EMPTY, HybridTime.ofWall(1_700_000_000_000L + seq), create);
      entries.add(swarm.codec().compose(draft, ToyKeys.of("author")));
    }
    return entries;
  }
}
