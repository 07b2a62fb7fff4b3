package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checked-in vectors: entries, messages and one journal record made from fixed keys, so that
 * another implementation can check itself.
 *
 * <p>Swarm id: the bytes 0 to 15. Frame key: 32 bytes 0x11. Secret keys: 32 bytes 0x01 (node
 * rover-07), 0x02 (node base), 0x03 (the authority).
 */
final class GoldenVectors {
  static final SwarmHash HASH =
      new SwarmHash(new SwarmId(Bytes.ofHex("000102030405060708090a0b0c0d0e0f")));
  static final EntryWire ENTRIES = new EntryWire(HASH);
  static final TestKeys ROVER = TestKeys.of(1);
  static final TestKeys BASE = TestKeys.of(2);
  static final TestKeys AUTHORITY = TestKeys.of(3);
  static final FrameWire FRAMES =
      new FrameWire(HASH, Bytes.ofHex("11".repeat(32)), ROVER.author(), ENTRIES);
  static final WriteWire WRITES = new WriteWire(ENTRIES);

  static final List<TestKeys> KEYS = List.of(ROVER, BASE, AUTHORITY);

  static final int EPOCH = 0x5eed_0001;
  private static final LogId ROVER_LOG = new LogId(ROVER.author(), EPOCH);

  /** 2026-11-23T08:00:00Z. */
  static final HybridTime TIME = HybridTime.ofWall(1_795_420_800_000L);

  private GoldenVectors() {}

  /**
   * A small create as it travels by radio: an action for one node, expiring, without parameters.
   */
  static Entry create() {
    return entry(
        BASE,
        1,
        Bytes.EMPTY,
        new Body.Create(
            Bytes.ofHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"),
            new ActionName("clean-disk"),
            Optional.of(ROVER.author()),
            0,
            new Spec(1, 4, 218_000_000L, 1, new TreeMap<>()),
            false,
            List.of(),
            Bytes.EMPTY));
  }

  static TaskId task() {
    return TaskId.of(create().id());
  }

  /** The status writes of one run: claim, run, result, note, done; five entries of one log. */
  static List<Entry> statuses() {
    Bytes key = task().key().bytes();
    return List.of(
        entry(ROVER, 130, key, new Body.Life(0, 1, Phase.CLAIMED, "")),
        entry(ROVER, 131, key, new Body.Life(0, 1, Phase.RUNNING, "")),
        entry(ROVER, 132, key, new Body.Life(0, 1, Phase.FAILED, "")),
        entry(ROVER, 133, key, new Body.Life(0, 2, Phase.RUNNING, "")),
        entry(ROVER, 134, key, new Body.Life(0, 2, Phase.DONE, "")));
  }

  /** The task of {@code entry-create-full}. */
  static TaskId taskFull() {
    return TaskId.of(createFull().id());
  }

  /** Name of the vector to the entry. */
  static SortedMap<String, Entry> entries() {
    Bytes whole = task().bytes();
    Bytes key = task().key().bytes();
    Spec spec = new Spec(2, 9, 0, 3, parameters());
    SortedMap<String, Entry> all = new TreeMap<>();
    all.put("entry-create", create());
    all.put("entry-create-full", createFull());
    all.put("entry-edit", entry(BASE, 3, whole, new Body.Edit(spec)));
    all.put("entry-life", entry(ROVER, 3, key, new Body.Life(1, 300, Phase.FAILED, "disk busy")));
    all.put("entry-cancel", entry(BASE, 4, whole, new Body.Cancel(0, "wrong node")));
    all.put("entry-reopen", entry(BASE, 5, whole, new Body.Reopen(1)));
    all.put("entry-approve", entry(BASE, 6, whole, new Body.Approve(1)));
    all.put("entry-note", entry(ROVER, 4, key, new Body.Note("fan replaced, 温度 ok")));
    all.put("entry-result", entry(ROVER, 5, key, new Body.Result(1, 301, "freed 1.2 GB")));
    all.put(
        "entry-epoch-start",
        entry(
            ROVER,
            1,
            Bytes.EMPTY,
            new Body.EpochStart(
                List.of(
                    new Body.EpochStart.Earlier(0x5eed_0000, 41),
                    new Body.EpochStart.Earlier(0xffff_fffe, Entry.SEQ_MAX)),
                Body.EpochStart.Cause.NONCE)));
    roster(all);
    all.putAll(GoldenLedger.entries());
    return all;
  }

