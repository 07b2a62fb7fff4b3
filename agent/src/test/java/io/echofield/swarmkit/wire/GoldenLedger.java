package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Proofs;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.HeadsRecords;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.security.Ed25519Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ledger of a small swarm with an authority, held whole by rover-07: what the vectors say of a
 * ledger they say of this one.
 *
 * <p>Five logs: a gap in one, a fork and a forged entry in another, two with a head signature.
 * Three tasks: failed in its second generation, running, and done by base after rover-07 failed.
 */
final class GoldenLedger {
  static final int EPOCH = 0x5eed_0002;
  static final LogId RUN_LOG = new LogId(GoldenVectors.ROVER.author(), EPOCH);
  static final LogId SHARED_LOG = new LogId(GoldenVectors.BASE.author(), EPOCH);

  /** Their log goes from 1 to 5 without gap or fork. */
  static final List<String> RUN =
      List.of(
          "entry-run-start",
          "entry-run-claimed",
          "entry-run-failed",
          "entry-run-result",
          "entry-run-other");

  /**
   * The branch that the head signature of base names; the fork and the forged entry are not of it.
   */
  static final List<String> SHARED =
      List.of("entry-shared-create", "entry-shared-running", "entry-shared-done");

  /** Entries of the vectors that are held besides those of this epoch. */
  private static final List<String> EARLIER =
      List.of(
          "entry-approve",
          "entry-cancel",
          "entry-create",
          "entry-create-full",
          "entry-edit",
          "entry-epoch-start",
          "entry-life",
          "entry-note",
          "entry-reopen",
          "entry-result");

  private static final GoldenLedger HELD = new GoldenLedger();

  private final RosterBook roster;
  private final Ledger ledger;

  /** One who claims to be base and signs with another key. */
  private record Forger() implements Signer {
    @Override
    public Author author() {
      return GoldenVectors.BASE.author();
    }

    @Override
    public Bytes publicKey() {
      return GoldenVectors.BASE.publicKey();
    }

    @Override
    public Bytes sign(Bytes message) {
      return GoldenVectors.AUTHORITY.sign(message);
    }
  }

  private GoldenLedger() {
    MemoryStore store = new MemoryStore();
    store.open();
    Ed25519Verifier verifier = new Ed25519Verifier();
    Optional<Bytes> authority = Optional.of(GoldenVectors.AUTHORITY.publicKey());
    roster = new RosterBook(GoldenVectors.HASH, verifier, authority, GoldenVectors.ROVER);
    ledger = new Ledger(GoldenVectors.HASH, roster, store.reader(), List.of(), LiveDigest.EMPTY, 0);
    held().values().forEach(ledger::merge);
    Proofs proofs = new Proofs(GoldenVectors.HASH, ledger, roster, verifier, GoldenVectors.ROVER);
    for (HeadSig signature : signatures()) {
      if (proofs.admit(signature).map(LogState::provenSeq).orElse(0L) != signature.seq()) {
        throw new IllegalStateException("a head signature must prove its log: " + signature);
      }
    }
  }

  static Ledger ledger() {
    return HELD.ledger;
  }

  static RosterBook roster() {
    return HELD.roster;
  }

  /** The HEADS space. */
  static FingerprintTree heads() {
    return HeadsRecords.tree(GoldenVectors.ROVER.author(), HELD.ledger);
  }

  /** The LIVE space. */
  static FingerprintTree live() {
    HELD.ledger.liveIndex().want();
    HELD.ledger.liveIndex().build();
    return HELD.ledger.liveIndex().tree();
  }

  static long fingerprint(Message.Ranges.Space space, long salt, FingerprintTree.Summary part) {
    return GoldenVectors.HASH.fingerprint(space.number(), salt, part.sum(), part.count());
  }

  static List<Message.Heads.Item> items() {
    return HELD.ledger.logs().values().stream().map(HeadsRecords::item).toList();
  }

  static Message.Heads.Item item(LogId log) {
    return HeadsRecords.item(HELD.ledger.log(log));
  }

  /** Name of the vector to the entry, of all that are held. */
  static SortedMap<String, Entry> held() {
    SortedMap<String, Entry> held = new TreeMap<>(GoldenVectors.entries());
    held.keySet().retainAll(names());
    return held;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(EARLIER);
    names.addAll(entries().keySet());
    return names;
  }

