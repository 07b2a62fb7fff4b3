package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.Command;
import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.ContinuityFound;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.NodeParts;
import io.echofield.swarmkit.core.node.NodeSettings;
import io.echofield.swarmkit.core.node.Now;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.ReadOnly;
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkView;
import io.echofield.swarmkit.core.sync.SyncSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A real {@link SwarmNode} with a store in heap, driven as a driver must: commit, then sends and
 * replies, then jobs, then sleep.
 */
public final class VirtualNode implements Comparable<VirtualNode> {
  static final long BEACON_MILLIS = 15_000;
  static final long HEALTH_MILLIS = 30_000;

  /** A node that stood still longer than this lost its connections: brokers gave it up. */
  static final long KEEP_ALIVE_MILLIS = 60_000;

  private static final long NEVER = Long.MAX_VALUE;

  // fixed
  private final VirtualSwarm swarm;
  private final int number;
  private final NodeId id;
  private final Signer keys;
  private final List<VirtualCell> cells;

  // as a test likes
  public final VirtualClock clock;

  public long remedyMillis = 50;

  /** It compares LIVE alone; from its next start. */
  public boolean liveOnly;

  /** It falls where it comes by one of these next, once for each. */
  public final Set<CrashPoint> crashes = EnumSet.noneOf(CrashPoint.class);

  /** After a crash that was planned it starts again this much later, in milliseconds; -1: never. */
  public long restartMillis = -1;

  /** Commits are refused; {@link #freeDisk} ends it. */
  public boolean diskFull;

  public List<Rule> rules = List.of();
  public final SortedMap<String, String> labels = new TreeMap<>();

  // what survives a crash
  private final VirtualFolder folder = new VirtualFolder();
  private final List<VirtualCell> cut = new ArrayList<>();

  // what a test looks at
  public final List<Job.RunRemedy> executed = new ArrayList<>();
  public final List<TaskId> acknowledged = new ArrayList<>();

  // one life
  private SwarmNode node;
  private long life;
  private long wakeAtMillis;
  private long plannedMillis;
  private long commands;
  private boolean readOnly;
  private boolean suspended;
  private long suspendedAtMillis;
  private final List<Runnable> afterSuspend = new ArrayList<>();
  private Optional<Job.RunRemedy> carryingOut = Optional.empty();
  private final List<Function<Now, Event>> endedMeanwhile = new ArrayList<>();
  private final SortedMap<Long, Reply.Result> replies = new TreeMap<>();

  VirtualNode(VirtualSwarm swarm, int number, NodeId id, List<VirtualCell> cells) {
    this.number = number;
    this.swarm = swarm;
    this.id = id;
    this.keys = swarm.settings().keys().key(id.text());
    this.cells = cells;
    this.clock = new VirtualClock(swarm);
  }

  public NodeId id() {
    return id;
  }

  public Author author() {
    return keys.author();
  }

  public Signer keys() {
    return keys;
  }

  /** Its place among the nodes of the swarm, from 0. */
  public int number() {
    return number;
  }

  public VirtualSwarm swarm() {
    return swarm;
  }

  public List<VirtualCell> cells() {
    return cells;
  }

  public boolean running() {
    return node != null;
  }

  /** The core; only while it runs. */
  public SwarmNode core() {
    return node;
  }

  /** How often a life began or ended so far. */
  public long life() {
    return life;
  }

  /** What is durable, also while the node does not run. */
  public MemoryStore store() {
    return folder.store();
  }

  /** Whether the node stands still: no event reaches it. */
  public boolean suspended() {
    return suspended;
  }

  /** Whether its store takes no writes, as its core was told. */
  public boolean readOnly() {
    return readOnly;
  }

  /** Begins a life on the store as it is; imports the roster of all nodes if there is none. */
  public void start() {
    life++;
    clock.boot();
    wakeAtMillis = NEVER;
    plannedMillis = NEVER;
    readOnly = false;
    suspended = false;
    afterSuspend.clear();
    carryingOut = Optional.empty();
    endedMeanwhile.clear();
    Restored restored = folder.store().open();
    swarm.watchers().forEach(watcher -> watcher.began(this));
    node = new SwarmNode(settings(), parts(), restored, folder.found());
    if (!swarm.isOpen() && node.roster().version() == 0) {
      command(new Command.ImportEntries(swarm.roster()));
    } else {
      apply(Event.Tick::new);
    }
    cells.forEach(this::found);
  }

