package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.util.List;
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

  static Entry accepted(Decoded<Entry> decoded) {
    return decoded.fold(
        entry -> entry,
        reason -> {
          throw new AssertionError("refused: " + reason);
        });
  }
}
