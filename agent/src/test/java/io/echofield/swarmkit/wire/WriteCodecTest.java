package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.node.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WriteCodecTest {
  private static final int BATCHES = 60;

  private final EntryWire entries =
      new EntryWire(new SwarmHash(new SwarmId(Bytes.copyOf(new byte[16]))));
  private final WriteWire codec = new WriteWire(entries);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void everyBatchSurvivesItsRecord(long seed) {
    Source source = new Source(seed, entries);
    for (int i = 0; i < BATCHES; i++) {
      List<Write> writes = source.writes();
      assertThat(accepted(codec.decode(codec.encode(writes))))
          .usingRecursiveComparison()
          .isEqualTo(writes);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6, 7, 8})
  void logStatesAndPeersSurviveTheirBytes(long seed) {
    Source source = new Source(seed, entries);
    for (int i = 0; i < BATCHES; i++) {
      LogState state = source.logState();
      assertThat(accepted(StateWire.decodeLogState(StateWire.encode(state)))).isEqualTo(state);
      Peer peer = source.peer();
      assertThat(accepted(StateWire.decodePeer(StateWire.encode(peer)))).isEqualTo(peer);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {9, 10})
  void aDamagedRecordIsReadOrRefusedButNeverThrows(long seed) {
    Source source = new Source(seed, entries);
    for (int i = 0; i < 4; i++) {
      byte[] good = codec.encode(source.writes()).toArray();
      for (int at = 0; at < good.length; at++) {
        byte[] flipped = good.clone();
        flipped[at] ^= (byte) (1 << source.ledger.random().nextInt(8));
        assertThat(codec.decode(Bytes.copyOf(flipped))).isNotNull();
        assertThat(codec.decode(Bytes.copyOf(good, 0, at))).isNotNull();
        assertThat(StateWire.decodePeer(Bytes.copyOf(flipped))).isNotNull();
        assertThat(StateWire.decodeLogState(Bytes.copyOf(flipped))).isNotNull();
      }
    }
  }

  @Test
  void anUnknownChangeIsRefused() {
    assertThat(codec.decode(Bytes.ofHex("0a0508")))
        .isEqualTo(new Decoded.Rejected<>("journal record malformed"));
    assertThat(codec.decode(Bytes.ofHex("0a03a20600")))
        .isEqualTo(new Decoded.Rejected<>("change unknown"));
  }

  private static <T> T accepted(Decoded<T> decoded) {
    return decoded.fold(
        value -> value,
        reason -> {
          throw new AssertionError("refused: " + reason);
        });
  }

  /** Writes of every kind, drawn from a seed. */
  private static final class Source {
    private final RandomLedger ledger;
    private final RandomMessages messages;

    Source(long seed, EntryWire entries) {
      ledger = new RandomLedger(seed, entries, List.of(TestKeys.of(1), TestKeys.of(2)));
      messages = new RandomMessages(ledger);
    }

    List<Write> writes() {
      List<Supplier<Write>> kinds =
          List.of(
              () -> new Write.Append(new StoredEntry(ledger.entry(), number(1), flag())),
              () ->
                  new Write.Live(
                      key(), List.of(id(), id(), id()).subList(0, ledger.random().nextInt(4))),
              () -> new Write.Log(logState()),
              () -> new Write.Digest(new LiveDigest(number(0), sum())),
              () -> new Write.Due(key(), flag()),
              () -> new Write.Cursor(new LinkName(ledger.name()), number(0)),
              () -> new Write.PutPeer(peer()),
              () -> new Write.ForgetPeer(ledger.key().author()),
              () ->
                  new Write.Counter(
                      ledger.one(List.of(Write.Counter.Name.values())),
                      ledger.random().nextLong()));
      List<Write> writes = new ArrayList<>();
      for (int i = ledger.random().nextInt(8); i >= 0; i--) {
        writes.add(ledger.one(kinds).get());
      }
      return writes;
    }

    LogState logState() {
      List<SeqRanges.Range> held = new ArrayList<>();
      long next = 1;
      for (int i = ledger.random().nextInt(4); i > 0; i--) {
        long from = next + ledger.random().nextInt(1_000);
        long to = from + ledger.random().nextInt(1_000_000);
        held.add(new SeqRanges.Range(from, to));
        next = to + 2;
      }
      if (flag()) {
        held.add(new SeqRanges.Range(next, Entry.SEQ_MAX));
      }
      return new LogState(
          ledger.log(),
          new SeqRanges(held),
          number(0),
          sum(),
          flag() ? Optional.of(messages.headSig()) : Optional.empty());
    }

    Peer peer() {
      return new Peer(
          ledger.key().author(),
          flag() ? ledger.name() : "",
          flag() ? ledger.bytes(32) : Bytes.EMPTY,
          ledger.number(0, 0xffff_ffffL),
          ledger.number(0, 0xffff_ffffL),
          flag() ? Optional.of(messages.report()) : Optional.empty(),
          ledger.random().nextLong(),
          flag());
    }

    private long number(long min) {
      return ledger.number(min, Long.MAX_VALUE - 1);
    }

    private boolean flag() {
      return ledger.random().nextBoolean();
    }

    private TaskKey key() {
      return new TaskKey(ledger.bytes(TaskKey.BYTES));
    }

    private EntryId id() {
      return new EntryId(ledger.bytes(EntryId.BYTES));
    }

    private IdSum sum() {
      return IdSum.of(ledger.bytes(IdSum.BYTES));
    }
  }
}
