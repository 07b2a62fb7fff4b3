package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryCodecTest {
  private static final int ENTRIES = 300;

  private final SwarmHash hash = new SwarmHash(new SwarmId(Bytes.copyOf(new byte[16])));
  private final EntryWire codec = new EntryWire(hash);
  private final TestKeys key = TestKeys.of(1);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyEntrySurvivesItsBytes(long seed) {
    RandomLedger ledger = new RandomLedger(seed, codec, List.of(key, TestKeys.of(2)));
    for (int i = 0; i < ENTRIES; i++) {
      Entry written = ledger.entry();
      Entry read = accepted(codec.decode(written.canonical()));
      assertThat(read).usingRecursiveComparison().isEqualTo(written);
      assertThat(read.signed()).isEqualTo(read.body().isSkind());
      assertThat(EntryHeader.write(read.log(), read.seq()).concat(EntryHeader.rest(read)))
          .isEqualTo(written.canonical());
    }
  }

  /** Fields in an order that no writer of this program has: the task after the body. */
  @Test
  @Shows("E-1")
  void whatOthersWroteInAnotherWayGoesOutBitByBitAsItCame() {
    Bytes header = EntryHeader.write(new LogId(key.author(), 1), 5);
    Bytes rest = Bytes.ofHex("6a00" + "30ff01" + "2a08" + "01".repeat(8));
    Entry read = accepted(codec.decode(header.concat(rest)));
    assertThat(read.canonical()).isEqualTo(header.concat(rest));
    Draft same = new Draft(read.log(), 5, 0, read.task(), read.hlc(), read.body());
    assertThat(codec.compose(same, key).canonical()).isNotEqualTo(read.canonical());
    FrameWire frames = new FrameWire(hash, Bytes.ofHex("11".repeat(32)), key.author(), codec);
    for (Message message :
        List.of(new Message.Entries(List.of(read)), new Message.Delta(List.of(read)))) {
      Bytes frame = frames.encode(message, Optional.empty());
      assertThat(frame.hex()).contains(rest.hex());
      Message again = frames.decode(frame).fold(Frame::message, reason -> null);
      List<Entry> entries =
          again instanceof Message.Delta delta
              ? delta.entries()
              : ((Message.Entries) again).entries();
      assertThat(entries.get(0).canonical()).isEqualTo(read.canonical());
      assertThat(entries.get(0).id()).isEqualTo(read.id());
    }
  }

  static Entry accepted(Decoded<Entry> decoded) {
    return decoded.fold(
        entry -> entry,
        reason -> {
          throw new AssertionError("refused: " + reason);
        });
  }
}
