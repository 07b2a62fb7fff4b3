package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.wire.FrameWire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FragmentsTest {
  private static final int FRAME_BYTES = 200;
  private static final long WAIT = 1_000;

  private final SwarmParts swarm = new SwarmParts();
  private final ToyKeys author = ToyKeys.of("author");
  private final FrameWire codec =
      new FrameWire(swarm.hash(), Bytes.copyOf(new byte[32]), author.author(), swarm.codec());
  private final Fragments fragments = new Fragments(WAIT);

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Shows("F-12")
  void piecesOfManyEntriesInAnyOrderAndRepeatedMakeThemWhole(long seed) {
    Random random = new Random(seed);
    List<Bytes> wholes = new ArrayList<>();
    List<Message.Frag> pieces = new ArrayList<>();
    for (int i = 1; i <= Fragments.PARTIALS_MAX; i++) {
      Entry entry = entry(i, 300 + random.nextInt(200));
      wholes.add(entry.canonical());
      // From two senders with different frames; some pieces twice.
      pieces.addAll(Fragments.cut(entry, 0, codec, 60 + random.nextInt(140)));
      List<Message.Frag> other = Fragments.cut(entry, random.nextInt(100), codec, FRAME_BYTES);
      pieces.addAll(other.subList(0, random.nextInt(other.size())));
    }
    Collections.shuffle(pieces, random);
    List<Bytes> made = new ArrayList<>();
    for (Message.Frag piece : pieces) {
      fragments.take(piece, 0).ifPresent(made::add);
    }
    assertThat(made).containsAll(wholes);
    assertThat(fragments.refused()).isZero();
  }

  @ParameterizedTest(name = "frames of {0} bytes")
  @CsvSource({"41", "64", "200", "233", "65536"})
  void everyPieceFitsItsFrameAndTheyJoin(int frameBytes) {
    Entry entry = entry(1, 500);
    Bytes joined = Bytes.EMPTY;
    for (Message.Frag piece : Fragments.cut(entry, 0, codec, frameBytes)) {
      assertThat(codec.encode(piece, Optional.empty()).size()).isLessThanOrEqualTo(frameBytes);
      assertThat(piece.id()).isEqualTo(entry.id().prefix());
      assertThat(piece.total()).isEqualTo(entry.canonical().size());
      assertThat(piece.offset()).isEqualTo(joined.size());
      joined = joined.concat(piece.bytes());
    }
    assertThat(joined).isEqualTo(entry.canonical());
  }

  @Test
  @Shows("X-38")
  void onlyTheRestIsCut() {
    Entry entry = entry(1, 500);
    int total = entry.canonical().size();
    List<Message.Frag> rest = Fragments.cut(entry, total - 5, codec, FRAME_BYTES);
    assertThat(rest)
        .containsExactly(
            new Message.Frag(
                entry.id().prefix(), total, total - 5, entry.canonical().slice(total - 5, total)));
    assertThat(Fragments.cut(entry, total, codec, FRAME_BYTES)).isEmpty();
  }

  @Test
  void aFrameThatFitsNoPieceIsTheCallersFault() {
    int none = codec.fragOverheadBytes();
    assertThatThrownBy(() -> Fragments.cut(entry(1, 10), 0, codec, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(none + " bytes");
  }

  @Test
  @Shows("F-12")
  void aPieceThatContradictsIsRefusedAndChangesNothing() {
    take(piece(1, 10, 0, "00010203"));
    assertThat(take(piece(1, 10, 2, "ff030405"))).isEmpty();
    assertThat(fragments.refused()).isEqualTo(1);
    assertThat(take(piece(1, 10, 2, "020304050607"))).isEmpty();
    assertThat(take(piece(1, 10, 8, "0809"))).contains(Bytes.ofHex("00010203040506070809"));
    assertThat(fragments.size()).isZero();
  }

  @Test
  void anotherTotalIsAnotherEntry() {
    take(piece(1, 4, 0, "0001"));
    assertThat(take(piece(1, 3, 0, "ffff"))).isEmpty();
    assertThat(take(piece(1, 3, 2, "ff"))).contains(Bytes.ofHex("ffffff"));
    assertThat(take(piece(1, 4, 2, "0203"))).contains(Bytes.ofHex("00010203"));
    assertThat(fragments.refused()).isZero();
  }

  @Test
  @Shows("F-12")
  void whatWasHeardOfTheLongestAgoMakesRoom() {
    for (int i = 0; i < Fragments.PARTIALS_MAX; i++) {
      take(piece(i, 2, 0, "00"));
    }
    take(piece(0, 2, 0, "00"));
    take(piece(99, 2, 0, "00"));
    assertThat(fragments.size()).isEqualTo(Fragments.PARTIALS_MAX);
    assertThat(take(piece(0, 2, 1, "01"))).as("heard of again").isPresent();
    assertThat(take(piece(1, 2, 1, "01"))).as("dropped").isEmpty();
  }

  @Test
  @Shows("X-38")
  void theFirstMissingByteIsAskedForAfterAWhile() {
    fragments.take(piece(1, 9, 0, "0001"), 0);
    fragments.take(piece(1, 9, 4, "04"), 100);
    fragments.take(piece(2, 9, 4, "04"), 500);
    assertThat(fragments.dueMono()).isEqualTo(100 + WAIT);
    assertThat(fragments.missing(Fragments.PARTIALS_MAX, 99 + WAIT)).isEmpty();
    assertThat(fragments.missing(Fragments.PARTIALS_MAX, 100 + WAIT))
        .containsExactly(new Message.Want.Item(id(1), 2));
    assertThat(fragments.missing(Fragments.PARTIALS_MAX, 100 + WAIT)).as("asked already").isEmpty();
    assertThat(fragments.missing(Fragments.PARTIALS_MAX, 500 + WAIT))
        .containsExactly(new Message.Want.Item(id(2), 0));
    assertThat(fragments.dueMono()).isEqualTo(100 + 2 * WAIT);
  }

  @Test
  @Shows("X-38")
  void theWhileIsFiveSecondsAndByRadioTheLongestWaitIfThatIsLonger() {
    assertThat(wait(new LinkLimits(300, false, 262_144))).isEqualTo(5_000);
    assertThat(wait(LinkLimits.radio(200, 200))).as("the longest wait is 3 s").isEqualTo(5_000);
    assertThat(wait(LinkLimits.radio(200, 60))).isEqualTo(10_000);
  }

  private static long wait(LinkLimits limits) {
    LinkSession link = LinkSessions.alone(limits);
    link.fragments.take(piece(1, 10, 0, "0001"), 0);
    return link.wants.dueMono();
  }

  @Test
  @Shows("F-12")
  void whatNobodySendsIsGivenUp() {
    take(piece(1, 9, 0, "0001"));
    long now = 0;
    for (int i = 0; i < Fragments.QUESTIONS_MAX; i++) {
      now = fragments.dueMono();
      assertThat(fragments.missing(Fragments.PARTIALS_MAX, now)).hasSize(1);
    }
    assertThat(fragments.missing(Fragments.PARTIALS_MAX, now + WAIT)).isEmpty();
    assertThat(fragments.size()).isZero();
    assertThat(fragments.dueMono()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatCameAnotherWayIsForgotten() {
    Entry entry = entry(1, 500);
    take(Fragments.cut(entry, 0, codec, FRAME_BYTES).get(0));
    take(piece(7, 9, 0, "00"));
    fragments.forget(entry.id());
    assertThat(fragments.size()).isEqualTo(1);
  }

  private Optional<Bytes> take(Message.Frag piece) {
    return fragments.take(piece, 0);
  }

  private static Message.Frag piece(int id, int total, int offset, String hex) {
    return new Message.Frag(id(id), total, offset, Bytes.ofHex(hex));
  }

  private static Bytes id(int id) {
    return Bytes.ofHex(String.format("%016x", id));
  }

  private Entry entry(long seq, int textBytes) {
    LogId log = new LogId(author.author(), 1);
    Body body = new Body.Note("n".repeat(textBytes));
    Bytes task = Bytes.ofHex("0102030405060708");
    return swarm.codec().compose(new Draft(log, seq, 0, task, HybridTime.ZERO, body), author);
  }
}