  /** Name of the vector to the frame's message. */
  static SortedMap<String, Message> messages() {
    Message.Stamp stamp = new Message.Stamp(17, 300);
    SortedMap<String, Message> all = new TreeMap<>();
    all.put("frame-beacon", beacon(stamp));
    all.put("frame-beacon-radio", radioBeacon(stamp));
    all.put("frame-heads", Message.Heads.ofAll(GoldenLedger.items(), stamp));
    all.put("frame-heads-bounded", boundedHeads(stamp));
    all.put("frame-heads-partial", partialHeads(stamp));
    all.put("frame-head-sig", new Message.HeadSigMessage(headSig()));
    all.put("frame-delta-one", new Message.Delta(statuses().subList(0, 1)));
    all.put("frame-delta-five", new Message.Delta(statuses()));
    all.put("frame-delta-create", new Message.Delta(List.of(create())));
    all.put("frame-entries", new Message.Entries(List.of(create(), statuses().get(4))));
    all.put("frame-ranges", GoldenRanges.live(stamp));
    all.put("frame-ranges-long", GoldenRanges.longLive(stamp));
    all.put("frame-ranges-heads", GoldenRanges.heads(stamp));
    all.put("frame-want", want(stamp));
    all.put("frame-frag", frag());
    all.put("frame-head", new Message.Head(partialHeads(stamp), List.of(headSig())));
    return all;
  }

  /**
   * Name of the vector to the message of a frame with compressed entries. Its bytes were written
   * once: another zlib may write others, and everybody must read them.
   */
  static SortedMap<String, Message> compressedMessages() {
    SortedMap<String, Message> all = new TreeMap<>();
    all.put("frame-delta-deflated", new Message.Delta(statuses()));
    List<Entry> many = new ArrayList<>(List.of(create()));
    for (int seq = 200; seq < 240; seq++) {
      Bytes key = task().key().bytes();
      many.add(entry(ROVER, 2L * seq, key, new Body.Note("pump " + seq + " checked, 温度 ok")));
    }
    all.put("frame-entries-deflated", new Message.Entries(many));
    return all;
  }

  /** The same goodbye as {@code frame-beacon}, signed by its sender. */
  static Bytes signedGoodbye() {
    Message.Beacon said = beacon(new Message.Stamp(17, 301));
    return FRAMES.encode(said, Optional.of(ROVER));
  }

  /** One write of every kind. */
  static List<Write> writes() {
    Entry create = create();
    return List.of(
        new Write.Append(new StoredEntry(create, 1, true)),
        new Write.Live(task().key(), List.of(create.id(), statuses().get(4).id())),
        new Write.Log(GoldenLedger.ledger().log(GoldenLedger.RUN_LOG)),
        new Write.Log(new LogState(create.log(), SeqRanges.NONE, 0, IdSum.ZERO, Optional.empty())),
        new Write.Digest(new LiveDigest(1, IdSum.ZERO.plus(create.id()))),
        new Write.Due(task().key(), true),
        new Write.Due(task().key(), false),
        new Write.Cursor(new LinkName("mesh0"), 42),
        new Write.PutPeer(
            new Peer(
                BASE.author(),
                "base",
                BASE.publicKey(),
                3,
                9,
                Optional.of(report()),
                1_795_420_800_123L,
                false)),
        new Write.ForgetPeer(BASE.author()),
        new Write.Counter(Write.Counter.Name.SESSION, 17),
        new Write.Counter(Write.Counter.Name.EPOCH, 0xffff_fffeL),
        new Write.Counter(Write.Counter.Name.HYBRID_TIME, TIME.bits()),
        new Write.Counter(Write.Counter.Name.ROSTER_VERSION, 2));
  }

  /** Name of the file without its ending, to its bytes. */
  static SortedMap<String, Bytes> files() {
    SortedMap<String, Bytes> files = new TreeMap<>();
    entries().forEach((name, entry) -> files.put(name, entry.canonical()));
    messages()
        .forEach((name, message) -> files.put(name, FRAMES.encode(message, Optional.empty())));
    files.put("frame-beacon-signed", signedGoodbye());
    files.put("batch-writes", WRITES.encode(writes()));
    return files;
  }

  /** Of rover-07 over all of its second log. */
  static HeadSig headSig() {
    return GoldenLedger.signatures().get(0);
  }

  /** By radio: no name, no health, no leases. */
  private static Message radioBeacon(Message.Stamp stamp) {
    return beacon(stamp, true, List.of(), Optional.empty(), "", Bytes.EMPTY);
  }

  private static SortedMap<String, String> parameters() {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("keep_days", "7");
    parameters.put("path", "/var/log/Gerät");
    return parameters;
  }

  private static Entry createFull() {
    Spec spec = new Spec(1, 9, 218_000_000L, 3, parameters());
    return entry(
        BASE,
        2,
        Bytes.EMPTY,
        new Body.Create(
            Bytes.ofHex("b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"),
            new ActionName("restart-service"),
            Optional.of(ROVER.author()),
            EPOCH,
            spec,
            true,
            List.of("role=gateway", "site=north"),
            task().bytes()));
  }