  /** Everything but the store is gone, and media that notice it tell the others. */
  public void crash() {
    long session = running() ? node.session() : 0;
    List<VirtualCell> noticing = cells.stream().filter(cell -> cell.connected(this)).toList();
    stop();
    noticing.forEach(cell -> cell.will(id, session));
  }

  /** It says goodbye and ends; not while it stands still. */
  public void leave() {
    goodbye();
    if (running()) {
      stop();
    }
  }

  private void stop() {
    life++;
    node = null;
    readOnly = false;
    suspended = false;
    cells.forEach(cell -> cell.disconnect(this));
    folder.store().close();
    swarm.watchers().forEach(watcher -> watcher.ended(this));
  }

  public void restart() {
    crash();
    start();
  }

  /** A crash that was planned, or that the core brought about. */
  private void fall() {
    crash();
    if (restartMillis >= 0) {
      long current = life;
      swarm.plan(
          restartMillis,
          () -> {
            if (life == current && restartMillis >= 0) {
              start();
            }
          });
    }
  }

  /** From now on no event reaches it and its monotonic clock stands; the wall clock goes on. */
  public void suspend() {
    if (running() && !suspended) {
      suspended = true;
      suspendedAtMillis = swarm.nowMillis();
    }
  }

  /** Goes on; after a long time its links notice that they were given up, and connect again. */
  public void resume() {
    if (!suspended) {
      return;
    }
    suspended = false;
    long slept = swarm.nowMillis() - suspendedAtMillis;
    clock.stood(slept);
    List<Runnable> ended = List.copyOf(afterSuspend);
    afterSuspend.clear();
    long current = life;
    plannedMillis = NEVER;
    apply(Event.Tick::new);
    ended.forEach(
        what -> {
          if (life == current) {
            what.run();
          }
        });
    if (slept > KEEP_ALIVE_MILLIS) {
      for (VirtualCell cell : cells) {
        if (life == current && cell.connected(this)) {
          lost(cell, "keep-alive");
          found(cell);
        }
      }
    }
  }

  /** There is space again, and the node is told. */
  public void freeDisk() {
    diskFull = false;
    if (readOnly) {
      unlessSuspended(this::writable);
    }
  }

  private void writable() {
    if (readOnly) {
      readOnly = false;
      List<Function<Now, Event>> ends = List.copyOf(endedMeanwhile);
      endedMeanwhile.clear();
      apply(Event.StoreWritable::new);
      ends.stream().filter(end -> running()).forEach(this::endRemedy);
    }
  }

  /** What was committed so far, for {@link #restore}. */
  public List<List<Write>> backup() {
    return folder.backup();
  }

  /**
   * Goes on with an older state of everything, so that nothing in the folder shows it: an image of
   * a disk. The node must not run.
   */
  public void restore(List<List<Write>> backup) {
    folder.restore(backup);
    restored();
  }

  /** Goes on with an older state of the store alone; the node must not run. */
  public void restoreStore(List<List<Write>> backup) {
    folder.restoreStore(backup);
    restored();
  }

  private void restored() {
    boolean shown = folder.showsRestore();
    swarm.watchers().forEach(watcher -> watcher.restored(this, shown));
  }

  /** The file that lies beside the store comes to this place; the node must not run. */
  public void move(ContinuityFound.Place to) {
    folder.move(to);
  }

  /** Somebody removes the file that lies beside the store. */
  public void loseRecord() {
    folder.loseRecord();
  }

  /** The folder as it is now comes to this node, of the same name and key; neither may run. */
  void copyFrom(VirtualNode original) {
    folder.copyFrom(original.folder);
    acknowledged.addAll(original.acknowledged);
  }

  /** What is kept beside the store. */
  public Optional<Continuity> record() {
    return folder.record();
  }

  /** The link to this cell goes down, and the node notices. */
  public void cut(VirtualCell cell) {
    if (!cut.contains(cell)) {
      cut.add(cell);
    }
    lost(cell, "cut");
  }

  public void heal(VirtualCell cell) {
    cut.remove(cell);
    found(cell);
  }

  /** The broker is not there any more for this node. */
  void lost(VirtualCell cell, String reason) {
    if (running() && cell.connected(this)) {
      cell.disconnect(this);
      unlessSuspended(() -> apply(now -> new Event.LinkDown(now, cell.name(), reason)));
    }
  }

