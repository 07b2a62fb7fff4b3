package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.HealthBoard;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.Proofs;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.TaskSteps;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.LinkView;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.sync.SyncEngine;
import io.echofield.swarmkit.core.sync.SyncHost;
import io.echofield.swarmkit.core.time.HybridClock;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.List;
import java.util.Optional;

/**
 * A node of the swarm, told everything and doing nothing itself.
 *
 * <p>{@link #apply} is deterministic: equal constructor arguments and equal events give equal
 * outcomes. It never throws for what a peer or a file gave. One thread. The owner makes the writes
 * of one or more outcomes durable, calls {@link #committed}, and only then hands over their sends
 * and replies and starts their jobs.
 */
public final class SwarmNode {
  private static final long NEVER = Long.MAX_VALUE;

  // fixed
  private final NodeParts parts;
  private final NodeSettings settings;
  private final RosterBook roster;
  private final Ledger ledger;
  private final OwnLog own;
  private final SyncEngine engine;
  private final HealthBoard board;
  private final OtherLives lives;
  private final LedgerDesk desk;
  private final ContinuityDesk continuity;
  private final HealthDesk health;
  private final MessageDesk messages;
  private final CommandDesk commands;
  private final Rejections rejections = new Rejections();
  private final StoreMode mode = new StoreMode();
  private final Handler handler = new Handler();

  // while the process lives
  private final OutcomeBuilder out = new OutcomeBuilder();
  private Now now = new Now(0, 0);
  private boolean begun;
  private boolean continued;
  private boolean leaving;
  private long startedMono = NEVER;

  /**
   * A node over what its store restored.
   *
   * @param found what lay beside the store
   */
  public SwarmNode(
      NodeSettings settings, NodeParts parts, Restored restored, ContinuityFound found) {
    this.parts = parts;
    this.settings = settings;
    this.roster =
        new RosterBook(parts.hash(), parts.verifier(), parts.authorityKey(), parts.signer());
    restored.peers().forEach(peer -> roster.learn(peer.publicKey()));
    restored.logs().forEach(log -> log.signature().ifPresent(sig -> roster.learn(sig.publicKey())));
    this.ledger =
        new Ledger(
            parts.hash(),
            roster,
            parts.reader(),
            restored.logs(),
            restored.live(),
            restored.arrivals());
    Proofs proofs = new Proofs(parts.hash(), ledger, roster, parts.verifier(), parts.signer());
    HybridClock clock =
        new HybridClock(new HybridTime(restored.counter(Write.Counter.Name.HYBRID_TIME)));
    this.own =
        new OwnLog(
            parts.signer(),
            parts.entryCodec(),
            parts.hash(),
            ledger,
            proofs,
            clock,
            parts.random(),
            restored);
    long session =
        Math.min(ContinuityDesk.sessionFloor(restored, found) + 1, SyncEngine.SESSION_MAX);
    this.engine =
        new SyncEngine(
            own.author(),
            parts.hash(),
            ledger,
            parts.frameCodec(),
            parts.random(),
            settings.sync(),
            new EngineHost(),
            restored.cursors(),
            session);
    settings.links().forEach(engine::configure);
    this.board = new HealthBoard(settings.healthMaxAgeMillis(), settings.sync().beaconMillis());
    board.restore(restored.peers());
    out.counter(Write.Counter.Name.SESSION, session);
    this.lives = new OtherLives(own, ledger, restored);
    this.desk =
        new LedgerDesk(
            parts, roster, ledger, proofs, clock, own, engine, lives, out, settings, board,
            restored);
    this.continuity = new ContinuityDesk(own, lives, engine, out, parts.random(), restored, found);
    this.health =
        new HealthDesk(own.author(), settings, ledger, desk, mode, board, engine, clock, out);
    PeerDesk peers = new PeerDesk(board, roster, out);
    this.messages =
        new MessageDesk(parts, roster, ledger, desk, mode, peers, engine, lives, rejections, out);
    this.commands =
        new CommandDesk(
            own.author(),
            ledger,
            desk,
            mode,
            this::nameOf,
            () -> health.checkSoon(now),
            this::leave);
  }

  /** What this event leads to. */
  public Outcome apply(Event event) {
    now = event.now();
    desk.at(now);
    begin();
    if (event instanceof Event.StoreReadOnly fault) {
      // Before anything is written: this may be the first event.
      mode.told(Optional.of(fault.why()));
    }
    checkContinuity();
    event.accept(handler);
    if (mode.writable() && now.monoMillis() >= desk.signDueMono()) {
      desk.sign();
    }
    if (mode.writable() && !leaving) {
      desk.runner().pump(now);
    }
    if (!leaving) {
      health.pump(now);
    }
    engine.pump(now.monoMillis());
    if (mode.writable()) {
      continuity.pump(now);
    }
    return out.take(wakeMono(), mode.writable());
  }

  /** Before anything is written: whether this node's log goes on. */
  private void checkContinuity() {
    if (mode.writable() && !continued) {
      continued = true;
      continuity.begin(desk, now);
    } else if (mode.writable()) {
      desk.checkContinuity();
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      startedMono = Math.min(startedMono, now.monoMillis());
      board.expect(settings.expectedPeers(), now.wallMillis());
    }
  }

