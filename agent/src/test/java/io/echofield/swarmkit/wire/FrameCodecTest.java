package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameCodecTest {
  private static final int MESSAGES = 200;

  private final SwarmHash hash = new SwarmHash(new SwarmId(Bytes.copyOf(new byte[16])));
  private final EntryWire entries = new EntryWire(hash);
  private final TestKeys self = TestKeys.of(1);
  private final Bytes frameKey = Bytes.ofHex("11".repeat(32));
  private final FrameWire codec = new FrameWire(hash, frameKey, self.author(), entries);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyMessageSurvivesItsFrame(long seed) {
    RandomMessages messages = new RandomMessages(ledger(seed));
    for (int i = 0; i < MESSAGES; i++) {
      Message message = messages.message();
      Bytes bytes = codec.encode(message, Optional.empty());
      Frame frame = accepted(codec.decode(bytes));
      assertThat(frame.message()).usingRecursiveComparison().isEqualTo(message);
      assertThat(frame.sender()).contains(self.author());
      assertThat(frame.signature()).isEqualTo(Bytes.EMPTY);
      assertThat(codec.encode(frame.message(), Optional.empty())).isEqualTo(bytes);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @Shows("F-16")
  void compressedOrNotAFrameSaysTheSameAndIsNoLonger(long seed) {
    RandomMessages messages = new RandomMessages(ledger(seed));
    for (int i = 0; i < MESSAGES; i++) {
      Message message = messages.message();
      Bytes bytes = codec.compressing().encode(message, Optional.empty());
      assertThat(bytes.size()).isLessThanOrEqualTo(size(message));
      assertThat(accepted(codec.decode(bytes)).message())
          .usingRecursiveComparison()
          .isEqualTo(message);
    }
  }

  @Test
  @Shows("F-16")
  void whatDoesNotGetShorterStaysPlain() {
    Message one = new Message.Delta(GoldenVectors.statuses().subList(0, 1));
    assertThat(codec.compressing().encode(one, Optional.empty()))
        .isEqualTo(codec.encode(one, Optional.empty()));
    Message none = new Message.Entries(List.of());
    assertThat(codec.compressing().encode(none, Optional.empty()))
        .isEqualTo(codec.encode(none, Optional.empty()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {51, 52, 53, 54})
  void aSmallFrameIsFilledWithWhatFitsWhenCompressed(long seed) {
    List<Entry> run = ledger(seed).run(40);
    for (FrameWire wire : List.of(codec, codec.compressing())) {
      int count = wire.deltaFits(run, 200);
      Message fits = new Message.Delta(run.subList(0, count));
      assertThat(count == 1 || wire.encode(fits, Optional.empty()).size() <= 200).isTrue();
      assertThat(count).isGreaterThanOrEqualTo(codec.deltaFits(run, 200));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  @Shows("F-2")
  void theSenderSignsAllBeforeTheSignature(long seed) {
    RandomMessages messages = new RandomMessages(ledger(seed));
    for (int i = 0; i < 20; i++) {
      Message message = messages.message();
      Bytes unsigned = codec.encode(message, Optional.empty());
      Frame frame = accepted(codec.decode(codec.encode(message, Optional.of(self))));
      assertThat(frame.message()).usingRecursiveComparison().isEqualTo(message);
      assertThat(frame.signedPart())
          .isEqualTo(hash.frameSignInput(unsigned.slice(0, unsigned.size() - 9)));
      assertThat(self.verifies(frame.signedPart(), frame.signature())).isTrue();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24})
  void theSizeBoundsHold(long seed) {
    RandomLedger ledger = ledger(seed);
    for (int i = 0; i < MESSAGES; i++) {
      List<Entry> run = ledger.run(1 + ledger.random().nextInt(6));
      int entriesBound = codec.overheadBytes();
      int deltaBound = codec.overheadBytes();
      for (Entry entry : run) {
        entriesBound += codec.entryBytes(entry.canonical().size());
        deltaBound += codec.deltaEntryBytes(entry.canonical().size());
      }
      assertThat(size(new Message.Entries(run))).isLessThanOrEqualTo(entriesBound);
      assertThat(size(new Message.Delta(run))).isLessThanOrEqualTo(deltaBound);
      assertThat(deltaBound).isLessThan(entriesBound);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33, 34})
  void theSizeOfRangesIsKnownBefore(long seed) {
    RandomMessages messages = new RandomMessages(ledger(seed));
    for (int i = 0; i < MESSAGES; i++) {
      Message.Ranges ranges = messages.ranges();
      int bound = codec.rangesOverheadBytes();
      Bytes before = Bytes.EMPTY;
      for (Message.Ranges.Range range : ranges.ranges()) {
        bound += codec.rangeBytes(before, range);
        before = range.upper();
      }
      assertThat(size(ranges)).isEqualTo(codec.rangesBytes(ranges)).isLessThanOrEqualTo(bound);
      assertThat(bound - size(ranges))
          .as("the bound is close")
          .isLessThanOrEqualTo(codec.rangesOverheadBytes() - 20 + ranges.ranges().size());
    }
  }

  @ParameterizedTest(name = "{0} bytes a bound")
  @CsvSource({"1, 10.5", "2, 11.5", "3, 12.5", "4, 13.5"})
  void aFingerprintCostsLittleMoreThanItsBytes(int rest, double most) {
    int count = 200;
    List<Message.Ranges.Range> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bound = new byte[3 + rest];
      bound[3] = (byte) i;
      ranges.add(
          new Message.Ranges.Range(
              Bytes.copyOf(bound), new Message.Ranges.Content.Fingerprint(-1)));
    }
    int bytes = size(ranges(ranges)) - size(ranges(List.of()));
    assertThat((double) bytes / count).isLessThanOrEqualTo(most);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {41, 42})
  void thePieceIsAllOfAFragmentButAFewBytes(long seed) {
    RandomMessages messages = new RandomMessages(ledger(seed));
    for (int i = 0; i < MESSAGES; i++) {
      Message.Frag frag = messages.frag();
      assertThat(size(frag) - frag.bytes().size()).isLessThanOrEqualTo(codec.fragOverheadBytes());
    }
  }

  @Test
  @Shows("D-7")
  void eightBytesInAFixed64FieldStandInReverse() {
    String reversed = "efcdab8967452301";
    long number = 0x0123_4567_89ab_cdefL;
    Message.Stamp stamp = new Message.Stamp(17, 300);
    Bytes id = Bytes.ofHex("0123456789abcdef");
    Message.Ranges.Content fingerprint = new Message.Ranges.Content.Fingerprint(number);
    List<Message> messages =
        List.of(
            new Message.Frag(id, 9, 0, Bytes.ofHex("ff")),
            ranges(List.of(new Message.Ranges.Range(Bytes.EMPTY, fingerprint))),
            beacon(stamp, number, 0, List.of()),
            beacon(stamp, 0, number, List.of()),
            beacon(stamp, 0, 0, List.of(new Message.Beacon.Lease(number, 1))));
    for (Message message : messages) {
      assertThat(codec.encode(message, Optional.empty()).hex()).contains(reversed);
    }
  }

  private static Message beacon(
      Message.Stamp stamp, long live, long heads, List<Message.Beacon.Lease> leases) {
    return new Message.Beacon(
        stamp, 1, live, 1, heads, 1, 0, false, leases, Optional.empty(), "", Bytes.EMPTY, false);
  }

  @Test
  void onlyTheSenderSigns() {
    Message message = new Message.Entries(List.of());
    assertThatThrownBy(() -> codec.encode(message, Optional.of(TestKeys.of(2))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** These bytes as a member of the golden swarm would send them. */
  static Bytes withMac(Bytes covered) {
    long mac = GoldenVectors.HASH.frameMac(Bytes.ofHex("11".repeat(32)), covered);
    byte[] field = new byte[9];
    field[0] = 0x79;
    for (int i = 0; i < 8; i++) {
      field[1 + i] = (byte) (mac >>> (8 * i));
    }
    return covered.concat(Bytes.copyOf(field));
  }

  private static Message.Ranges ranges(List<Message.Ranges.Range> ranges) {
    return new Message.Ranges(Message.Ranges.Space.LIVE, new Message.Stamp(17, 300), 299, ranges);
  }

  private int size(Message message) {
    return codec.encode(message, Optional.empty()).size();
  }

  private RandomLedger ledger(long seed) {
    return new RandomLedger(seed, entries, List.of(self, TestKeys.of(2)));
  }

  private static Frame accepted(Decoded<Frame> decoded) {
    return decoded.fold(
        frame -> frame,
        reason -> {
          throw new AssertionError("refused: " + reason);
        });
  }
}
