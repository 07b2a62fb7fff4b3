package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.HealthBoard;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Proofs;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.SyncEngine;
import io.echofield.swarmkit.core.time.HybridClock;
import java.util.List;
import java.util.Optional;

/**
 * Where everything enters the ledger: entries of others, this node's own ones, and head signatures.
 *
 * <p>Adds to the ledger and says what must become durable; tells the sync engine and the task
 * runner what changed. One thread.
 */
final class LedgerDesk implements TaskRunner.Host {
  /** Own new entries are proven by one head signature after this pause: a burst costs one. */
  static final long SIGN_PAUSE_MILLIS = 100;

  private static final long NEVER = Long.MAX_VALUE;

  // fixed
  private final NodeParts parts;
  private final RosterBook roster;
  private final Ledger ledger;
  private final Proofs proofs;
  private final HybridClock clock;
  private final OwnLog own;
  private final SyncEngine engine;
  private final OtherLives lives;
  private final OutcomeBuilder out;
  private final TaskRunner runner;

  // while the process lives
  private Now now = new Now(0, 0);
  private long signDueMono;
  private long alarms;
  private long clockSuspects;

  LedgerDesk(
      NodeParts parts,
      RosterBook roster,
      Ledger ledger,
      Proofs proofs,
      HybridClock clock,
      OwnLog own,
      SyncEngine engine,
      OtherLives lives,
      OutcomeBuilder out,
      NodeSettings settings,
      HealthBoard board,
      Restored restored) {
    this.parts = parts;
    this.roster = roster;
    this.ledger = ledger;
    this.proofs = proofs;
    this.clock = clock;
    this.own = own;
    this.engine = engine;
    this.lives = lives;
    this.out = out;
    this.runner = runner(settings, board, restored.due());
    if (restored.counter(Write.Counter.Name.ROSTER_VERSION) != roster.version()) {
      // The process before ended while tasks were looked through.
      runner.rosterChanged();
    }
    out.counter(Write.Counter.Name.EPOCH, own.epoch());
    signDueMono = NEVER;
    signIfOwed(0);
  }

  /** Signs not later than this if there is something to sign. */
  private void signIfOwed(long mono) {
    if (own.lastSeq() > ledger.log(own.id()).provenSeq()) {
      signDueMono = Math.min(signDueMono, mono);
    }
  }

  private TaskRunner runner(NodeSettings settings, HealthBoard board, List<TaskKey> due) {
    Author self = own.author();
    LeaseBook leases = new LeaseBook(settings.leaseMillis());
    BoundTasks bound = new BoundTasks(self, roster, parts.gate(), () -> (int) own.epoch());
    ClaimDesk claims =
        new ClaimDesk(
            self,
            roster,
            parts.gate(),
            new Labels(settings.labels()),
            new Candidates(self, parts.hash(), board),
            leases,
            new EarlierClaims(self, ledger));
    return new TaskRunner(self, ledger, bound, claims, leases, this, due);
  }

  /** What the clocks say in the event at hand. */
  void at(Now eventNow) {
    now = eventNow;
    runner.at(eventNow);
  }

  TaskRunner runner() {
    return runner;
  }

  /** When {@link #sign} is due. */
  long signDueMono() {
    return signDueMono;
  }

  long alarms() {
    return alarms;
  }

  long clockSuspects() {
    return clockSuspects;
  }

  /** Begins a new epoch if this node's log cannot be continued with what is here. */
  void checkContinuity() {
    if (own.chain().isEmpty()) {
      openEpoch(Body.EpochStart.Cause.SEEN, Optional.empty());
    }
  }

  /** Adds an entry from wherever it came; {@code from} is empty for this node's own. */
  boolean merge(Entry entry, Optional<LinkName> from) {
    return merge(entry, from, from);
  }

  /**
   * Adds an entry that a medium kept of an earlier life of this node: no member has shown to hold
   * it, so it is owed there as everywhere else.
   */
  boolean mergeKept(Entry entry, LinkName from) {
    return merge(entry, Optional.of(from), Optional.empty());
  }

  private boolean merge(Entry entry, Optional<LinkName> from, Optional<LinkName> heldThere) {
    Optional<Ledger.Merged> merged = ledger.merge(entry);
    merged.ifPresent(added -> added(added, from, heldThere));
    return merged.isPresent();
  }

  /** What follows from an entry that is new here. */
  private void added(Ledger.Merged merged, Optional<LinkName> from, Optional<LinkName> heldThere) {
    Entry entry = merged.stored().entry();
    write(merged);
    if (from.isPresent()) {
      witness(merged.stored());
    }
    engine.merged(merged.stored(), heldThere, now.monoMillis());
    long provenSeq = ledger.log(entry.log()).provenSeq();
    proofs.retry(entry).ifPresent(log -> signed(log, provenSeq, from));
    if (merged.newRoster()) {
      runner.rosterChanged();
      signIfOwed(now.monoMillis() + SIGN_PAUSE_MILLIS);
    }
    merged.task().filter(key -> !key.equals(TaskId.ROSTER.key())).ifPresent(runner::changed);
  }

  private void write(Ledger.Merged merged) {
    out.append(new Write.Append(merged.stored()));
    merged.task().ifPresent(key -> out.live(new Write.Live(key, merged.liveEntries())));
    out.log(new Write.Log(merged.log()));
    out.digest(new Write.Digest(ledger.live()));
  }

