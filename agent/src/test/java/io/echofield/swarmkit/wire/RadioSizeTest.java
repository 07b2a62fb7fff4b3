package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What fits a radio frame of 200 bytes; PROTOCOL.md gives these numbers. */
final class RadioSizeTest {
  private static final int FRAME_BYTES = 200;

  @Test
  void aDigestOfANodeInSyncHas56Bytes() {
    assertThat(bytes(inSync())).isEqualTo(56);
  }

  @Test
  void oneStatusHas65Bytes() {
    assertThat(bytes(new Message.Delta(GoldenVectors.statuses().subList(0, 1)))).isEqualTo(65);
  }

  @Test
  void fiveStatusesHave170Bytes() {
    assertThat(bytes(new Message.Delta(GoldenVectors.statuses()))).isEqualTo(170);
  }

  @Test
  void theBoundOfADeltaLetsFiveStatusesThrough() {
    int bound = GoldenVectors.FRAMES.overheadBytes();
    for (Entry entry : GoldenVectors.statuses()) {
      bound += GoldenVectors.FRAMES.deltaEntryBytes(entry.canonical().size());
    }
    assertThat(bound).isLessThanOrEqualTo(FRAME_BYTES);
  }

  /** By another zlib than ours a few bytes more or less. */
  @Test
  void compressedFiveStatusesFitIn100Bytes() {
    Message five = new Message.Delta(GoldenVectors.statuses());
    assertThat(GoldenVectors.FRAMES.compressing().encode(five, Optional.empty()).size())
        .isLessThanOrEqualTo(100);
  }

  @Test
  void aSignedCreateHas167Bytes() {
    Entry create = again(GoldenVectors.create(), 300);
    assertThat(bytes(new Message.Delta(List.of(create)))).isEqualTo(167);
  }

  @Test
  void aHeadSignatureHas123Bytes() {
    assertThat(bytes(new Message.HeadSigMessage(headSig()))).isEqualTo(123);
  }

  /** The largest numbers of two bytes on the wire. */
  @Test
  @Shows("R-1")
  void withCountersAndSeqsUpTo16383FramesAreNoLarger() {
    assertThat(bytes(inSync(new Message.Stamp(17, 16_383)))).isEqualTo(56);
    HeadSig small = headSig();
    HeadSig late = new HeadSig(small.log(), 16_383, small.chain(), small.signature(), Bytes.EMPTY);
    assertThat(bytes(new Message.HeadSigMessage(late))).isEqualTo(123);
    List<Entry> statuses = new ArrayList<>();
    for (Entry status : GoldenVectors.statuses()) {
      statuses.add(again(status, 16_379 + statuses.size()));
    }
    assertThat(bytes(new Message.Delta(statuses.subList(0, 1)))).isEqualTo(65);
    assertThat(bytes(new Message.Delta(statuses))).isEqualTo(170);
    Entry create = GoldenVectors.create();
    assertThat(bytes(new Message.Delta(List.of(again(create, 16_383))))).isEqualTo(167);
    assertThat(bytes(new Message.Delta(List.of(again(create, 127))))).isEqualTo(166);
  }

  /** The same at another place of its log. */
  private static Entry again(Entry entry, long seq) {
    Draft draft = new Draft(entry.log(), seq, 0, entry.task(), entry.hlc(), entry.body());
    TestKeys author =
        GoldenVectors.KEYS.stream()
            .filter(key -> key.author().equals(entry.author()))
            .findFirst()
            .orElseThrow();
    return GoldenVectors.ENTRIES.compose(draft, author);
  }

  private static Message inSync() {
    return inSync(new Message.Stamp(17, 300));
  }

  /** No name, no health, no leases. */
  private static Message inSync(Message.Stamp stamp) {
    return new Message.Beacon(
        stamp,
        1_200,
        0x0123_4567_89ab_cdefL,
        150,
        0xfedc_ba98_7654_3210L,
        2,
        1,
        true,
        List.of(),
        Optional.empty(),
        "",
        Bytes.EMPTY,
        false);
  }

  private static HeadSig headSig() {
    HeadSig small = GoldenVectors.headSig();
    return new HeadSig(small.log(), 134, small.chain(), small.signature(), Bytes.EMPTY);
  }

  private static int bytes(Message message) {
    Bytes frame = GoldenVectors.FRAMES.encode(message, Optional.empty());
    return frame.size();
  }
}