  /** The broker is there, if nothing else keeps this node from it. */
  void found(VirtualCell cell) {
    boolean reachable = cells.contains(cell) && cell.up() && !cut.contains(cell);
    if (running() && reachable && !cell.connected(this)) {
      unlessSuspended(() -> connect(cell));
    }
  }

  /** The medium did not take a frame. */
  void refused(VirtualCell cell) {
    if (running() && !suspended && cell.connected(this)) {
      apply(now -> new Event.LinkRefused(now, cell.name()));
    }
  }

  /** The medium says that a node vanished. */
  void vanished(VirtualCell cell, NodeId peer, long session) {
    if (running() && !suspended && cell.connected(this)) {
      apply(now -> new Event.PeerVanished(now, cell.name(), peer, session));
    }
  }

  private void unlessSuspended(Runnable what) {
    if (suspended) {
      afterSuspend.add(what);
    } else {
      what.run();
    }
  }

  public void goodbye() {
    command(new Command.Goodbye());
  }

  /** A new task for a node; acknowledged on return, unless the node crashed on it. */
  public Optional<TaskId> add(VirtualNode target, String action) {
    return add(target, action, 1);
  }

  public Optional<TaskId> add(VirtualNode target, String action, int attemptsMax) {
    return add(Optional.of(target), action, attemptsMax, Optional.empty(), false);
  }

  /** A new task for whoever takes it. */
  public Optional<TaskId> addForAny(String action, int attemptsMax) {
    return add(Optional.empty(), action, attemptsMax, Optional.empty(), false);
  }

  /**
   * A new task; acknowledged on return, unless the node crashed on it.
   *
   * @param target empty: for whoever takes it, also if it is exclusive
   * @param after what must be done before
   * @param exclusive it has one attempt then
   */
  public Optional<TaskId> add(
      Optional<VirtualNode> target,
      String action,
      int attemptsMax,
      Optional<TaskId> after,
      boolean exclusive) {
    int attempts = exclusive ? 1 : attemptsMax;
    Spec spec = new Spec(1, Spec.PRIORITY_DEFAULT, 0, attempts, new TreeMap<>());
    Command.AddTask command =
        new Command.AddTask(
            new ActionName(action),
            target.map(VirtualNode::author),
            List.of(),
            after,
            spec,
            exclusive,
            exclusive);
    Optional<TaskId> task =
        command(command)
            .flatMap(
                r -> r instanceof Reply.Accepted accepted ? accepted.task() : Optional.empty());
    task.ifPresent(acknowledged::add);
    return task;
  }

  public Optional<Reply.Result> cancel(TaskId task) {
    return command(new Command.CancelTask(task.key(), "not needed"));
  }

  public Optional<Reply.Result> reopen(TaskId task) {
    return command(new Command.ReopenTask(task.key()));
  }

  public Optional<Reply.Result> retry(TaskId task) {
    return command(new Command.RetryTask(task.key()));
  }

  /** Merges entries as a file that an operator brings. */
  public void importEntries(List<Entry> entries) {
    command(new Command.ImportEntries(entries));
  }

  /** The answer; empty if the node crashed before it was durable. */
  public Optional<Reply.Result> command(Command command) {
    long number = ++commands;
    apply(now -> new Event.CommandReceived(now, number, command));
    return Optional.ofNullable(replies.remove(number));
  }

  /** A frame from the medium, or from whoever is on it. */
  public void received(
      VirtualCell cell, Channel channel, NodeId writer, boolean retained, Bytes frame) {
    if (suspended) {
      return;
    }
    for (SwarmWatcher watcher : swarm.watchers()) {
      watcher.delivered(this, cell, channel, retained, frame);
    }
    apply(
        now ->
            new Event.FrameReceived(
                now, cell.name(), channel, Optional.of(writer), retained, frame));
  }

  public Optional<TaskView> task(TaskId task) {
    return node.ledger().task(task.key());
  }

