package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.LiveIndex;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Message.Ranges.Content;
import io.echofield.swarmkit.core.sync.Message.Ranges.Range;
import io.echofield.swarmkit.core.sync.Message.Ranges.Space;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a space is cut at first, and what is said to each range that somebody describes. */
class RangesAnswerTest {
  private static final Bytes ALL = Bytes.EMPTY;
  private static final long SALT = 5;
  private static final int LEAF = RangesAnswer.LEAF;
  private static final int LAN = RangesAnswer.LAN_FANOUT;
  private static final int RADIO = RangesAnswer.RADIO_FANOUT;

  private final SyncContext context = LinkSessions.alone().context;

  @Test
  @Shows("X-22")
  void onALanLiveIsCutTheFinerTheNewerItIs() {
    assertThat(cut(Space.LIVE, 64, LAN)).containsExactly(32L, 16L, 8L, 8L);
    assertThat(cut(Space.LIVE, 9, LAN)).containsExactly(4L, 5L);
    assertThat(cut(Space.LIVE, 4_095, LAN)).startsWith(2_047L, 1_024L, 512L, 256L);
  }

  @Test
  @Shows("X-22")
  void onALanAnOldEndOfManyIsCutFinelyToo() {
    List<Long> old = new ArrayList<>();
    for (int i = 0; i < 8 + 4 + 2; i++) {
      old.add(256L);
    }
    List<Long> cut = cut(Space.LIVE, 4_096, LAN);
    assertThat(cut.subList(0, old.size())).isEqualTo(old);
    assertThat(cut.subList(old.size(), cut.size()))
        .containsExactly(256L, 128L, 64L, 32L, 16L, 8L, 8L);
  }

  @Test
  @Shows("X-22")
  void byRadioTheNewestRangesAloneAreToldApart() {
    assertThat(cut(Space.LIVE, 64, RADIO)).containsExactly(32L, 16L, 8L, 8L);
    assertThat(cut(Space.LIVE, 16_384, RADIO))
        .hasSize(10)
        .containsExactly(14_336L, 1_024L, 512L, 256L, 128L, 64L, 32L, 16L, 8L, 8L);
  }

  @Test
  @Shows("X-22")
  void headsAreCutEvenly() {
    assertThat(cut(Space.HEADS, 80, LAN)).hasSize(LAN).containsOnly(10L);
    assertThat(cut(Space.HEADS, 80, RADIO)).hasSize(RADIO).containsOnly(20L);
  }

  @Test
  @Shows("X-22")
  void aSmallSpaceIsDescribedAsASmallRangeIs() {
    FingerprintTree own = tree(Space.LIVE, LEAF);
    assertThat(opening(Space.LIVE, own, LAN).ranges())
        .containsExactly(new Range(ALL, new Content.Items(ids(own, 8))));
    RangesAnswer heads = opening(Space.HEADS, tree(Space.HEADS, LEAF), LAN);
    assertThat(heads.ranges()).isEmpty();
    assertThat(heads.tells()).containsExactly(new RangesAnswer.Span(ALL, ALL));
    assertThat(opening(Space.LIVE, tree(Space.LIVE, 0), LAN).ranges())
        .containsExactly(new Range(ALL, new Content.Empty()));
  }

  @ParameterizedTest
  @EnumSource(Space.class)
  @Shows("X-11")
  void whatIsSkippedOrEqualIsSkippedAndWhereAllIsNothingIsSaid(Space space) {
    FingerprintTree own = tree(space, 100);
    assertSilent(answer(space, own, new Content.Skip(), LAN));
    assertSilent(answer(space, own, fingerprint(space, own), LAN));
    assertSilent(answer(space, tree(space, 0), fingerprint(space, tree(space, 0)), LAN));
    // One half is equal, and the other is not.
    Bytes middle = own.boundAt(ALL, ALL, 50);
    long older = context.fingerprint(space, SALT, own.summary(ALL, middle));
    List<Range> ranges =
        answer(
                space,
                own,
                List.of(
                    new Range(middle, new Content.Fingerprint(older)),
                    new Range(ALL, new Content.Fingerprint(1))),
                LAN)
            .ranges();
    assertThat(ranges.get(0)).isEqualTo(new Range(middle, new Content.Skip()));
    assertThat(ranges).hasSize(1 + LAN);
  }

  @ParameterizedTest
  @EnumSource(Space.class)
  @Shows("X-11")
  void aLargeRangeThatDiffersIsCutEvenly(Space space) {
    FingerprintTree own = tree(space, 80);
    assertThat(counts(own, answer(space, own, new Content.Fingerprint(1), LAN).ranges()))
        .hasSize(8)
        .containsOnly(10L);
    assertThat(counts(own, answer(space, own, new Content.Fingerprint(1), RADIO).ranges()))
        .hasSize(4)
        .containsOnly(20L);
  }

  @Test
  @Shows("X-11")
  void aSmallRangeThatDiffersIsListedAndOfLogsToldByHeads() {
    FingerprintTree live = tree(Space.LIVE, LEAF);
    assertThat(answer(Space.LIVE, live, new Content.Fingerprint(1), LAN).ranges())
        .containsExactly(new Range(ALL, new Content.Items(ids(live, 8))));
    RangesAnswer heads =
        answer(Space.HEADS, tree(Space.HEADS, LEAF), new Content.Fingerprint(1), LAN);
    assertThat(heads.ranges()).isEmpty();
    assertThat(heads.tells()).containsExactly(new RangesAnswer.Span(ALL, ALL));
  }