  /** Entries that were written for this ledger. */
  static SortedMap<String, Entry> entries() {
    SortedMap<String, Entry> all = new TreeMap<>();
    firstRoster(all);
    Entry create = sharedCreate();
    Bytes whole = TaskId.of(create.id()).bytes();
    Bytes key = TaskId.of(create.id()).key().bytes();
    all.put("entry-shared-create", create);
    all.put("entry-shared-running", shared(2, key, new Body.Life(0, 2, Phase.RUNNING, "")));
    all.put("entry-shared-fork", shared(2, key, new Body.Note("written by a copy of base")));
    all.put("entry-shared-done", shared(3, key, new Body.Life(0, 2, Phase.DONE, "")));
    all.put(
        "entry-shared-forged",
        GoldenVectors.entry(new Forger(), EPOCH, 4, whole, new Body.Reopen(1)));
    all.put("entry-run-start", run(1, Bytes.EMPTY, afterFirstEpoch()));
    all.put("entry-run-claimed", run(2, key, new Body.Life(0, 1, Phase.CLAIMED, "")));
    all.put("entry-run-failed", run(3, key, new Body.Life(0, 1, Phase.FAILED, "no answer")));
    all.put("entry-run-result", run(4, key, new Body.Result(0, 1, "exit 1")));
    Bytes other = GoldenVectors.taskFull().key().bytes();
    all.put("entry-run-other", run(5, other, new Body.Life(0, 1, Phase.RUNNING, "")));
    return all;
  }

  /** Version 1: two members, no pause. */
  private static void firstRoster(SortedMap<String, Entry> all) {
    Body.RosterItem.Item rover =
        new Body.RosterItem.Member(
            new NodeId("rover-07"),
            GoldenVectors.ROVER.publicKey(),
            List.of(Capability.R0, Capability.R1),
            List.of(),
            0);
    Body.RosterItem.Item base =
        new Body.RosterItem.Member(
            new NodeId("base"),
            GoldenVectors.BASE.publicKey(),
            List.of(Capability.OPERATOR),
            List.of(),
            0);
    List<Body.RosterItem.Item> items = List.of(rover, base, new Body.RosterItem.Pause(1, false));
    List<String> names = List.of("rover", "base", "pause");
    for (int i = 0; i < names.size(); i++) {
      Body body = new Body.RosterItem(1, 3, items.get(i));
      all.put(
          "entry-roster-first-" + names.get(i),
          GoldenVectors.entry(GoldenVectors.AUTHORITY, EPOCH, i + 1, TaskId.ROSTER.bytes(), body));
    }
  }

  private static Entry sharedCreate() {
    return shared(
        1,
        Bytes.EMPTY,
        new Body.Create(
            Bytes.ofHex("e0e1e2e3e4e5e6e7e8e9eaebecedeeef"),
            new ActionName("ping-gateway"),
            Optional.empty(),
            0,
            new Spec(1, 4, 0, 2, new TreeMap<>()),
            false,
            List.of(),
            Bytes.EMPTY));
  }

  private static Body afterFirstEpoch() {
    return new Body.EpochStart(
        List.of(new Body.EpochStart.Earlier(GoldenVectors.EPOCH, 5)), Body.EpochStart.Cause.SEEN);
  }

  private static Entry shared(long seq, Bytes task, Body body) {
    return GoldenVectors.entry(GoldenVectors.BASE, EPOCH, seq, task, body);
  }

  private static Entry run(long seq, Bytes task, Body body) {
    return GoldenVectors.entry(GoldenVectors.ROVER, EPOCH, seq, task, body);
  }

  /** Of rover-07 over its whole log, of base over its branch up to 3. */
  static List<HeadSig> signatures() {
    return List.of(
        signature(GoldenVectors.ROVER, RUN_LOG, RUN),
        signature(GoldenVectors.BASE, SHARED_LOG, SHARED));
  }

  private static HeadSig signature(TestKeys key, LogId log, List<String> branch) {
    Bytes chain = chain(branch);
    Bytes signed = key.sign(GoldenVectors.HASH.headSignInput(log, branch.size(), chain));
    return new HeadSig(log, branch.size(), chain, signed, Bytes.EMPTY);
  }

  /** The chain value after these entries, from 1 on. */
  static Bytes chain(List<String> branch) {
    SortedMap<String, Entry> entries = GoldenVectors.entries();
    Bytes chain = SwarmHash.CHAIN_START;
    for (String name : branch) {
      chain = GoldenVectors.HASH.chain(chain, entries.get(name).id());
    }
    return chain;
  }

  static LedgerReader reader() {
    return HELD.ledger.reader();
  }
}
