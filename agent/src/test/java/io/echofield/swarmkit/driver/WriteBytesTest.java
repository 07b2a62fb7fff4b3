package io.echofield.swarmkit.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.RandomWrites;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import io.echofield.swarmkit.wire.WriteWire;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that are counted are those that a journal gets, or a little more. */
class WriteBytesTest {
  private static final int BATCHES = 50;

  private final WriteWire codec = new WriteWire(NodeStoreContract.CODEC);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void isNeverLessThanWhatTheJournalGetsAndNotMuchMore(long seed) {
    RandomWrites source = new RandomWrites(seed, NodeStoreContract.CODEC);
    for (int i = 0; i < BATCHES; i++) {
      for (Write write : source.batch(40)) {
        long encoded = codec.encode(List.of(write)).size();
        assertThat(WriteBytes.of(List.of(write)))
            .as("%s", write)
            .isBetween(encoded, 3 * encoded + 400);
      }
    }
  }
}