  private static void roster(SortedMap<String, Entry> all) {
    Bytes roster = TaskId.ROSTER.bytes();
    List<Body.RosterItem.Item> items = new ArrayList<>();
    items.add(
        new Body.RosterItem.Member(
            new NodeId("rover-07"),
            ROVER.publicKey(),
            List.of(Capability.R0, Capability.R1, Capability.OPERATOR),
            List.of(1, 300),
            EPOCH));
    items.add(
        new Body.RosterItem.Revoke(
            BASE.author(),
            List.of(new Body.RosterItem.Head(EPOCH, 7, Bytes.ofHex("c0".repeat(16))))));
    items.add(new Body.RosterItem.WrappedKey(2, ROVER.author(), Bytes.ofHex("d0".repeat(60))));
    items.add(new Body.RosterItem.Pause(1, true));
    List<String> names = List.of("member", "revoke", "wrapped-key", "pause");
    for (int i = 0; i < names.size(); i++) {
      Body body = new Body.RosterItem(2, 4, items.get(i));
      all.put("entry-roster-" + names.get(i), entry(AUTHORITY, i + 1, roster, body));
    }
  }

  /** With the one lease that rover-07 has: it runs the task of {@code entry-create-full}. */
  private static Message.Beacon beacon(Message.Stamp stamp) {
    List<Message.Beacon.Lease> leases =
        List.of(new Message.Beacon.Lease(taskFull().key().bytes().longAt(0), 1));
    return beacon(stamp, false, leases, Optional.of(report()), "rover-07", ROVER.publicKey());
  }

  /** With the digests of the ledger, salted by the counter; the later one is a goodbye. */
  private static Message.Beacon beacon(
      Message.Stamp stamp,
      boolean liveOnly,
      List<Message.Beacon.Lease> leases,
      Optional<HealthReport> health,
      String name,
      Bytes publicKey) {
    FingerprintTree.Summary live = GoldenLedger.live().summary(Bytes.EMPTY, Bytes.EMPTY);
    FingerprintTree.Summary heads = GoldenLedger.heads().summary(Bytes.EMPTY, Bytes.EMPTY);
    return new Message.Beacon(
        stamp,
        live.count(),
        GoldenLedger.fingerprint(Message.Ranges.Space.LIVE, stamp.counter(), live),
        heads.count(),
        GoldenLedger.fingerprint(Message.Ranges.Space.HEADS, stamp.counter(), heads),
        GoldenLedger.roster().version(),
        1,
        liveOnly,
        leases,
        health,
        name,
        publicKey,
        stamp.counter() == 301);
  }

  /** Open tasks and ledger hash are those of the ledger; all else is made up. */
  static HealthReport report() {
    return new HealthReport(
        HealthState.DEGRADED,
        61,
        TIME,
        List.of(
            new Reading("disk_pct", 91_000, HealthState.DEGRADED),
            new Reading("load1", 420, HealthState.OK),
            new Reading("temp_c", -3_500, HealthState.OK)),
        86_400,
        3,
        GoldenLedger.ledger().openTasks(),
        GoldenLedger.ledger().hash().longAt(0),
        4);
  }

  /** All logs of base. */
  private static Message boundedHeads(Message.Stamp stamp) {
    Bytes lower = create().log().key();
    Bytes upper = new LogId(BASE.author(), GoldenLedger.EPOCH + 1).key();
    List<Message.Heads.Item> items =
        GoldenLedger.items().stream()
            .filter(item -> item.log().author().equals(BASE.author()))
            .toList();
    return new Message.Heads(items, stamp, lower, upper, false);
  }

  /** Of the logs before those of base only the one that changed. */
  private static Message.Heads partialHeads(Message.Stamp stamp) {
    return new Message.Heads(
        List.of(GoldenLedger.item(GoldenLedger.RUN_LOG)),
        stamp,
        Bytes.EMPTY,
        create().log().key(),
        true);
  }

  /** The gap, and what may follow. */
  private static Message want(Message.Stamp stamp) {
    return new Message.Want(
        stamp,
        List.of(
            new Message.Want.LogRange(ROVER_LOG, 2, 2),
            new Message.Want.LogRange(GoldenLedger.SHARED_LOG, 5, Entry.SEQ_MAX)),
        List.of(
            new Message.Want.Item(create().id().prefix(), 0),
            new Message.Want.Item(create().id().bytes(), 150)),
        List.of(ROVER_LOG));
  }

  private static Message frag() {
    Entry whole = create();
    return new Message.Frag(
        whole.id().prefix(),
        whole.canonical().size(),
        100,
        whole.canonical().slice(100, whole.canonical().size()));
  }

  private static Entry entry(TestKeys key, long seq, Bytes task, Body body) {
    return entry(key, EPOCH, seq, task, body);
  }

  /** Later epochs begin a minute later each. */
  static Entry entry(Signer key, int epoch, long seq, Bytes task, Body body) {
    LogId log = new LogId(key.author(), epoch);
    HybridTime begun = HybridTime.ofWall(TIME.wallMillis() + 60_000L * (epoch - EPOCH));
    HybridTime time = new HybridTime(begun.bits() + seq);
    return ENTRIES.compose(new Draft(log, seq, 0, task, time, body), key);
  }
}