  /**
   * Goes on where an earlier core of this process ended, of which all that was not committed is
   * void: with its session and stamps, which others know, with its health, and with what it heard
   * of others. Before any event.
   *
   * @param running the job that still runs
   */
  public void resume(SwarmNode earlier, Optional<Job.RunRemedy> running) {
    engine.resume(earlier.engine);
    out.counter(Write.Counter.Name.SESSION, engine.session());
    board.restore(earlier.board.peers());
    earlier.board.peers().forEach(peer -> desk.keysMayHaveChanged(peer.publicKey()));
    health.resume(earlier.health);
    mode.resume(earlier.mode);
    startedMono = earlier.startedMono;
    leaving = earlier.leaving;
    desk.runner().resume(earlier.desk.runner(), running);
  }

  /** The writes of all outcomes so far are durable and the reader sees them. */
  public void committed() {
    ledger.settled();
  }

  /** The record of an outcome lies beside the store, durably. */
  public void continuityKept(Continuity record) {
    continuity.kept(record);
  }

  /** The record could not be written, for this reason; the one before still lies there. */
  public void continuityNotKept(String reason) {
    continuity.notKept(reason);
  }

  /** Whether this node's life is of one piece. */
  public ContinuityView continuity(long nowWallMillis) {
    return continuity.view(nowWallMillis);
  }

  public Author self() {
    return own.author();
  }

  public long session() {
    return engine.session();
  }

  /** The epoch that this node writes in, as an unsigned 32-bit number. */
  public long epoch() {
    return own.epoch();
  }

  public Ledger ledger() {
    return ledger;
  }

  public RosterBook roster() {
    return roster;
  }

  public HealthBoard board() {
    return board;
  }

  /** This node's newest health; empty before the first cycle ended. */
  public Optional<HealthReport> report() {
    return health.report();
  }

  /** Checks that could not be made in the newest cycle, one line each. */
  public List<String> faults() {
    return health.faults();
  }

  public List<LinkView> links() {
    return engine.views();
  }

  /** {@link SyncEngine#headsHash}. */
  public Bytes headsHash() {
    return engine.headsHash();
  }

  /** Entries that some link still owes. */
  public long owed() {
    return engine.owed();
  }

  public Rejections rejections() {
    return rejections;
  }

  /** Entries that claimed to be this node's own and were not. */
  public long alarms() {
    return desk.alarms();
  }

  /** Entries whose stamp lay too far ahead of this node's clock. */
  public long clockSuspects() {
    return desk.clockSuspects();
  }

  /** Why nothing can be made durable at present; empty if it can. */
  public Optional<ReadOnly> readOnly() {
    return mode.readOnly();
  }

  /**
   * How often an entry or head signature came that was not taken, because the store was read-only
   * or one frame brought too much. They come again.
   */
  public long deferred() {
    return mode.deferred();
  }

  /** Tasks bound to this node, and tasks bound to no node, that are not settled. */
  public int dueTasks() {
    return desk.runner().dueCount();
  }

  /** How long this node has run at its latest event, in seconds. */
  public long uptimeSeconds() {
    return startedMono == NEVER ? 0 : Math.max(0, now.monoMillis() - startedMono) / 1_000;
  }

  /** Whether a check or a remediation runs or is about to. */
  public boolean busy() {
    boolean running = mode.writable() ? desk.runner().busy() : desk.runner().running();
    return health.checking() || running;
  }

  /** Who holds a task that is bound to no node, and until when; empty if nobody does. */
  public Optional<LeaseView> lease(TaskKey key) {
    return desk.runner().lease(key, now);
  }

  /** Why a task that this node might carry out does not run here now; empty if nothing holds it. */
  public Optional<String> waitingFor(TaskKey key) {
    return mode.readOnly().map(ReadOnly::reason).or(() -> desk.runner().waitingFor(key));
  }

  /** The name under which an author is known: roster, then beacons, then its key id. */
  public String nameOf(Author author) {
    if (author.equals(self())) {
      return settings.node().text();
    }
    return roster
        .member(author)
        .map(member -> member.name().text())
        .or(() -> board.peer(author).map(Peer::name).filter(name -> !name.isEmpty()))
        .orElse(author.toString());
  }

  private long wakeMono() {
    long wake = engine.wakeMono(now.monoMillis());
    if (mode.writable()) {
      wake = Math.min(wake, Math.min(desk.signDueMono(), continuity.dueMono()));
    }
    if (leaving) {
      return wake;
    }
    if (mode.writable()) {
      wake = Math.min(wake, desk.runner().wakeMono(now.monoMillis()));
    }
    return Math.min(wake, health.dueMono());
  }

  /** The node stops on purpose: sign what is not signed, and say goodbye on every link. */
  private void leave() {
    leaving = true;
    if (mode.writable()) {
      desk.runner().leave(now);
      desk.sign();
      continuity.leave();
    }
    health.publish(Optional.empty());
    engine.farewell(now.monoMillis());
  }

