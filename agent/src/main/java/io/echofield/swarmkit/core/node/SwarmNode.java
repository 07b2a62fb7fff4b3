package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.Diagnosis;
import io.echofield.swarmkit.core.health.HealthBoard;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.health.PeerState;
import io.echofield.swarmkit.core.health.PeerView;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.health.Scoring;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
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
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskSteps;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.LinkView;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.sync.SyncEngine;
import io.echofield.swarmkit.core.sync.SyncHost;
import io.echofield.swarmkit.core.time.HybridClock;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A node of the swarm, told everything and doing nothing itself.
 *
 * <p>{@link #apply} is deterministic: equal constructor arguments and equal events give equal
 * outcomes. It never throws for what a peer or a file gave. One thread. The owner makes the writes
 * of one or more outcomes durable, calls {@link #committed}, and only then hands over their sends
 * and replies and starts their jobs.
 */
public final class SwarmNode {
  /**
   * Own new entries are proven by one head signature after this pause, so that a burst costs one
   * signature.
   */
  static final long SIGN_PAUSE_MILLIS = 100;

  private static final long NEVER = Long.MAX_VALUE;

  /** A peer's unchanged report is remembered again at most this often. */
  private static final long PEER_WRITE_MILLIS = 300_000;

  // fixed
  private final NodeParts parts;
  private final NodeSettings settings;
  private final RosterBook roster;
  private final Ledger ledger;
  private final Proofs proofs;
  private final HybridClock clock;
  private final SyncEngine engine;
  private final TaskRunner runner;
  private final HealthBoard board;
  private final Diagnosis diagnosis;
  private final OwnLog own;
  private final Rejections rejections = new Rejections();
  private final Handler handler = new Handler();

  // while the process lives
  private final OutcomeBuilder out = new OutcomeBuilder();
  private final Map<Author, Long> peerWrittenMono = new TreeMap<>();
  private Now now = new Now(0, 0);
  private Optional<HealthReport> report = Optional.empty();
  private List<String> faults = List.of();
  private boolean checking;
  private boolean leaving;
  private long healthDueMono;
  private long signDueMono = NEVER;
  private long startedMono = NEVER;
  private long alarms;
  private long clockSuspects;

  public SwarmNode(NodeSettings settings, NodeParts parts, Restored restored) {
    this.parts = parts;
    this.settings = settings;
    this.roster =
        new RosterBook(parts.hash(), parts.verifier(), parts.authorityKey(), parts.signer());
    restored.peers().forEach(peer -> roster.learn(peer.publicKey()));
    restored.logs().forEach(log -> log.proof().ifPresent(proof -> roster.learn(proof.publicKey())));
    this.ledger =
        new Ledger(
            parts.hash(),
            roster,
            parts.reader(),
            restored.logs(),
            restored.live(),
            restored.arrivals());
    this.proofs = new Proofs(parts.hash(), ledger, roster, parts.verifier(), parts.signer());
    this.clock = new HybridClock(new HybridTime(restored.counter(Write.Counter.Name.HYBRID_TIME)));
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
        Math.min(restored.counter(Write.Counter.Name.SESSION) + 1, SyncEngine.SESSION_MAX);
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
    this.runner =
        new TaskRunner(
            own.author(), ledger, roster, parts.gate(), new RunnerHost(), restored.due());
    this.board = new HealthBoard(settings.healthMaxAgeMillis(), settings.sync().beaconMillis());
    board.restore(restored.peers());
    this.diagnosis = new Diagnosis(settings.rules());
    out.counter(Write.Counter.Name.SESSION, session);
    out.counter(Write.Counter.Name.EPOCH, own.epoch());
    signDueMono = own.lastSeq() > ledger.log(own.id()).provenSeq() ? 0 : NEVER;
  }

  /** What this event leads to. */
  public Outcome apply(Event event) {
    now = event.now();
    if (startedMono == NEVER) {
      startedMono = now.monoMillis();
      board.expect(settings.expectedPeers(), now.wallMillis());
      if (own.chain().isEmpty()) {
        openEpoch(Body.EpochStart.Cause.SEEN);
      }
    }
    event.accept(handler);
    if (now.monoMillis() >= signDueMono) {
      sign();
    }
    if (!leaving) {
      runner.pump(now);
      startChecks();
    }
    engine.pump(now.monoMillis());
    return out.take(wakeMono());
  }

  /** The writes of all outcomes so far are durable and the reader sees them. */
  public void committed() {
    ledger.settled();
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
    return report;
  }

  /** Checks that could not be made in the newest cycle, one line each. */
  public List<String> faults() {
    return faults;
  }

  public List<LinkView> links() {
    return engine.views();
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
    return alarms;
  }

  /** Entries whose stamp lay too far ahead of this node's clock. */
  public long clockSuspects() {
    return clockSuspects;
  }

  /** Tasks bound to this node that are not settled. */
  public int dueTasks() {
    return runner.dueCount();
  }

  /** How long this node has run at its latest event, in seconds. */
  public long uptimeSeconds() {
    return startedMono == NEVER ? 0 : Math.max(0, now.monoMillis() - startedMono) / 1_000;
  }

  /** Whether a check or a remediation runs or is about to. */
  public boolean busy() {
    return checking || runner.busy();
  }

  /** Why a task bound to this node does not run now; empty if nothing holds it. */
  public Optional<String> waitingFor(TaskKey key) {
    return runner.waitingFor(key);
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
    long wake = Math.min(engine.wakeMono(now.monoMillis()), signDueMono);
    if (runner.wantsPump() && !leaving) {
      wake = Math.min(wake, now.monoMillis());
    }
    return checking || leaving ? wake : Math.min(wake, healthDueMono);
  }

  private void startChecks() {
    if (!checking && now.monoMillis() >= healthDueMono) {
      checking = true;
      healthDueMono = now.monoMillis() + settings.healthMillis();
      out.job(new Job.RunChecks());
    }
  }

  /** Adds an entry from wherever it came; {@code from} is empty for this node's own. */
  private boolean merge(Entry entry, Optional<LinkName> from) {
    Optional<Ledger.Merged> merged = ledger.merge(entry);
    if (merged.isEmpty()) {
      return false;
    }
    write(merged.get());
    if (from.isPresent()) {
      witness(merged.get().stored());
    }
    proofs.retry(entry.log()).ifPresent(state -> out.log(new Write.Log(state)));
    engine.merged(merged.get().stored(), from.orElse(null), now.monoMillis());
    if (entry.body() instanceof Body.RosterItem) {
      runner.lookAgain();
    }
    merged.get().task().filter(key -> !key.equals(TaskId.ROSTER.key())).ifPresent(runner::changed);
    return true;
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
    boolean claimsToBeMine = entry.author().equals(self()) && entry.log().equals(own.id());
    if (claimsToBeMine && roster.valid(entry)) {
      openEpoch(Body.EpochStart.Cause.SEEN);
    } else if (claimsToBeMine) {
      alarms++;
    }
  }

  private void openEpoch(Body.EpochStart.Cause cause) {
    Entry start = own.newEpoch(cause, now.wallMillis());
    out.counter(Write.Counter.Name.EPOCH, own.epoch());
    mergeOwn(start);
  }

  /** Writes an entry of this node. */
  private Entry writeOwn(Bytes task, Body body) {
    Entry entry = own.compose(task, body, now.wallMillis());
    mergeOwn(entry);
    return entry;
  }

  private void mergeOwn(Entry entry) {
    out.counter(Write.Counter.Name.OWN_SEQ, own.lastSeq());
    out.counter(Write.Counter.Name.HYBRID_TIME, clock.last().bits());
    merge(entry, Optional.empty());
    signDueMono = Math.min(signDueMono, now.monoMillis() + SIGN_PAUSE_MILLIS);
  }

  private void sign() {
    signDueMono = NEVER;
    Optional<LogState> signed =
        own.chain().flatMap(chain -> proofs.sign(own.id(), own.lastSeq(), chain));
    if (signed.isPresent()) {
      out.log(new Write.Log(signed.get()));
      engine.announce(signed.get().proof().orElseThrow());
      engine.changed(now.monoMillis());
    }
  }

  private void admit(HeadSig sig) {
    keysMayHaveChanged(sig.publicKey());
    if (own.contradictedBy(sig) && genuineOwn(sig)) {
      openEpoch(Body.EpochStart.Cause.SEEN);
    }
    Optional<LogState> proven = proofs.admit(sig);
    if (proven.isPresent()) {
      out.log(new Write.Log(proven.get()));
      engine.changed(now.monoMillis());
    }
  }

  private boolean genuineOwn(HeadSig sig) {
    Bytes input = parts.hash().headSignInput(sig.log(), sig.seq(), sig.chain());
    return parts.verifier().verify(parts.signer().publicKey(), input, sig.signature());
  }

  private void keysMayHaveChanged(Bytes publicKey) {
    if (!publicKey.isEmpty() && roster.learn(publicKey)) {
      ledger.standingChanged();
      runner.lookAgain();
    }
  }

  private void publishHealth(boolean offline) {
    for (LinkView link : engine.views()) {
      if (link.up()) {
        Optional<HealthReport> shown = offline ? Optional.empty() : report;
        if (offline || shown.isPresent()) {
          out.send(new Send.OfHealth(link.name(), engine.session(), shown));
        }
      }
    }
  }

  private HealthReport makeReport(List<Reading> measured) {
    Scoring scoring = Scoring.of(measured);
    Bytes hash = ledger.hash();
    int heard = 0;
    for (PeerView view : board.views(now.wallMillis())) {
      heard += view.state().compareTo(PeerState.OFFLINE) < 0 ? 1 : 0;
    }
    return new HealthReport(
        scoring.state(),
        scoring.score(),
        clock.stamp(now.wallMillis()),
        Scoring.forReport(measured),
        uptimeSeconds(),
        engine.owed(),
        ledger.openTasks(),
        firstLong(hash),
        heard);
  }

  private static long firstLong(Bytes bytes) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes.at(i) & 0xff);
    }
    return value;
  }

  /** A rule fired: one task for this node, unless one of the same action is still open. */
  private void remediate(Rule rule) {
    for (TaskKey key : runner.dueTasks()) {
      Optional<TaskView> task = ledger.task(key);
      if (task.isPresent()
          && !task.get().settled()
          && task.get().body().action().equals(rule.action())) {
        return;
      }
    }
    Entry create =
        writeOwn(Bytes.EMPTY, create(rule.action(), own.author(), Spec.of(new TreeMap<>()), false));
    writeOwn(
        TaskId.of(create.id()).key().bytes(),
        new Body.Note(
            Texts.clip("rule " + rule.name() + ": " + rule.condition(), Body.TEXT_BYTES_MAX)));
  }

  private Body.Create create(ActionName action, Author target, Spec spec, boolean exclusive) {
    byte[] salt = new byte[Body.Create.SALT_BYTES];
    parts.random().nextBytes(salt);
    return new Body.Create(
        Bytes.copyOf(salt),
        action,
        Optional.of(target),
        0,
        spec,
        exclusive,
        List.of(),
        Bytes.EMPTY);
  }

  /** Events from outside. */
  private final class Handler implements Event.Visitor {
    private final Commands commands = new Commands();

    @Override
    public void tick(Event.Tick tick) {
      runner.timePassed();
    }

    @Override
    public void linkUp(Event.LinkUp linkUp) {
      engine.linkUp(linkUp.link(), linkUp.limits(), now.monoMillis());
      report.ifPresent(
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
        frame.value().message().accept(new Incoming(received, frame.value()));
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
      checking = false;
      faults = checked.faults();
      for (Rule rule : diagnosis.observe(checked.readings())) {
        remediate(rule);
      }
      report = Optional.of(makeReport(checked.readings()));
      publishHealth(false);
      engine.beaconSoon(now.monoMillis());
      runner.lookAgain();
    }

    @Override
    public void remedied(Event.RemedyFinished remedied) {
      if (!runner.ended(remedied.task())) {
        return;
      }
      Bytes task = remedied.task().bytes();
      if (remedied.done()) {
        String text = Texts.clip(remedied.text(), Body.TEXT_BYTES_MAX);
        writeOwn(task, new Body.Result(remedied.gen(), remedied.term(), text));
        writeOwn(task, TaskSteps.done(remedied.gen(), remedied.term()));
      } else {
        String reason = Texts.clip(remedied.text(), Body.REASON_BYTES_MAX);
        writeOwn(task, TaskSteps.failed(remedied.gen(), remedied.term(), reason));
      }
    }

    @Override
    public void command(Event.CommandReceived received) {
      out.reply(new Reply(received.id(), received.command().accept(commands)));
    }
  }

  /** Messages of other nodes, and this node's own retained ones coming back. */
  private final class Incoming implements Message.Visitor<Void> {
    private final Event.FrameReceived received;
    private final Frame frame;
    private final boolean mine;

    Incoming(Event.FrameReceived received, Frame frame) {
      this.received = received;
      this.frame = frame;
      this.mine = frame.sender().filter(self()::equals).isPresent();
    }

    @Override
    public Void beacon(Message.Beacon beacon) {
      if (frame.sender().isEmpty()) {
        rejections.count("beacon without sender");
      } else if (mine) {
        ownHeard(beacon.stamp(), Channel.BEACON, signed(self()));
      } else {
        peerHeard(frame.sender().get(), beacon);
        engine.beaconHeard(
            received.link(), frame.sender().get(), beacon, !received.retained(), now.monoMillis());
      }
      return null;
    }

    private void ownHeard(Message.Stamp stamp, Channel channel, boolean genuine) {
      long before = engine.session();
      long session = engine.ownHeard(received.link(), channel, stamp, genuine, now.monoMillis());
      if (session != before) {
        out.counter(Write.Counter.Name.SESSION, session);
      }
    }

    private void peerHeard(Author sender, Message.Beacon beacon) {
      keysMayHaveChanged(beacon.publicKey());
      boolean goodbye = beacon.goodbye() && signed(sender);
      Peer told =
          new Peer(
              sender,
              roster.member(sender).map(member -> member.name().text()).orElse(beacon.name()),
              roster.publicKey(sender).orElse(Bytes.EMPTY),
              beacon.stamp().session(),
              beacon.stamp().counter(),
              beacon.health(),
              heardWallMillis(beacon),
              goodbye);
      Optional<Peer> before = board.peer(sender);
      Optional<Peer> after = board.offer(told);
      after.filter(peer -> worthWriting(before, peer)).ifPresent(this::remember);
    }

    /** A retained beacon was sent when its report says, a live one now. */
    private long heardWallMillis(Message.Beacon beacon) {
      return received.retained()
          ? beacon
              .health()
              .map(health -> Math.min(health.time().wallMillis(), now.wallMillis()))
              .orElse(0L)
          : now.wallMillis();
    }

    private void remember(Peer peer) {
      peerWrittenMono.put(peer.author(), now.monoMillis());
      out.peer(new Write.PutPeer(peer));
    }

    private boolean worthWriting(Optional<Peer> before, Peer after) {
      Long written = peerWrittenMono.get(after.author());
      return before.isEmpty()
          || written == null
          || before.get().session() != after.session()
          || before.get().goodbye() != after.goodbye()
          || !before.get().name().equals(after.name())
          || !before.get().publicKey().equals(after.publicKey())
          || !before
              .get()
              .report()
              .map(HealthReport::state)
              .equals(after.report().map(HealthReport::state))
          || now.monoMillis() - written >= PEER_WRITE_MILLIS;
    }

    private boolean signed(Author sender) {
      return !frame.signature().isEmpty()
          && roster
              .publicKey(sender)
              .filter(key -> parts.verifier().verify(key, frame.signedPart(), frame.signature()))
              .isPresent();
    }

    @Override
    public Void heads(Message.Heads heads) {
      if (frame.sender().isEmpty()) {
        rejections.count("heads without sender");
      } else if (mine) {
        ownHeard(heads.stamp(), Channel.HEAD, false);
      } else {
        engine.headsHeard(
            received.link(), frame.sender().get(), heads, !received.retained(), now.monoMillis());
      }
      return null;
    }

    @Override
    public Void head(Message.Head head) {
      head.signatures().forEach(SwarmNode.this::admit);
      return heads(head.heads());
    }

    @Override
    public Void headSig(Message.HeadSigMessage headSig) {
      admit(headSig.headSig());
      return null;
    }

    @Override
    public Void delta(Message.Delta delta) {
      return take(delta.entries());
    }

    @Override
    public Void entries(Message.Entries entries) {
      return take(entries.entries());
    }

    private Void take(List<Entry> entries) {
      boolean anyNew = false;
      for (Entry entry : entries) {
        anyNew |= merge(entry, Optional.of(received.link()));
      }
      engine.entriesHeard(received.link(), entries, anyNew, now.monoMillis());
      return null;
    }

    @Override
    public Void want(Message.Want want) {
      if (frame.sender().isEmpty() || mine) {
        rejections.count("want without sender");
      } else {
        engine.wantHeard(received.link(), frame.sender().get(), want, now.monoMillis());
      }
      return null;
    }

    @Override
    public Void ranges(Message.Ranges ranges) {
      rejections.count("ranges: not answered by this version");
      return null;
    }

    @Override
    public Void frag(Message.Frag frag) {
      rejections.count("frag: not assembled by this version");
      return null;
    }
  }

  /** Wishes of people and programs at this node. */
  private final class Commands implements Command.Visitor {
    @Override
    public Reply.Result addTask(Command.AddTask add) {
      try {
        Entry create =
            writeOwn(Bytes.EMPTY, create(add.action(), add.target(), add.spec(), add.exclusive()));
        return new Reply.Accepted(Optional.of(TaskId.of(create.id())));
      } catch (IllegalArgumentException e) {
        return new Reply.Refused(Reply.Refused.Kind.INVALID, e.getMessage());
      }
    }

    @Override
    public Reply.Result cancelTask(Command.CancelTask cancel) {
      Optional<TaskView> task = ledger.task(cancel.task());
      if (task.isEmpty()) {
        return new Reply.Refused(
            Reply.Refused.Kind.NOT_FOUND, "no task " + cancel.task() + " in this ledger");
      }
      TaskView view = task.get();
      if (!view.creator().equals(self()) && !ledger.operator(self())) {
        String who = nameOf(view.creator());
        return new Reply.Refused(
            Reply.Refused.Kind.DENIED,
            "only its creator " + who + " or an operator may cancel this task: type it there");
      }
      if (view.status() == TaskStatus.DONE || view.status() == TaskStatus.CANCELLED) {
        return new Reply.Refused(
            Reply.Refused.Kind.NOT_LEGAL, "the task is " + view.status().word() + " already");
      }
      try {
        Body.Cancel body = TaskSteps.cancel(view, cancel.reason()).orElseThrow();
        writeOwn(view.id().bytes(), body);
        return new Reply.Accepted(Optional.of(view.id()));
      } catch (IllegalArgumentException e) {
        return new Reply.Refused(Reply.Refused.Kind.INVALID, e.getMessage());
      }
    }

    @Override
    public Reply.Result importEntries(Command.ImportEntries entries) {
      entries.entries().forEach(entry -> merge(entry, Optional.empty()));
      return new Reply.Accepted(Optional.empty());
    }

    @Override
    public Reply.Result checkNow(Command.CheckNow checkNow) {
      healthDueMono = Math.min(healthDueMono, now.monoMillis());
      return new Reply.Accepted(Optional.empty());
    }

    @Override
    public Reply.Result goodbye(Command.Goodbye goodbye) {
      leaving = true;
      sign();
      publishHealth(true);
      engine.beaconSoon(now.monoMillis());
      return new Reply.Accepted(Optional.empty());
    }
  }

  private final class EngineHost implements SyncHost {
    @Override
    public Message.Beacon beacon(Message.Stamp stamp, Digests digests) {
      return new Message.Beacon(
          stamp,
          digests.liveCount(),
          digests.liveFingerprint(),
          digests.headsCount(),
          digests.headsFingerprint(),
          roster.version(),
          0,
          false,
          List.of(),
          report.map(r -> leaving ? offline(r) : r),
          settings.node().text(),
          roster.open() ? parts.signer().publicKey() : Bytes.EMPTY,
          leaving);
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
    public void send(LinkName link, Channel channel, int slot, Message message) {
      Optional<Signer> signer =
          channel == Channel.BEACON ? Optional.of(parts.signer()) : Optional.empty();
      out.send(new Send.OfFrame(link, channel, slot, parts.frameCodec().encode(message, signer)));
    }

    @Override
    public void cursor(LinkName link, long arrival) {
      out.cursor(new Write.Cursor(link, arrival));
    }
  }

  private final class RunnerHost implements TaskRunner.Host {
    @Override
    public void write(TaskView task, Body body, Now at) {
      writeOwn(task.id().key().bytes(), body);
    }

    @Override
    public void due(TaskKey task, boolean due) {
      out.due(task, due);
    }

    @Override
    public void start(Job.RunRemedy job) {
      out.job(job);
    }
  }
}
