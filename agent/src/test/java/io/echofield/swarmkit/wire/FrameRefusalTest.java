package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.wire.v1.Beacon;
import io.echofield.swarmkit.wire.v1.Delta;
import io.echofield.swarmkit.wire.v1.Entries;
import io.echofield.swarmkit.wire.v1.Frag;
import io.echofield.swarmkit.wire.v1.Head;
import io.echofield.swarmkit.wire.v1.HeadSig;
import io.echofield.swarmkit.wire.v1.Heads;
import io.echofield.swarmkit.wire.v1.HealthReport;
import io.echofield.swarmkit.wire.v1.HealthState;
import io.echofield.swarmkit.wire.v1.Lease;
import io.echofield.swarmkit.wire.v1.LogId;
import io.echofield.swarmkit.wire.v1.Ranges;
import io.echofield.swarmkit.wire.v1.Reading;
import io.echofield.swarmkit.wire.v1.Want;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames with a good MAC, so by a member, that still must not count, and why. */
final class FrameRefusalTest {
  private static final String START = "0801" + "1206010203040506";
  private static final LogId LOG = LogId.newBuilder().setAuthor(bytes(6)).setEpoch(1).build();
  private static final Heads.Item HEAD =
      Heads.Item.newBuilder().setLog(LOG).setMaxSeq(9).setSum(bytes(32)).build();

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource({"malformed", "compressed", "beacons", "descriptions", "ranges", "requests"})
  @Shows({"F-13", "F-14"})
  void isRefused(String what, Bytes covered, String reason) {
    assertThat(GoldenVectors.FRAMES.decode(FrameCodecTest.withMac(covered)))
        .as(what)
        .isEqualTo(new Decoded.Rejected<>(reason));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tolerated")
  @Shows({"F-5", "F-14", "F-18"})
  void isRead(String what, Bytes covered) {
    assertThat(GoldenVectors.FRAMES.decode(FrameCodecTest.withMac(covered)))
        .as(what)
        .isInstanceOf(Decoded.Accepted.class);
  }

  @Test
  @Shows("F-3")
  void sizeComesBeforeTheMac() {
    Bytes large = Bytes.copyOf(new byte[FrameCodec.FRAME_BYTES_MAX + 1]);
    assertThat(GoldenVectors.FRAMES.decode(large))
        .isEqualTo(new Decoded.Rejected<>("frame too large"));
    assertThat(GoldenVectors.FRAMES.decode(Bytes.EMPTY))
        .isEqualTo(new Decoded.Rejected<>("frame too short"));
  }

  @Test
  @Shows("F-3")
  void theMacComesBeforeTheVersion() {
    Bytes later = FrameCodecTest.withMac(Bytes.ofHex("0802"));
    byte[] wrong = later.toArray();
    wrong[wrong.length - 1] ^= 1;
    assertThat(GoldenVectors.FRAMES.decode(later))
        .isEqualTo(new Decoded.Rejected<>("frame version unknown"));
    assertThat(GoldenVectors.FRAMES.decode(Bytes.copyOf(wrong)))
        .isEqualTo(new Decoded.Rejected<>("wrong MAC"));
  }

  @Test
  @Shows({"F-1", "I-1"})
  void aFrameOfAnotherSwarmOrKeyIsRefused() {
    Bytes frame = GoldenVectors.FRAMES.encode(new Message.Entries(List.of()), Optional.empty());
    SwarmHash other = new SwarmHash(new SwarmId(Bytes.ofHex("ff".repeat(16))));
    Bytes key = Bytes.ofHex("11".repeat(32));
    Decoded<Frame> wrongMac = new Decoded.Rejected<>("wrong MAC");
    assertThat(codec(other, key).decode(frame)).isEqualTo(wrongMac);
    assertThat(codec(GoldenVectors.HASH, Bytes.ofHex("12".repeat(32))).decode(frame))
        .isEqualTo(wrongMac);
  }

  @Test
  @Shows({"F-7", "F-10"})
  void whatDoesNotFitIsTheCallersFault() {
    refusesMessage(new Message.Delta(List.of()), "at least one");
    List<Entry> statuses = GoldenVectors.statuses();
    refusesMessage(new Message.Delta(List.of(statuses.get(0), statuses.get(2))), "consecutive");
    refusesMessage(
        new Message.Delta(List.of(GoldenVectors.create(), statuses.get(0))), "consecutive");
    refusesMessage(
        new Message.Entries(Collections.nCopies(4_097, statuses.get(0))), "at most 4096 entries");
    refusesMessage(
        new Message.Entries(Collections.nCopies(600, GoldenVectors.create())), "at most 65536");
    refusesMessage(Message.Heads.ofAll(List.of(), new Message.Stamp(1L << 32, 0)), "session");
    refusesMessage(new Message.Frag(Bytes.ofHex("01"), 2, 0, Bytes.ofHex("01")), "8 bytes");
  }

  @Test
  void rangesThatDoNotFitAreTheCallersFault() {
    refusesMessage(ranges(4_097, new Message.Ranges.Content.Skip()), "at most 4096 ranges");
    List<Bytes> ids = Collections.nCopies(2_731, Bytes.ofHex("00".repeat(8)));
    refusesMessage(ranges(3, new Message.Ranges.Content.Items(ids)), "at most 8192 ids");
    Message.Ranges.Content.Items nine =
        new Message.Ranges.Content.Items(List.of(Bytes.ofHex("00".repeat(9))));
    refusesMessage(ranges(1, nine), "8 or 32 bytes but had 9");
    Message.Ranges.Range range =
        new Message.Ranges.Range(Bytes.ofHex("00".repeat(43)), new Message.Ranges.Content.Empty());
    refusesMessage(
        new Message.Ranges(Message.Ranges.Space.LIVE, new Message.Stamp(1, 1), 1, List.of(range)),
        "at most 42 bytes of a bound");
  }

  static List<Arguments> malformed() {
    String entry = GoldenVectors.statuses().get(0).canonical().hex();
    String log = "0a0d" + "0a06010203040506" + "1501000000";
    String rest = "2a08" + "01".repeat(8) + "6a00";
    return List.of(
        bad("only a version", "0801", "message kind unknown"),
        bad("no version", "3a00", "frame version unknown"),
        bad("version 0", "0800" + "3a00", "frame version unknown"),
        bad("version 2", "0802" + "3a00", "frame version unknown"),
        bad("sender of five bytes", "0801" + "12050102030405" + "3a00", "sender malformed"),
        bad("a kind of a later version", START + "6a00", "message kind unknown"),
        bad("floor", START + "5a00", "message kind not in this version"),
        bad("two bodies", START + "3a00" + "3a00", "two bodies"),
        bad("two kinds", START + "3a00" + "1a00", "two bodies"),
        bad("two MACs", START + "3a00" + "79" + "00".repeat(8), "two MACs"),
        bad("field cut short", START + "3a0501", "frame malformed"),
        bad("stray end of a group", START + "3a00" + "84", "frame malformed"),
        bad("10,000 nested groups", START + "a306".repeat(10_000), "frame malformed"),
        bad(
            "10,000 groups in a want",
            START + "4a" + "a09c01" + "a306".repeat(10_000),
            "message malformed"),
        bad(
            "10,000 groups in entries",
            START + "3a" + "a09c01" + "a306".repeat(10_000),
            "message malformed"),
        bad(
            "signature before the body",
            START + signature() + "3a00",
            "signature not the last field before the MAC"),
        bad(
            "signature of 63 bytes",
            START + "3a00" + "723f" + "00".repeat(63),
            "signature not the last field before the MAC"),
        bad(
            "two signatures",
            START + "3a00" + signature() + signature(),
            "signature not the last field before the MAC"),
        bad("entry cut short", START + field(7, "0a05" + "0a06010203"), "entry: header malformed"),
        bad(
            "entry of a later kind",
            START
                + field(
                    7,
                    "0a"
                        + size(entry.substring(0, 32) + "9a0100")
                        + entry.substring(0, 32)
                        + "9a0100"),
            "entry: unknown body or field"),
        bad("entries cut short", START + field(7, "0a05"), "message malformed"),
        bad("delta without entries", START + field(6, log + "1001"), "delta without entries"),
        bad(
            "delta without a log",
            START + field(6, "1001" + "1a0c" + rest),
            "log author has a wrong length"),
        bad("delta from seq 0", START + field(6, log + "1a0c" + rest), "seq out of range"),
        bad(
            "delta beyond the last seq",
            START + field(6, log + "10ffffffff0f" + "1a0c" + rest + "1a0c" + rest),
            "seq out of range"),
        bad(
            "delta with two logs",
            START + field(6, log + log + "1001" + "1a0c" + rest),
            "a field comes twice"),
        bad(
            "delta with a header in an entry",
            START + field(6, log + "1001" + "1a0e" + "1801" + rest),
            "entry: a field comes twice"),
        bad(
            "delta of a broken log",
            START + field(6, "0a020a05" + "1001" + "1a0c" + rest),
            "message malformed"));
  }

  static List<Arguments> beacons() {
    return List.of(
        bad(
            "65 leases",
            beacon().addAllLeases(Collections.nCopies(65, lease(1))),
            "too many leases"),
        bad("lease of term 0", beacon().addLeases(lease(0)), "term out of range"),
        bad("lease of term 65,536", beacon().addLeases(lease(65_536)), "term out of range"),
        bad("name with a slash", beacon().setName("a/b"), "node name illegal"),
        bad("name of 33 letters", beacon().setName("a".repeat(33)), "node name illegal"),
        bad("key of 31 bytes", beacon().setPublicKey(bytes(31)), "public key has a wrong length"),
        bad("no health state", health(HealthReport.newBuilder()), "health state unknown"),
        bad("health state 5", health(report().setStateValue(5)), "health state unknown"),
        bad("score 101", health(report().setScore(101)), "score out of range"),
        bad(
            "hlc of 49 bits",
            health(report().setHlc(1L << 48)),
            "hybrid time has more than 48 bits"),
        bad("2^31 peers", health(report().setPeers(Integer.MIN_VALUE)), "peers out of range"),
        bad(
            "33 readings",
            health(report().addAllReadings(Collections.nCopies(33, reading("a")))),
            "too many readings"),
        bad(
            "a reading twice",
            health(report().addReadings(reading("a")).addReadings(reading("a"))),
            "a reading comes twice"),
        bad(
            "reading with capitals",
            health(report().addReadings(reading("A"))),
            "reading name illegal"),
        bad(
            "reading without a state",
            health(report().addReadings(Reading.newBuilder().setName("a"))),
            "health state unknown"));
  }

  static List<Arguments> compressed() {
    byte[] entries = EntryLists.entries(GoldenVectors.statuses());
    byte[] stream = deflated(entries);
    byte[] bomb = deflated(new byte[10_000_000]);
    byte[] tooMany =
        Entries.newBuilder()
            .addAllEntries(
                Collections.nCopies(
                    4_097, io.echofield.swarmkit.wire.v1.Entry.getDefaultInstance()))
            .build()
            .toByteArray();
    String what = "a compressed list of entries";
    return List.of(
        bad("a bomb", 7, list(bomb), what + " is cut short or too large"),
        bad(
            "one byte more than 65,536",
            7,
            list(deflated(new byte[65_537])),
            what + " is cut short or too large"),
        bad(
            "a stream cut short",
            7,
            list(Arrays.copyOf(stream, stream.length - 1)),
            what + " is cut short or too large"),
        bad("an empty stream", START + field(7, "1200"), what + " is cut short or too large"),
        bad(
            "a byte after the stream",
            7,
            list(Arrays.copyOf(stream, stream.length + 1)),
            "something follows in " + what),
        bad("no stream", 7, list(new byte[] {7}), what + " is malformed"),
        bad(
            "entries both ways",
            START + field(7, "0a00" + hexOf(list(stream))),
            "entries both plain and compressed"),
        bad(
            "two streams",
            START + field(7, hexOf(list(stream)) + hexOf(list(stream))),
            "a field comes twice"),
        bad(
            "a stream in a stream",
            7,
            list(deflated(list(stream).build().toByteArray())),
            "something else in " + what),
        bad(
            "an unknown field in a stream",
            7,
            list(deflated(new byte[] {0x50, 1})),
            "something else in " + what),
        bad(
            "an entry cut short in a stream",
            7,
            list(deflated(new byte[] {0x0a, 9})),
            "message malformed"),
        bad("4,097 entries in a stream", 7, list(deflated(tooMany)), "too many entries"),
        bad(
            "a bomb in a delta",
            6,
            Delta.newBuilder()
                .setLog(LOG)
                .setFirstSeq(1)
                .setDeflated(ByteString.copyFrom(deflated(new byte[65_537]))),
            what + " is cut short or too large"),
        bad(
            "a delta of no entries",
            6,
            Delta.newBuilder()
                .setLog(LOG)
                .setFirstSeq(1)
                .setDeflated(ByteString.copyFrom(deflated(new byte[0]))),
            "delta without entries"));
  }

  private static byte[] deflated(byte[] content) {
    return RawDeflate.deflated(content, RawDeflate.QUICK);
  }

  private static Entries.Builder list(byte[] stream) {
    return Entries.newBuilder().setDeflated(ByteString.copyFrom(stream));
  }

  private static String hexOf(MessageLite.Builder message) {
    return Bytes.copyOf(message.build().toByteArray()).hex();
  }

  static List<Arguments> descriptions() {
    Heads.Item item = HEAD;
    HeadSig signature =
        HeadSig.newBuilder()
            .setLog(LOG)
            .setSeq(1)
            .setChain(bytes(16))
            .setSignature(bytes(64))
            .build();
    return List.of(
        bad(
            "1,025 heads",
            4,
            Heads.newBuilder()
                .addAllItems(Collections.nCopies(1_025, Heads.Item.getDefaultInstance())),
            "too many heads"),
        bad(
            "head without a log",
            4,
            heads(item.toBuilder().clearLog()),
            "log author has a wrong length"),
        bad("head without a sum", 4, heads(item.toBuilder().clearSum()), "sum has a wrong length"),
        bad(
            "entries in an empty log",
            4,
            heads(item.toBuilder().setMaxSeq(0).setCount(1)),
            "entries in an empty log"),
        bad(
            "the same log twice",
            4,
            Heads.newBuilder().addItems(item).addItems(item),
            "heads not in order"),
        bad(
            "a log below the bound",
            4,
            heads(item.toBuilder()).setLower(bytes(7)),
            "head outside the bounds"),
        bad(
            "a log at the upper bound",
            4,
            heads(item.toBuilder()).setUpper(bytes(6)),
            "head outside the bounds"),
        bad(
            "bounds equal",
            4,
            heads().setLower(bytes(2)).setUpper(bytes(2)),
            "heads bounds not in order"),
        bad(
            "bounds reversed",
            4,
            heads().setLower(bytes(2)).setUpper(bytes(1)),
            "heads bounds not in order"),
        bad("lower bound of 11 bytes", 4, heads().setLower(bytes(11)), "heads bound too long"),
        bad("upper bound of 11 bytes", 4, heads().setUpper(bytes(11)), "heads bound too long"),
        bad(
            "bad heads in a HEAD",
            12,
            Head.newBuilder().setHeads(heads().setLower(bytes(11))),
            "heads bound too long"),
        bad(
            "65 signatures",
            12,
            Head.newBuilder().addAllSignatures(Collections.nCopies(65, signature)),
            "too many head signatures"),
        bad(
            "bad signature in a HEAD",
            12,
            Head.newBuilder().addSignatures(signature.toBuilder().setSeq(0)),
            "seq out of range"),
        bad(
            "short chain",
            5,
            signature.toBuilder().setChain(bytes(15)),
            "chain has a wrong length"),
        bad(
            "short signature",
            5,
            signature.toBuilder().setSignature(bytes(63)),
            "head signature has a wrong length"),
        bad(
            "short key",
            5,
            signature.toBuilder().setPublicKey(bytes(31)),
            "public key has a wrong length"));
  }

  static List<Arguments> ranges() {
    Ranges.Builder listed = ranges("00", "02").addItemCounts(1).setIdBytes(8).setIds(bytes(8));
    return List.of(
        bad("space 2", 8, Ranges.newBuilder().setSpaceValue(2), "space unknown"),
        bad("4,097 ranges", 8, ranges(ascending(4_097), "00".repeat(1_025)), "too many ranges"),
        bad(
            "bound of 43 bytes",
            8,
            ranges("10002b" + "01".repeat(43), "00"),
            "range bound too long"),
        bad(
            "bound of 43 bytes, shared",
            8,
            ranges("10002a" + "01".repeat(42) + "102a0101", "00"),
            "range bound too long"),
        bad("a bound twice", 8, ranges("0101" + "0101", "00"), "ranges not in order"),
        bad("bounds falling", 8, ranges("0102" + "0101", "00"), "ranges not in order"),
        bad(
            "a prefix after what it begins",
            8,
            ranges("020102" + "0101", "00"),
            "ranges not in order"),
        bad(
            "a bound that could share more",
            8,
            ranges("0101" + "020102", "00"),
            "ranges not in order"),
        bad("more shared than there is", 8, ranges("0101" + "2103", "00"), "range bound malformed"),
        bad("shared before the first", 8, ranges("1103", "00"), "range bound malformed"),
        bad("bound cut short", 8, ranges("0201", "00"), "range bound malformed"),
        bad("long form cut short", 8, ranges("1000", "00"), "range bound malformed"),
        bad("long form without need", 8, ranges("10000101", "00"), "range bound malformed"),
        bad(
            "long form of nothing",
            8,
            ranges("100010" + "01".repeat(16) + "101000", "00"),
            "range bound malformed"),
        bad("short form of nothing", 8, ranges("0101" + "20", "00"), "range bound malformed"),
        bad(
            "range after the end",
            8,
            ranges("00" + "0101", "00"),
            "range after the end of the space"),
        bad("the end twice", 8, ranges("0000", "00"), "range after the end of the space"),
        bad("no kinds", 8, ranges("00", ""), "ranges and kinds differ"),
        bad("kinds of nothing", 8, ranges("", "00"), "ranges and kinds differ"),
        bad("a byte of kinds too many", 8, ranges("00", "0000"), "ranges and kinds differ"),
        bad("kinds of ranges that are not there", 8, ranges("00", "0c"), "kinds of no range"),
        bad(
            "a fingerprint missing",
            8,
            ranges("0101" + "00", "05").addFingerprints(1),
            "ranges and fingerprints differ"),
        bad(
            "a fingerprint too many",
            8,
            ranges("00", "00").addFingerprints(1),
            "ranges and fingerprints differ"),
        bad("a list missing", 8, ranges("00", "02"), "ranges and lists differ"),
        bad("a list too many", 8, listed.clone().addItemCounts(0), "ranges and lists differ"),
        bad("an id missing", 8, listed.clone().setItemCounts(0, 2), "ids and their counts differ"),
        bad("an id too many", 8, listed.clone().setIds(bytes(16)), "ids and their counts differ"),
        bad("an id cut short", 8, listed.clone().setIds(bytes(7)), "ids and their counts differ"),
        bad(
            "ids of 9 bytes",
            8,
            listed.clone().setIdBytes(9).setIds(bytes(9)),
            "listed id has a wrong length"),
        bad("ids of no length", 8, listed.clone().setIdBytes(0), "listed id has a wrong length"),
        bad(
            "a length of no ids",
            8,
            ranges("00", "00").setIdBytes(8),
            "listed id has a wrong length"),
        bad(
            "ids of nothing",
            8,
            ranges("00", "00").setIds(bytes(8)),
            "ids and their counts differ"),
        bad("8,193 ids", 8, listed.clone().setItemCounts(0, 8_193), "too many ids"),
        bad("2^32 - 1 ids", 8, listed.clone().setItemCounts(0, -1), "too many ids"),
        bad("bounds cut short by the frame", START + field(8, "3205" + "01"), "message malformed"));
  }

  static List<Arguments> requests() {
    Want.LogRange range = Want.LogRange.newBuilder().setLog(LOG).setFrom(2).setTo(3).build();
    Want.Item item = Want.Item.newBuilder().setId(bytes(8)).build();
    Frag frag = Frag.newBuilder().setTotal(10).setOffset(4).setBytes(bytes(6)).build();
    return List.of(
        bad(
            "range reversed",
            9,
            Want.newBuilder().addLogs(range.toBuilder().setTo(1)),
            "log range reversed"),
        bad(
            "range from 0",
            9,
            Want.newBuilder().addLogs(range.toBuilder().setFrom(0)),
            "seq out of range"),
        bad(
            "range of no log",
            9,
            Want.newBuilder().addLogs(range.toBuilder().clearLog()),
            "log author has a wrong length"),
        bad(
            "1,025 ranges",
            9,
            Want.newBuilder().addAllLogs(Collections.nCopies(1_025, range)),
            "too many log ranges"),
        bad(
            "id of 7 bytes",
            9,
            Want.newBuilder().addItems(item.toBuilder().setId(bytes(7))),
            "wanted id has a wrong length"),
        bad(
            "id of 33 bytes",
            9,
            Want.newBuilder().addItems(item.toBuilder().setId(bytes(33))),
            "wanted id has a wrong length"),
        bad(
            "offset 1,024",
            9,
            Want.newBuilder().addItems(item.toBuilder().setOffset(1_024)),
            "offset out of range"),
        bad(
            "1,025 ids",
            9,
            Want.newBuilder().addAllItems(Collections.nCopies(1_025, item)),
            "too many wanted entries"),
        bad(
            "1,025 logs",
            9,
            Want.newBuilder().addAllHeadSigs(Collections.nCopies(1_025, LOG)),
            "too many wanted head signatures"),
        bad(
            "log without an author",
            9,
            Want.newBuilder().addHeadSigs(LogId.getDefaultInstance()),
            "log author has a wrong length"),
        bad("total 0", 10, frag.toBuilder().setTotal(0), "fragment total out of range"),
        bad("total 1,025", 10, frag.toBuilder().setTotal(1_025), "fragment total out of range"),
        bad(
            "offset at the end",
            10,
            frag.toBuilder().setOffset(10),
            "fragment offset out of range"),
        bad("no bytes", 10, frag.toBuilder().clearBytes(), "fragment has a wrong length"),
        bad(
            "bytes beyond the end",
            10,
            frag.toBuilder().setBytes(bytes(7)),
            "fragment has a wrong length"));
  }

  private static List<Arguments> tolerated() {
    return List.of(
        good("no sender", "0801" + "3a00"),
        good("an unknown field of the frame", START + "3a00" + "9a0103010203"),
        good("fields in another order", "3a00" + "0801"),
        good("the last of two versions", "0802" + "0801" + "3a00"),
        good("a signature", START + "3a00" + signature()),
        good("an unknown field of a beacon", START + field(3, "0801" + "a20603010203")),
        good("an unknown field of entries", START + field(7, "9a0103010203")),
        good("an empty beacon", START + "1a00"),
        good("ranges that do not reach the end", frame(8, ranges("0101", "00"))),
        good("4,096 ranges", frame(8, ranges(ascending(4_096), "00".repeat(1_024)))),
        good("no ranges", frame(8, ranges("", ""))),
        good("a bound of 42 bytes", frame(8, ranges("10002a" + "01".repeat(42), "00"))),
        good("a list of none", frame(8, ranges("00", "02").addItemCounts(0))),
        good(
            "a question for all there is",
            frame(
                9,
                Want.newBuilder()
                    .addLogs(Want.LogRange.newBuilder().setLog(LOG).setFrom(1).setTo(-1)))),
        good("a log at the lower bound", frame(4, heads(HEAD.toBuilder()).setLower(bytes(6)))));
  }

  private static void refusesMessage(Message message, String limit) {
    assertThatThrownBy(() -> GoldenVectors.FRAMES.encode(message, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(limit);
  }

  private static FrameWire codec(SwarmHash hash, Bytes key) {
    return new FrameWire(hash, key, GoldenVectors.ROVER.author(), GoldenVectors.ENTRIES);
  }

  private static Arguments good(String what, String hex) {
    return Arguments.of(what, Bytes.ofHex(hex));
  }

  private static Arguments good(String what, Bytes covered) {
    return Arguments.of(what, covered);
  }

  private static Arguments bad(String what, String hex, String reason) {
    return Arguments.of(what, Bytes.ofHex(hex), reason);
  }

  private static Arguments bad(String what, int kind, MessageLite.Builder body, String reason) {
    return Arguments.of(what, frame(kind, body), reason);
  }

  private static Arguments bad(String what, Beacon.Builder beacon, String reason) {
    return bad(what, 3, beacon, reason);
  }

  private static Bytes frame(int kind, MessageLite.Builder body) {
    return Bytes.ofHex(START + field(kind, Bytes.copyOf(body.build().toByteArray()).hex()));
  }

  /** A length-delimited field of this number. */
  private static String field(int number, String hex) {
    return String.format("%02x", (number << 3) | 2) + size(hex) + hex;
  }

  /** Half the digits as a varint. */
  private static String size(String hex) {
    int size = hex.length() / 2;
    StringBuilder varint = new StringBuilder();
    while (size >= 0x80) {
      varint.append(String.format("%02x", (size & 0x7f) | 0x80));
      size >>>= 7;
    }
    return varint.append(String.format("%02x", size)).toString();
  }

  private static String signature() {
    return "7240" + "00".repeat(64);
  }

  private static Beacon.Builder beacon() {
    return Beacon.newBuilder().setSession(1);
  }

  private static Beacon.Builder health(HealthReport.Builder report) {
    return beacon().setHealth(report);
  }

  private static HealthReport.Builder report() {
    return HealthReport.newBuilder().setState(HealthState.HEALTH_STATE_OK);
  }

  private static Reading reading(String name) {
    return Reading.newBuilder().setName(name).setState(HealthState.HEALTH_STATE_OK).build();
  }

  private static Lease lease(int term) {
    return Lease.newBuilder().setTask(1).setTerm(term).build();
  }

  private static Heads.Builder heads(Heads.Item.Builder item) {
    return Heads.newBuilder().addItems(item);
  }

  private static Heads.Builder heads() {
    return Heads.newBuilder();
  }

  private static Ranges.Builder ranges(String bounds, String kinds) {
    return Ranges.newBuilder()
        .setBounds(Limits.proto(Bytes.ofHex(bounds)))
        .setKinds(Limits.proto(Bytes.ofHex(kinds)));
  }

  /** Bounds of two bytes, of which those after the first share one as long as they can. */
  private static String ascending(int count) {
    StringBuilder bounds = new StringBuilder();
    for (int i = 0; i < count; i++) {
      bounds.append(
          i % 256 == 0 ? String.format("02%02x00", i / 256) : String.format("11%02x", i % 256));
    }
    return bounds.toString();
  }

  private static Message.Ranges ranges(int count, Message.Ranges.Content content) {
    List<Message.Ranges.Range> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ranges.add(new Message.Ranges.Range(Bytes.ofHex(String.format("%04x", i)), content));
    }
    return new Message.Ranges(Message.Ranges.Space.LIVE, new Message.Stamp(1, 1), 1, ranges);
  }

  private static ByteString bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 1);
    return ByteString.copyFrom(bytes);
  }
}