  /** Events from outside. */
  private final class Handler implements Event.Visitor {
    @Override
    public void tick(Event.Tick tick) {
      desk.runner().timePassed(now);
    }

    @Override
    public void linkUp(Event.LinkUp linkUp) {
      engine.linkUp(linkUp.link(), linkUp.limits(), now.monoMillis());
      report()
          .ifPresent(
              r -> out.send(new Send.OfHealth(linkUp.link(), engine.session(), Optional.of(r))));
    }

    @Override
    public void linkDown(Event.LinkDown linkDown) {
      engine.linkDown(linkDown.link());
    }

    @Override
    public void linkRefused(Event.LinkRefused linkRefused) {
      engine.refused(linkRefused.link(), now.monoMillis());
    }

    @Override
    public void frame(Event.FrameReceived received) {
      engine.configure(received.link());
      Decoded<Frame> decoded = parts.frameCodec().decode(received.bytes());
      if (decoded instanceof Decoded.Accepted<Frame> frame) {
        messages.take(received, frame.value());
      } else {
        rejections.count(((Decoded.Rejected<Frame>) decoded).reason());
      }
    }

    @Override
    public void vanished(Event.PeerVanished vanished) {
      if (board.hint(vanished.node().text(), vanished.session(), now.wallMillis())) {
        engine.beaconSoon(now.monoMillis());
      }
    }

    @Override
    public void checked(Event.CheckFinished checked) {
      health.checked(checked, uptimeSeconds());
    }

    @Override
    public void remedied(Event.RemedyFinished remedied) {
      if (!mode.writable()
          || !desk.runner().ended(remedied.task(), remedied.gen(), remedied.term())) {
        return;
      }
      Bytes task = remedied.task().bytes();
      if (remedied.done()) {
        String text = Texts.clip(remedied.text(), Body.TEXT_BYTES_MAX);
        desk.writeOwn(task, new Body.Result(remedied.gen(), remedied.term(), text));
        desk.writeOwn(task, TaskSteps.done(remedied.gen(), remedied.term()));
      } else {
        String reason = Texts.clip(remedied.text(), Body.REASON_BYTES_MAX);
        desk.writeOwn(task, TaskSteps.failed(remedied.gen(), remedied.term(), reason));
      }
    }

    @Override
    public void storeReadOnly(Event.StoreReadOnly readOnly) {
      engine.storing(false, now.monoMillis());
      tellStore();
    }

    @Override
    public void storeWritable(Event.StoreWritable writable) {
      mode.told(Optional.empty());
      checkContinuity();
      // Something to write even if nothing was held back, so that it shows whether it works.
      out.counter(Write.Counter.Name.SESSION, engine.session());
      engine.storing(true, now.monoMillis());
      desk.runner().lookAgain();
      tellStore();
    }

    private void tellStore() {
      if (!leaving) {
        health.storeChanged(uptimeSeconds(), now);
      }
    }

    @Override
    public void command(Event.CommandReceived received) {
      out.reply(new Reply(received.id(), received.command().accept(commands)));
    }
  }

  private final class EngineHost implements SyncHost {
    @Override
    public Message.Beacon beacon(
        Message.Stamp stamp, Digests digests, BeaconForm form, int leasesMax) {
      boolean whole = form == BeaconForm.WHOLE;
      Optional<HealthReport> told =
          form == BeaconForm.DIGEST ? Optional.empty() : health.current(now);
      return new Message.Beacon(
          stamp,
          digests.liveCount(),
          digests.liveFingerprint(),
          digests.headsCount(),
          digests.headsFingerprint(),
          roster.version(),
          0,
          settings.sync().liveOnly(),
          form == BeaconForm.DIGEST ? List.of() : leases(leasesMax),
          told.map(r -> leaving ? offline(r) : r).map(r -> whole ? r : r.brief()),
          form != BeaconForm.DIGEST && (whole || roster.open()) ? settings.node().text() : "",
          whole && roster.open() ? parts.signer().publicKey() : Bytes.EMPTY,
          leaving);
    }

    private List<Message.Beacon.Lease> leases(int leasesMax) {
      return desk.runner().renew(mode.writable() && !leaving, leasesMax, now);
    }

    private HealthReport offline(HealthReport r) {
      return new HealthReport(
          HealthState.OFFLINE,
          r.score(),
          r.time(),
          r.readings(),
          r.uptimeSeconds(),
          r.outbox(),
          r.tasksOpen(),
          r.ledgerPrefix(),
          r.peers());
    }

    @Override
    public int send(LinkName link, Channel channel, int slot, Message message, boolean signed) {
      Optional<Signer> signer = signed ? Optional.of(parts.signer()) : Optional.empty();
      Bytes frame = parts.frameCodec().encode(message, signer);
      if (message instanceof Message.Beacon beacon) {
        lives.sent(beacon.stamp(), frame);
      }
      out.send(new Send.OfFrame(link, channel, slot, frame));
      return frame.size();
    }

    @Override
    public void session(long session) {
      out.counter(Write.Counter.Name.SESSION, session);
    }

    @Override
    public void cursor(LinkName link, long arrival) {
      out.cursor(new Write.Cursor(link, arrival));
    }
  }
}