  public LinkView link(VirtualCell cell) {
    return node.links().stream()
        .filter(view -> view.name().equals(cell.name()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Whether this node and another, which both run, have equal ledgers, logs, proofs and rosters.
   */
  public boolean holdsWhat(VirtualNode other) {
    Ledger mine = node.ledger();
    Ledger theirs = other.node.ledger();
    if (!mine.live().equals(theirs.live())
        || mine.logs().size() != theirs.logs().size()
        || node.roster().version() != other.node.roster().version()) {
      return false;
    }
    Iterator<LogState> states = theirs.logs().values().iterator();
    for (LogState state : mine.logs().values()) {
      LogState their = states.next();
      if (!state.log().equals(their.log())
          || state.count() != their.count()
          || !state.sum().equals(their.sum())
          || state.signedSeq() != their.signedSeq()) {
        return false;
      }
    }
    return mine.hash().equals(theirs.hash());
  }

  /** What must be equal on all nodes in the end. */
  public String state() {
    StringBuilder state = new StringBuilder(node.ledger().hash().hex());
    state.append(' ').append(node.ledger().live());
    for (LogState log : node.ledger().logs().values()) {
      state.append('\n').append(log.log()).append(' ').append(log.held().ranges());
      state.append(' ').append(log.count()).append(' ').append(log.sum());
      state.append(' ').append(log.signedSeq());
    }
    return state.toString();
  }

  private NodeSettings settings() {
    return new NodeSettings(
        id,
        swarm.settings().healthMillis(),
        4 * swarm.settings().beaconMillis(),
        new SyncSettings(
            swarm.settings().beaconMillis(), 4 * swarm.settings().beaconMillis(), liveOnly),
        List.of(),
        cells.stream().map(VirtualCell::name).toList(),
        rules,
        labels,
        NodeSettings.usualLeaseMillis(swarm.settings().beaconMillis()));
  }

  private NodeParts parts() {
    SwarmParts parts = swarm.parts();
    EntryCodec codec = parts.codec();
    NodeParts sound =
        new NodeParts(
            parts.hash(),
            swarm.watchers().isEmpty() ? codec : new Watched(codec),
            new DecodingBy(swarm.frames(author()), swarm::decode),
            keys,
            parts.keys().verifier(),
            swarm.isOpen() ? Optional.empty() : Optional.of(parts.authority().publicKey()),
            folder.store().reader(),
            new LabGate(),
            new SplittableRandom(swarm.random().nextLong()));
    return swarm.tamper().parts(this, sound);
  }

  /** Tells the watchers what this node composes. */
  private final class Watched implements EntryCodec {
    private final EntryCodec codec;

    Watched(EntryCodec codec) {
      this.codec = codec;
    }

    @Override
    public Entry compose(Draft draft, Signer signer) {
      Entry entry = codec.compose(draft, signer);
      swarm.watchers().forEach(watcher -> watcher.composed(VirtualNode.this, entry));
      return entry;
    }

    @Override
    public Decoded<Entry> decode(Bytes canonical) {
      return codec.decode(canonical);
    }
  }

  private void connect(VirtualCell cell) {
    if (!running() || cell.connected(this) || !cell.up() || cut.contains(cell)) {
      return;
    }
    long current = life;
    apply(now -> new Event.LinkUp(now, cell.name(), cell.limits()));
    if (life == current) {
      cell.connect(this);
    }
  }

  /** What its wall clock says. */
  public long wallMillis() {
    return clock.now().wallMillis();
  }

  /** The order of duty. */
  private void apply(Function<Now, Event> making) {
    long current = life;
    Event event = swarm.tamper().event(this, making.apply(clock.now()));
    Outcome outcome;
    try {
      outcome = swarm.tamper().outcome(this, event, node.apply(event));
    } catch (RuntimeException why) {
      if (swarm.watchers().isEmpty()) {
        throw why;
      }
      swarm.watchers().forEach(watcher -> watcher.fell(this, event, why));
      fall();
      return;
    }
    boolean hasty = swarm.tamper().hasty(this);
    if (hasty) {
      hurry(outcome);
    }
    boolean writes = !outcome.writes().isEmpty();
    if (writes && falls(CrashPoint.BEFORE_COMMIT)) {
      return;
    }
    if (readOnly && writes) {
      throw new IllegalStateException("a read-only node writes " + outcome.writes());
    }
    if (diskFull && writes) {
      fallBack();
      return;
    }
    commit(outcome);
    for (SwarmWatcher watcher : swarm.watchers()) {
      watcher.committed(this, event, outcome);
    }
    if (outcome.kept().isPresent() && falls(CrashPoint.BEFORE_KEEP)) {
      return;
    }
    if (writes && falls(CrashPoint.AFTER_COMMIT)) {
      return;
    }
    if (starts(outcome) && falls(CrashPoint.AT_START)) {
      return;
    }
    if (!hasty) {
      hurry(outcome);
    }
    if (life == current) {
      sleepUntil(outcome.wakeAtMonoMillis());
    }
  }

  private boolean falls(CrashPoint here) {
    boolean falls = crashes.remove(here);
    if (falls) {
      fall();
    }
    return falls;
  }

  private static boolean starts(Outcome outcome) {
    return outcome.jobs().stream().anyMatch(Job.RunRemedy.class::isInstance);
  }

  private void commit(Outcome outcome) {
    folder.store().commit(outcome.writes());
    node.committed();
    if (outcome.kept().isPresent() && !crashes.contains(CrashPoint.BEFORE_KEEP)) {
      Continuity kept = outcome.kept().get();
      folder.keep(kept);
      node.continuityKept(kept);
    }
    if (!swarm.settings().frugal()) {
      folder.remember(outcome.writes());
    }
  }

  private void hurry(Outcome outcome) {
    outcome.sends().forEach(this::send);
    outcome.replies().forEach(this::answer);
    outcome.jobs().forEach(this::startJob);
  }

  private void answer(Reply reply) {
    replies.put(reply.id(), reply.result());
    if (reply.result() instanceof Reply.Accepted accepted) {
      for (SwarmWatcher watcher : swarm.watchers()) {
        accepted.task().ifPresent(task -> watcher.acknowledged(this, task));
      }
    }
  }

  /** The outcome is void: a core built anew from what is durable goes on read-only. */
  private void fallBack() {
    SwarmNode earlier = node;
    node = new SwarmNode(settings(), parts(), folder.store().restored(), folder.found());
    node.resume(earlier, carryingOut);
    readOnly = true;
    ReadOnly why = new ReadOnly(ReadOnly.Cause.FULL, "no space left");
    apply(now -> new Event.StoreReadOnly(now, why));
    cells.stream()
        .filter(cell -> cell.connected(this))
        .forEach(cell -> apply(now -> new Event.LinkUp(now, cell.name(), cell.limits())));
  }

  private void send(Send send) {
    if (send instanceof Send.OfFrame frame) {
      VirtualCell cell = cell(frame.link());
      swarm.send(this, cell, frame.channel(), frame.slot(), frame.frame());
    } else {
      cell(send.link()).count(Channel.HEALTH, Bytes.EMPTY);
    }
  }

  private VirtualCell cell(LinkName name) {
    return cells.stream().filter(cell -> cell.name().equals(name)).findFirst().orElseThrow();
  }

  private void startJob(Job job) {
    if (job instanceof Job.RunRemedy remedy) {
      swarm.watchers().forEach(watcher -> watcher.started(this, remedy));
      executed.add(remedy);
      carryingOut = Optional.of(remedy);
      boolean done = !remedy.action().text().equals("broken");
      Function<Now, Event> end =
          now ->
              new Event.RemedyFinished(
                  now, remedy.task().key(), remedy.gen(), remedy.term(), done, "ran");
      later(remedyMillis, () -> endRemedy(end));
    } else {
      List<Reading> readings = List.of(new Reading("load1", 420, HealthState.OK));
      later(1, () -> apply(now -> new Event.CheckFinished(now, readings, List.of())));
    }
  }

  private void endRemedy(Function<Now, Event> end) {
    if (!readOnly) {
      apply(end);
    }
    if (readOnly) {
      endedMeanwhile.add(end);
    } else {
      carryingOut = Optional.empty();
    }
  }

  private void later(long delayMillis, Runnable what) {
    long current = life;
    swarm.plan(
        delayMillis,
        () -> {
          if (life == current) {
            unlessSuspended(what);
          }
        });
  }

  private void sleepUntil(long wakeMono) {
    wakeAtMillis = wakeMono == NEVER ? NEVER : Math.max(swarm.nowMillis(), clock.timeAt(wakeMono));
    if (wakeAtMillis < plannedMillis) {
      planWake();
    }
  }

  /** One timer in the queue at a time is enough: when it fires too early it is set again. */
  private void planWake() {
    long current = life;
    long at = wakeAtMillis;
    plannedMillis = at;
    swarm.plan(
        at - swarm.nowMillis(),
        () -> {
          if (life == current && plannedMillis == at && !suspended) {
            plannedMillis = NEVER;
            wake();
          }
        });
  }

  private void wake() {
    if (wakeAtMillis <= swarm.nowMillis()) {
      wakeAtMillis = NEVER;
      apply(Event.Tick::new);
    } else if (wakeAtMillis < NEVER) {
      planWake();
    }
  }

  @Override
  public int compareTo(VirtualNode other) {
    int byId = id.compareTo(other.id);
    return byId != 0 ? byId : Integer.compare(number, other.number);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id.text();
  }
}