  @ParameterizedTest
  @EnumSource(Space.class)
  @Shows("X-11")
  void whereNothingIsHeldItIsSaid(Space space) {
    assertThat(answer(space, tree(space, 0), new Content.Fingerprint(1), LAN).ranges())
        .containsExactly(new Range(ALL, new Content.Empty()));
  }

  @Test
  @Shows("X-11")
  void ofWhatIsListedTheUnknownIsAskedForAndTheRestIsBrought() {
    FingerprintTree own = tree(Space.LIVE, 3);
    Bytes unknown = Bytes.ofHex("ffffffffffffffff");
    Content listed = new Content.Items(List.of(ids(own, 8).get(1), unknown));
    RangesAnswer answer = answer(Space.LIVE, own, listed, LAN);
    assertThat(answer.wants()).containsExactly(unknown);
    List<Bytes> whole = ids(own, EntryId.BYTES);
    assertThat(answer.pushes()).extracting(EntryId::bytes).containsOnly(whole.get(0), whole.get(2));
    assertThat(answer.ranges()).isEmpty();
  }

  @Test
  @Shows("X-11")
  void forAListedEntryThatLostItsMeaningHereTheOnesThatDecideAreBrought() {
    List<Entry> claims = Claims.twoByOne();
    claims.forEach(context.ledger()::merge);
    context.ledger().liveIndex().want();
    context.ledger().liveIndex().build();
    FingerprintTree own = context.ledger().liveIndex().tree();
    assertThat(own.count()).isOne();
    Content listed = new Content.Items(List.of(claims.get(0).id().prefix()));
    RangesAnswer answer = answer(Space.LIVE, own, listed, LAN);
    assertThat(answer.pushes()).containsExactly(claims.get(1).id());
    assertThat(answer.wants()).isEmpty();
  }

  @Test
  @Shows("X-11")
  void whereNothingIsHeldThereAllIsBrought() {
    FingerprintTree own = tree(Space.LIVE, 20);
    RangesAnswer live = answer(Space.LIVE, own, new Content.Empty(), LAN);
    assertThat(live.pushes())
        .extracting(EntryId::bytes)
        .containsExactlyInAnyOrderElementsOf(ids(own, EntryId.BYTES));
    RangesAnswer heads = answer(Space.HEADS, tree(Space.HEADS, 20), new Content.Empty(), LAN);
    assertThat(heads.pushes()).isEmpty();
    assertThat(heads.tells()).containsExactly(new RangesAnswer.Span(ALL, ALL));
  }

  private static void assertSilent(RangesAnswer answer) {
    assertThat(answer.ranges()).isEmpty();
    assertThat(answer.wants()).isEmpty();
    assertThat(answer.pushes()).isEmpty();
    assertThat(answer.tells()).isEmpty();
  }

  /** So many records, in the order of their numbers. */
  private static FingerprintTree tree(Space space, int records) {
    int keyBytes = space == Space.LIVE ? LiveIndex.KEY_BYTES : 10;
    FingerprintTree tree = new FingerprintTree(keyBytes);
    for (int i = 0; i < records; i++) {
      Bytes key = Bytes.ofHex(String.format("%0" + 2 * keyBytes + "x", i));
      tree.add(key.concat(Bytes.copyOf(SwarmHash.sha256().digest(key.toArray()))));
    }
    return tree;
  }

  /** The beginnings of what is summed, which in LIVE are ids. */
  private static List<Bytes> ids(FingerprintTree tree, int bytes) {
    return tree.records(ALL, ALL, Integer.MAX_VALUE).stream()
        .map(record -> LiveIndex.id(record).bytes().slice(0, bytes))
        .toList();
  }

  private Content fingerprint(Space space, FingerprintTree own) {
    return new Content.Fingerprint(context.fingerprint(space, SALT, own.summary(ALL, ALL)));
  }

  private RangesAnswer opening(Space space, FingerprintTree own, int fanout) {
    return RangesAnswer.opening(context, space, own, SALT, fanout);
  }

  /** How many records there are in each range of the first description. */
  private List<Long> cut(Space space, int records, int fanout) {
    FingerprintTree own = tree(space, records);
    return counts(own, opening(space, own, fanout).ranges());
  }

  private static List<Long> counts(FingerprintTree own, List<Range> ranges) {
    List<Long> counts = new ArrayList<>();
    Bytes lower = ALL;
    for (Range range : ranges) {
      assertThat(range.content()).isInstanceOf(Content.Fingerprint.class);
      counts.add(own.summary(lower, range.upper()).count());
      lower = range.upper();
    }
    return counts;
  }

  private RangesAnswer answer(Space space, FingerprintTree own, Content theirs, int fanout) {
    return answer(space, own, List.of(new Range(ALL, theirs)), fanout);
  }

  private RangesAnswer answer(Space space, FingerprintTree own, List<Range> theirs, int fanout) {
    Message.Ranges described = new Message.Ranges(space, new Message.Stamp(1, 9), SALT, theirs);
    return RangesAnswer.to(context, described, own, fanout);
  }
}
