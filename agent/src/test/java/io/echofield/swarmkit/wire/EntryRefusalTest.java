package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.wire.v1.Approve;
import io.echofield.swarmkit.wire.v1.Cancel;
import io.echofield.swarmkit.wire.v1.Capability;
import io.echofield.swarmkit.wire.v1.Create;
import io.echofield.swarmkit.wire.v1.Edit;
import io.echofield.swarmkit.wire.v1.Entry;
import io.echofield.swarmkit.wire.v1.EpochStart;
import io.echofield.swarmkit.wire.v1.Life;
import io.echofield.swarmkit.wire.v1.Member;
import io.echofield.swarmkit.wire.v1.Note;
import io.echofield.swarmkit.wire.v1.Parameter;
import io.echofield.swarmkit.wire.v1.Pause;
import io.echofield.swarmkit.wire.v1.Reopen;
import io.echofield.swarmkit.wire.v1.Result;
import io.echofield.swarmkit.wire.v1.Revoke;
import io.echofield.swarmkit.wire.v1.RosterItem;
import io.echofield.swarmkit.wire.v1.WrappedKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must not be stored, and why; the same answer on every node for ever. */
final class EntryRefusalTest {
  private static final String HEADER = "0a06010203040506" + "1501000000" + "1805";
  private static final String SIGNATURE = "7a40" + "00".repeat(64);
  private static final String TASK = "task reference does not fit the kind";
  private static final String VERSION = "spec version out of range";
  private static final ByteString KEY = bytes(8);
  private static final ByteString WHOLE = bytes(16);
  private static final ByteString ROSTER = ByteString.copyFrom(new byte[16]);

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource({"malformed", "outOfRange", "outOfRangeInARoster"})
  @Shows({"E-3", "E-4", "E-5", "E-6", "E-7", "E-8", "E-9"})
  void isRefused(String what, String hex, String reason) {
    assertThat(GoldenVectors.ENTRIES.decode(Bytes.ofHex(hex)))
        .as(what)
        .isEqualTo(new Decoded.Rejected<>(reason));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("atTheEdge")
  @Shows({"E-3", "E-5", "E-6", "E-9", "E-10"})
  void isStored(String what, String hex) {
    assertThat(GoldenVectors.ENTRIES.decode(Bytes.ofHex(hex)))
        .as(what)
        .isInstanceOf(Decoded.Accepted.class);
  }

  static List<Arguments> malformed() {
    String note = note("6a00");
    return List.of(
        bad("nothing", "", "header malformed"),
        bad("only a header", HEADER, "no body"),
        bad(
            "author of five bytes",
            "0a050102030405" + "1501000000" + "1805" + note,
            "header malformed"),
        bad("no epoch", "0a06010203040506" + "1805" + note, "header malformed"),
        bad("epoch first", "1501000000" + "0a06010203040506" + "1805" + note, "header malformed"),
        bad("seq 0", header("00") + note, "seq out of range"),
        bad("seq not minimal", header("8500") + note, "seq out of range"),
        bad("seq of 33 bits", header("8080808010") + note, "seq out of range"),
        bad("seq of six bytes", header("808080808001") + note, "seq out of range"),
        bad("seq cut short", "0a06010203040506" + "1501000000" + "1880", "seq out of range"),
        bad("author again", HEADER + "0a06010203040506" + note, "a field comes twice"),
        bad("epoch again as zero", HEADER + "1500000000" + note, "a field comes twice"),
        bad("seq again", HEADER + "1805" + note, "a field comes twice"),
        bad("task twice", HEADER + note("") + note, "a field comes twice"),
        bad("note twice", HEADER + note + "6a00", "a field comes twice"),
        bad("two bodies", HEADER + note + "7202" + "1001", "two fields of one choice"),
        bad("body of a later version", HEADER + note("9a0100"), "unknown body or field"),
        bad("reserved era", HEADER + note("900101"), "unknown body or field"),
        bad("unknown field in a note", HEADER + note("6a021001"), "unknown body or field"),
        bad("field number zero", HEADER + note("0000"), "unknown body or field"),
        bad("note as a number", HEADER + note("6801"), "wrong wire type"),
        bad("note as a group", HEADER + note("6b6c"), "wrong wire type"),
        bad("hlc as fixed64", HEADER + "31" + "01".repeat(8) + note, "wrong wire type"),
        bad("hlc not minimal", HEADER + note("308100" + "6a00"), "varint not minimal"),
        bad(
            "hlc of eleven bytes",
            HEADER + note("30" + "81".repeat(10) + "01" + "6a00"),
            "varint not minimal"),
        bad(
            "hlc of 65 bits",
            HEADER + note("30" + "81".repeat(9) + "02" + "6a00"),
            "varint not minimal"),
        bad("tag not minimal", HEADER + note("ea0000"), "varint not minimal"),
        bad("hlc zero written out", HEADER + note("3000" + "6a00"), "default value written out"),
        bad("empty task written out", HEADER + "2a00" + "6a00", "default value written out"),
        bad("empty text written out", HEADER + note("6a020a00"), "default value written out"),
        bad("group of 33 bits", HEADER + note("208080808010" + "6a00"), "number beyond its type"),
        bad(
            "pause as two",
            HEADER + zeroTask("8a0108" + "0801" + "2a02" + "1002" + "3001") + SIGNATURE,
            "number beyond its type"),
        bad(
            "negative phase",
            HEADER + note("4a0d" + "1001" + "18" + "ff".repeat(9) + "01"),
            "number beyond its type"),
        bad("body longer than the entry", HEADER + note("6a05" + "0a01"), "cut short"),
        bad("length beyond 2^31", HEADER + note("6affffffff0f"), "cut short"),
        bad("length beyond 2^63", HEADER + note("6a" + "ff".repeat(9) + "01"), "cut short"),
        bad(
            "inner field beyond its message",
            HEADER + note("6a02" + "0a05" + "4142434445"),
            "cut short"),
        bad("text that is not UTF-8", HEADER + note("6a03" + "0a01ff"), "text is not UTF-8"),
        bad("text with a surrogate", HEADER + note("6a05" + "0a03eda080"), "text is not UTF-8"),
        bad("signature on a note", HEADER + note + SIGNATURE, "signature on a kind without one"),
        bad("create without a signature", hex(create(plain())), "signature missing"),
        bad(
            "edit without a signature",
            HEADER + wholeTask("4204" + "0a02" + "0802"),
            "signature missing"),
        bad(
            "signature before the body",
            HEADER + wholeTask(SIGNATURE + "4204" + "0a02" + "0802"),
            "signature not the last 66 bytes"),
        bad(
            "signature of 63 bytes",
            HEADER + wholeTask("4204" + "0a02" + "0802") + "7a3f" + "00".repeat(63),
            "signature not the last 66 bytes"),
        bad(
            "length of the signature not minimal",
            HEADER + wholeTask("4204" + "0a02" + "0802") + "7ac000" + "00".repeat(64),
            "varint not minimal"),
        bad("more than 1,024 bytes", HEADER + "00".repeat(1_025 - 15), "entry too large"));
  }

  static List<Arguments> outOfRange() {
    return List.of(
        bad("hlc of 49 bits", note().setHlc(1L << 48), "hybrid time has more than 48 bits"),
        bad("hlc negative", note().setHlc(-1), "hybrid time has more than 48 bits"),
        bad("note without a task", note().clearTask(), TASK),
        bad("note with 12 bytes of a task", note().setTask(bytes(12)), TASK),
        bad("note on the roster", note().setTask(ByteString.copyFrom(new byte[8])), TASK),
        bad(
            "note of 513 bytes",
            entry(KEY).setNote(Note.newBuilder().setText("x".repeat(513))),
            "note too long"),
        bad(
            "note of 257 wide letters",
            entry(KEY).setNote(Note.newBuilder().setText("é".repeat(257))),
            "note too long"),
        bad("gen 256", entry(KEY).setLife(life().setGen(256)), "gen out of range"),
        bad("gen negative", entry(KEY).setLife(life().setGen(-1)), "gen out of range"),
        bad("term 0", entry(KEY).setLife(life().setTerm(0)), "term out of range"),
        bad("term 65,536", entry(KEY).setLife(life().setTerm(65_536)), "term out of range"),
        bad("phase 5", entry(KEY).setLife(life().setPhaseValue(5)), "phase unknown"),
        bad(
            "reason of 257 bytes",
            entry(KEY).setLife(life().setReason("x".repeat(257))),
            "reason too long"),
        bad(
            "result in term 0",
            entry(KEY).setResult(Result.newBuilder().setGen(1)),
            "term out of range"),
        bad(
            "result in gen 256",
            entry(KEY).setResult(Result.newBuilder().setGen(256).setTerm(1)),
            "gen out of range"),
        bad(
            "result of 513 bytes",
            entry(KEY).setResult(Result.newBuilder().setTerm(1).setText("x".repeat(513))),
            "result too long"),
        bad("life of the roster", entry(ROSTER).setLife(life()), TASK),
        signed("cancel by prefix", entry(KEY).setCancel(Cancel.getDefaultInstance()), TASK),
        signed("cancel of the roster", entry(ROSTER).setCancel(Cancel.getDefaultInstance()), TASK),
        signed(
            "cancel of gen 256",
            entry(WHOLE).setCancel(Cancel.newBuilder().setGen(256)),
            "gen out of range"),
        signed(
            "long reason of a cancel",
            entry(WHOLE).setCancel(Cancel.newBuilder().setReason("x".repeat(257))),
            "reason too long"),
        signed(
            "reopen to gen 0",
            entry(WHOLE).setReopen(Reopen.getDefaultInstance()),
            "gen out of range"),
        signed(
            "reopen to gen 256",
            entry(WHOLE).setReopen(Reopen.newBuilder().setGen(256)),
            "gen out of range"),
        signed(
            "approval of gen 256",
            entry(WHOLE).setApprove(Approve.newBuilder().setGen(256)),
            "gen out of range"),
        signed("edit by prefix", entry(KEY).setEdit(edit(spec().setVersion(2))), TASK),
        signed("edit without a spec", entry(WHOLE).setEdit(Edit.getDefaultInstance()), VERSION),
        signed("edit to version 1", entry(WHOLE).setEdit(edit(spec())), VERSION),
        signed(
            "edit to version 65,536",
            entry(WHOLE).setEdit(edit(spec().setVersion(65_536))),
            VERSION),
        signed("create at version 2", create(plain().setSpec(spec().setVersion(2))), VERSION),
        signed("create with a task", create(plain()).setTask(WHOLE), TASK),
        signed("salt of 15 bytes", create(plain().setSalt(bytes(15))), "salt has a wrong length"),
        signed("no salt", create(plain().clearSalt()), "salt has a wrong length"),
        signed("no action", create(plain().clearAction()), "action name illegal"),
        signed("action with a space", create(plain().setAction("rm -rf")), "action name illegal"),
        signed(
            "action of 33 letters",
            create(plain().setAction("a".repeat(33))),
            "action name illegal"),
        signed("action with a line end", create(plain().setAction("a\n")), "action name illegal"),
        signed("target of 8 bytes", create(plain().setTarget(KEY)), "target has a wrong length"),
        signed("after of 8 bytes", create(plain().setAfter(KEY)), "after has a wrong length"),
        signed("repeat 2", create(plain().setRepeatValue(2)), "repeat unknown"),
        signed(
            "five labels",
            create(plain().addAllLabels(List.of("a=1", "b=1", "c=1", "d=1", "e=1"))),
            "too many labels"),
        signed("label without a value", create(plain().addLabels("site=")), "label illegal"),
        signed(
            "label value of 65 characters",
            create(plain().addLabels("a=" + "x".repeat(65))),
            "label illegal"),
        signed("label without a sign", create(plain().addLabels("site")), "label illegal"),
        signed(
            "label with an escape", create(plain().addLabels("site=\u001b[2J")), "label illegal"),
        signed(
            "priority 10",
            create(plain().setSpec(spec().setPriority(10))),
            "priority out of range"),
        signed(
            "256 attempts",
            create(plain().setSpec(spec().setMaxAttempts(256))),
            "attempts out of range"),
        signed(
            "parameter name with a dot",
            create(plain().setSpec(spec().addParameters(parameter("a.b", "")))),
            "parameter name illegal"),
        signed(
            "parameters in a wrong order",
            create(
                plain()
                    .setSpec(
                        spec()
                            .addParameters(parameter("b", "1"))
                            .addParameters(parameter("a", "1")))),
            "parameters not in order"),
        signed(
            "parameter twice",
            create(
                plain()
                    .setSpec(
                        spec()
                            .addParameters(parameter("a", "1"))
                            .addParameters(parameter("a", "2")))),
            "parameters not in order"),
        signed(
            "value of 513 bytes",
            create(plain().setSpec(spec().addParameters(parameter("a", "x".repeat(513))))),
            "parameter value too long"),
        bad(
            "epoch start at seq 5",
            Entry.newBuilder().setEpochStart(EpochStart.getDefaultInstance()),
            "epoch start not at seq 1"),
        bad(
            "epoch start with a task",
            entry(KEY).setEpochStart(EpochStart.getDefaultInstance()),
            TASK),
        bad(
            "cause 3",
            Entry.newBuilder().setEpochStart(EpochStart.newBuilder().setCauseValue(3)),
            "cause unknown"),
        bad(
            "65 earlier epochs",
            Entry.newBuilder().setEpochStart(earlier(65)),
            "too many earlier epochs"));
  }

  static List<Arguments> outOfRangeInARoster() {
    Member.Builder member = Member.newBuilder().setName("rover-07").setPublicKey(bytes(32));
    return List.of(
        signed("roster without a task", roster(pause(1)).clearTask(), TASK),
        signed("roster on a task", roster(pause(1)).setTask(WHOLE), TASK),
        signed("roster version 0", roster(pause(1).setVersion(0)), "roster version out of range"),
        signed(
            "roster version 2^31",
            roster(pause(1).setVersion(Integer.MIN_VALUE)),
            "roster version out of range"),
        signed("no items", roster(pause(1).setItems(0)), "roster items out of range"),
        signed("65,536 items", roster(pause(1).setItems(65_536)), "roster items out of range"),
        signed(
            "pause version 2^31", roster(pause(Integer.MIN_VALUE)), "pause version out of range"),
        signed(
            "member of 33 letters",
            roster(item().setMember(member.clone().setName("a".repeat(33)))),
            "member name illegal"),
        bad(
            "an unpacked list of numbers",
            HEADER
                + zeroTask("8a012f" + "0801" + "1229" + "0a0161" + "1220" + "01".repeat(32))
                + "1801"
                + "1802"
                + "3001"
                + SIGNATURE,
            "wrong wire type"),
        signed(
            "wrapped key of 257 bytes",
            roster(
                item()
                    .setWrappedKey(
                        WrappedKey.newBuilder()
                            .setKeyVersion(1)
                            .setMember(bytes(6))
                            .setWrapped(bytes(257)))),
            "wrapped key has a wrong length"),
        signed(
            "key version 2^31",
            roster(
                item()
                    .setWrappedKey(
                        WrappedKey.newBuilder()
                            .setKeyVersion(Integer.MIN_VALUE)
                            .setMember(bytes(6))
                            .setWrapped(KEY))),
            "key version out of range"),
        signed(
            "no content",
            roster(RosterItem.newBuilder().setVersion(1).setItems(1)),
            "roster item without content"),
        signed("pause version 0", roster(pause(0)), "pause version out of range"),
        signed(
            "member without a name",
            roster(item().setMember(member.clone().clearName())),
            "member name illegal"),
        signed(
            "member with capitals",
            roster(item().setMember(member.clone().setName("Rover"))),
            "member name illegal"),
        signed(
            "key of 31 bytes",
            roster(item().setMember(member.clone().setPublicKey(bytes(31)))),
            "public key has a wrong length"),
        signed(
            "capability 0",
            roster(
                item()
                    .setMember(member.clone().addCapabilities(Capability.CAPABILITY_UNSPECIFIED))),
            "capability unknown"),
        signed(
            "capability 6",
            roster(item().setMember(member.clone().addCapabilitiesValue(6))),
            "capability unknown"),
        signed(
            "capability twice",
            roster(
                item()
                    .setMember(
                        member
                            .clone()
                            .addCapabilities(Capability.CAPABILITY_R0)
                            .addCapabilities(Capability.CAPABILITY_R0))),
            "a capability comes twice"),
        signed(
            "revoke of nobody",
            roster(item().setRevoke(Revoke.getDefaultInstance())),
            "revoked key id has a wrong length"),
        signed(
            "revoke at seq 0",
            roster(
                item()
                    .setRevoke(
                        Revoke.newBuilder()
                            .setAuthor(bytes(6))
                            .addHeads(Revoke.Head.newBuilder().setChain(WHOLE)))),
            "seq out of range"),
        signed(
            "revoke without a chain",
            roster(
                item()
                    .setRevoke(
                        Revoke.newBuilder()
                            .setAuthor(bytes(6))
                            .addHeads(Revoke.Head.newBuilder().setSeq(1)))),
            "chain has a wrong length"),
        signed(
            "key for nobody",
            roster(item().setWrappedKey(WrappedKey.newBuilder().setKeyVersion(1).setWrapped(KEY))),
            "member key id has a wrong length"),
        signed(
            "empty key",
            roster(
                item().setWrappedKey(WrappedKey.newBuilder().setKeyVersion(1).setMember(bytes(6)))),
            "wrapped key has a wrong length"),
        signed(
            "key version 0",
            roster(
                item().setWrappedKey(WrappedKey.newBuilder().setMember(bytes(6)).setWrapped(KEY))),
            "key version out of range"));
  }

  private static List<Arguments> atTheEdge() {
    return List.of(
        good("seq 2^32 - 1", header("ffffffff0f") + note("6a00")),
        good("an epoch of zero", "0a06010203040506" + "1500000000" + "1805" + note("6a00")),
        good("body before the task", HEADER + "6a00" + "2a08" + "01".repeat(8)),
        good("hlc of 48 bits", hex(note().setHlc((1L << 48) - 1))),
        good("group of 32 bits", hex(note().setGroup(-1))),
        good(
            "note of 512 bytes",
            hex(entry(KEY).setNote(Note.newBuilder().setText("é".repeat(256))))),
        good("note by whole id", hex(note().setTask(WHOLE))),
        good(
            "last gen and term",
            hex(entry(KEY).setLife(life().setGen(255).setTerm(65_535).setReason("x".repeat(256))))),
        good(
            "edit to version 65,535",
            hex(entry(WHOLE).setEdit(edit(spec().setVersion(65_535)))) + SIGNATURE),
        good(
            "four labels",
            hex(
                    create(
                        plain()
                            .addAllLabels(List.of("a=1", "b=é", "c-_=:/", "0=" + "x".repeat(64)))))
                + SIGNATURE),
        good(
            "no attempts means one",
            hex(create(plain().setSpec(spec().setMaxAttempts(0)))) + SIGNATURE),
        good(
            "one attempt written out",
            hex(create(plain().setSpec(spec().setMaxAttempts(1)))) + SIGNATURE),
        good(
            "64 earlier epochs",
            header("01")
                + hex(Entry.newBuilder().setEpochStart(earlier(64))).substring(HEADER.length())));
  }

  @Test
  void aDraftBeyondALimitIsTheCallersFault() {
    refusesDraft(new Body.Note("x".repeat(513)), "note too long");
    refusesDraft(new Body.Note("\ud800"), "survive");
    refusesDraft(new Body.Life(0, 0, Phase.OPEN, ""), "term out of range");
    refusesDraft(new Body.Edit(new Spec(2, 4, 1L << 32, 1, new TreeMap<>())), "expiry");
    refusesDraft(new Body.Edit(new Spec(2, 4, 0, 0, new TreeMap<>())), "attempts");
    Map<String, String> large = Map.of("a", "x".repeat(500), "b", "x".repeat(500));
    refusesDraft(new Body.Edit(new Spec(2, 4, 0, 1, new TreeMap<>(large))), "at most 1024");
  }

  @Test
  void onlyTheAuthorOfALogComposesForIt() {
    LogId log = new LogId(GoldenVectors.BASE.author(), 1);
    Draft draft =
        new Draft(log, 1, 0, Bytes.ofHex("01".repeat(16)), HybridTime.ZERO, new Body.Reopen(1));
    assertThatThrownBy(() -> GoldenVectors.ENTRIES.compose(draft, GoldenVectors.ROVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("author");
  }

  private static void refusesDraft(Body body, String limit) {
    LogId log = new LogId(GoldenVectors.ROVER.author(), 1);
    Draft draft = new Draft(log, 1, 0, Bytes.ofHex("01".repeat(16)), HybridTime.ZERO, body);
    assertThatThrownBy(() -> GoldenVectors.ENTRIES.compose(draft, GoldenVectors.ROVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(limit);
  }

  private static Arguments good(String what, String hex) {
    return Arguments.of(what, hex);
  }

  private static Arguments bad(String what, String hex, String reason) {
    return Arguments.of(what, hex, reason);
  }

  private static Arguments bad(String what, Entry.Builder rest, String reason) {
    return Arguments.of(what, hex(rest), reason);
  }

  private static Arguments signed(String what, Entry.Builder rest, String reason) {
    return Arguments.of(what, hex(rest) + SIGNATURE, reason);
  }

  private static String hex(Entry.Builder rest) {
    return HEADER + Bytes.copyOf(rest.build().toByteArray()).hex();
  }

  private static String header(String seq) {
    return "0a06010203040506" + "1501000000" + "18" + seq;
  }

  /** Fields after the reference of a note. */
  private static String note(String fields) {
    return "2a08" + "01".repeat(8) + fields;
  }

  private static String wholeTask(String fields) {
    return "2a10" + "01".repeat(16) + fields;
  }

  private static String zeroTask(String fields) {
    return "2a10" + "00".repeat(16) + fields;
  }

  private static Entry.Builder note() {
    return entry(KEY).setNote(Note.getDefaultInstance());
  }

  private static Entry.Builder entry(ByteString task) {
    return Entry.newBuilder().setTask(task);
  }

  private static Entry.Builder create(Create.Builder create) {
    return Entry.newBuilder().setCreate(create);
  }

  private static Entry.Builder roster(RosterItem.Builder item) {
    return entry(ROSTER).setRoster(item);
  }

  private static RosterItem.Builder item() {
    return RosterItem.newBuilder().setVersion(1).setItems(1);
  }

  private static RosterItem.Builder pause(int version) {
    return item().setPause(Pause.newBuilder().setVersion(version));
  }

  private static Create.Builder plain() {
    return Create.newBuilder().setSalt(WHOLE).setAction("clean-disk").setSpec(spec());
  }

  private static io.echofield.swarmkit.wire.v1.Spec.Builder spec() {
    return io.echofield.swarmkit.wire.v1.Spec.newBuilder().setVersion(1);
  }

  private static Edit.Builder edit(io.echofield.swarmkit.wire.v1.Spec.Builder spec) {
    return Edit.newBuilder().setSpec(spec);
  }

  private static Life.Builder life() {
    return Life.newBuilder().setTerm(1);
  }

  private static EpochStart.Builder earlier(int count) {
    EpochStart.Builder start = EpochStart.newBuilder();
    for (int i = 1; i <= count; i++) {
      start.addEarlier(EpochStart.Earlier.newBuilder().setEpoch(i).setSeq(-1));
    }
    return start;
  }

  private static Parameter.Builder parameter(String name, String value) {
    return Parameter.newBuilder().setName(name).setValue(value);
  }

  private static ByteString bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 1);
    return ByteString.copyFrom(bytes);
  }
}