  private void witness(StoredEntry stored) {
    Entry entry = stored.entry();
    if (clock.witness(entry.hlc(), now.wallMillis()) == HybridClock.Admission.SUSPECT) {
      clockSuspects++;
    }
    out.counter(Write.Counter.Name.HYBRID_TIME, clock.last().bits());
    if (entry.author().equals(own.author())) {
      witnessOwn(entry);
    }
  }

  /** An entry in this node's name that this process did not write. */
  private void witnessOwn(Entry entry) {
    boolean genuine = roster.valid(entry);
    boolean atHand = entry.log().equals(own.id());
    if (genuine && atHand) {
      lives.contradicted(entry.seq(), now);
      openEpoch(Body.EpochStart.Cause.SEEN, Optional.empty());
    } else if (atHand) {
      alarms++;
    }
    if (genuine) {
      lives.entry(entry, now);
    }
  }

  /**
   * Goes on in a new epoch, after what was written in the one at hand is signed.
   *
   * @param known where an earlier epoch ended at least, whatever the ledger holds of it
   */
  void openEpoch(Body.EpochStart.Cause cause, Optional<Body.EpochStart.Earlier> known) {
    sign();
    Entry start = own.newEpoch(cause, known, now.wallMillis());
    out.counter(Write.Counter.Name.EPOCH, own.epoch());
    mergeOwn(start);
  }

  /** Writes an entry of this node. */
  Entry writeOwn(Bytes task, Body body) {
    Entry entry = own.compose(task, body, now.wallMillis());
    mergeOwn(entry);
    return entry;
  }

  private void mergeOwn(Entry entry) {
    out.counter(Write.Counter.Name.OWN_SEQ, own.lastSeq());
    out.counter(Write.Counter.Name.HYBRID_TIME, clock.last().bits());
    ledger.mergeOwn(entry).ifPresent(merged -> added(merged, Optional.empty(), Optional.empty()));
    signDueMono = Math.min(signDueMono, now.monoMillis() + SIGN_PAUSE_MILLIS);
  }

  /**
   * Signs what this node wrote since its last head signature, and tells it. Waits for a roster that
   * names this node: nobody else could check the signature, and HEADS would differ until then.
   */
  void sign() {
    signDueMono = NEVER;
    Optional<LogState> signed =
        own.chain()
            .filter(chain -> roster.vouchesFor(own.author()))
            .flatMap(chain -> proofs.sign(own.id(), own.lastSeq(), chain));
    if (signed.isPresent()) {
      out.log(new Write.Log(signed.get()));
      engine.signed(own.id(), Optional.empty(), now.monoMillis());
    }
  }

  /** Takes a head signature from elsewhere. */
  void admit(HeadSig sig, Optional<LinkName> from) {
    keysMayHaveChanged(sig.publicKey());
    boolean atHand =
        sig.log().equals(own.id()) && !ledger.log(own.id()).signature().equals(Optional.of(sig));
    if (atHand && genuineOwn(sig) && own.contradictedBy(sig)) {
      lives.contradicted(sig.seq(), now);
      openEpoch(Body.EpochStart.Cause.SEEN, Optional.empty());
    }
    long provenSeq = ledger.log(sig.log()).provenSeq();
    proofs.admit(sig).ifPresent(log -> signed(log, provenSeq, from));
  }

  /** A log has another signature or proof than before. */
  private void signed(LogState log, long provenBefore, Optional<LinkName> from) {
    out.log(new Write.Log(log));
    engine.signed(log.log(), from, now.monoMillis());
    if (log.log().author().equals(own.author()) && log.provenSeq() > provenBefore) {
      lives.proven(log, now);
    }
  }

  private boolean genuineOwn(HeadSig sig) {
    Bytes input = parts.hash().headSignInput(sig.log(), sig.seq(), sig.chain());
    return parts.verifier().verify(parts.signer().publicKey(), input, sig.signature());
  }

  /** Believes a key that somebody told, where that is safe; what it proves may count now. */
  void keysMayHaveChanged(Bytes publicKey) {
    if (!publicKey.isEmpty() && roster.learn(publicKey)) {
      ledger.standingChanged();
      runner.lookAgain();
    }
  }

  /** Writes a new task of this node. */
  TaskId addTask(Command.AddTask add) {
    return TaskId.of(writeOwn(Bytes.EMPTY, create(add)).id());
  }

  private Body.Create create(Command.AddTask add) {
    byte[] salt = new byte[Body.Create.SALT_BYTES];
    parts.random().nextBytes(salt);
    return new Body.Create(
        Bytes.copyOf(salt),
        add.action(),
        add.target(),
        add.exclusive() ? add.target().map(this::epochOf).orElse(0) : 0,
        add.spec(),
        add.exclusive(),
        add.labels(),
        add.after().map(TaskId::bytes).orElse(Bytes.EMPTY));
  }

  /** The log that a node writes in now, as far as is known here; 0 if nothing is. */
  private int epochOf(Author node) {
    return node.equals(own.author()) ? (int) own.epoch() : TargetEpochs.newest(ledger, node);
  }

  @Override
  public void write(TaskView task, Body body, Now at) {
    writeOwn(task.id().key().bytes(), body);
  }

  @Override
  public void due(TaskKey task, boolean due) {
    out.due(task, due);
  }

  @Override
  public void sought() {
    out.counter(Write.Counter.Name.ROSTER_VERSION, roster.version());
  }

  @Override
  public void start(Job.RunRemedy job) {
    out.job(job);
  }
}
