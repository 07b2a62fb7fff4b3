package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.sync.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What fits a radio frame of 200 bytes; PROTOCOL.md gives these numbers. */
final class RadioSizeTest {
  private static final int FRAME_BYTES = 200;

  @Test
  void aDigestOfANodeInSyncHas56Bytes() {
    assertThat(bytes(GoldenVectors.radioBeacon())).isEqualTo(56);
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
  void aSignedCreateHas166Bytes() {
    assertThat(bytes(new Message.Delta(List.of(GoldenVectors.create())))).isEqualTo(166);
  }

  @Test
  void aHeadSignatureHas123Bytes() {
    assertThat(bytes(new Message.HeadSigMessage(GoldenVectors.headSig()))).isEqualTo(123);
  }

  private static int bytes(Message message) {
    Bytes frame = GoldenVectors.FRAMES.encode(message, Optional.empty());
    return frame.size();
  }
}
