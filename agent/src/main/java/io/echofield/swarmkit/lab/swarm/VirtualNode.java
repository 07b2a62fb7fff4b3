package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Entry;
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
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A machine with a name, a key, a folder in heap and links to cells, on which a real {@link
 * SwarmNode} runs from time to time: each time is a {@link VirtualLife}.
 */
public final class VirtualNode implements Comparable<VirtualNode> {
  static final long BEACON_MILLIS = 15_000;
  static final long HEALTH_MILLIS = 30_000;

  /** A node that stood still longer than this lost its connections: brokers gave it up. */
  static final long KEEP_ALIVE_MILLIS = 60_000;

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

  // now
  /** Null while it does not run. */
  private VirtualLife life;

  private long beginningsAndEnds;

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
    return life != null;
  }

  /** The core; only while it runs. */
  public SwarmNode core() {
    return life.core();
  }

  /** How often a life began or ended so far. */
  public long life() {
    return beginningsAndEnds;
  }

  /** What is durable, also while the node does not run. */
  public MemoryStore store() {
    return folder.store();
  }

  /** Whether the node stands still: no event reaches it. */
  public boolean suspended() {
    return running() && life.suspended();
  }

  /** Whether its store takes no writes, as its core was told. */
  public boolean readOnly() {
    return running() && life.readOnly();
  }

  /** Begins a life on the store as it is; imports the roster of all nodes if there is none. */
  public void start() {
    beginningsAndEnds++;
    clock.boot();
    Restored restored = folder.store().open();
    swarm.watchers().forEach(watcher -> watcher.began(this));
    life = new VirtualLife(this, folder, restored);
    if (!swarm.isOpen() && core().roster().version() == 0) {
      command(new Command.ImportEntries(swarm.roster()));
    } else {
      life.apply(Event.Tick::new);
    }
    cells.forEach(this::found);
  }

  /** Everything but the store is gone, and media that notice it tell the others. */
  public void crash() {
    long session = running() ? core().session() : 0;
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
    beginningsAndEnds++;
    if (running()) {
      life.end();
      life = null;
    }
    cells.forEach(cell -> cell.disconnect(this));
    folder.store().close();
    swarm.watchers().forEach(watcher -> watcher.ended(this));
  }

  public void restart() {
    crash();
    start();
  }

  /** A crash that was planned, or that the core brought about. */
  void fall() {
    crash();
    if (restartMillis >= 0) {
      long current = beginningsAndEnds;
      swarm.plan(
          restartMillis,
          () -> {
            if (beginningsAndEnds == current && restartMillis >= 0) {
              start();
            }
          });
    }
  }

  /** From now on no event reaches it and its monotonic clock stands; the wall clock goes on. */
  public void suspend() {
    if (running()) {
      life.suspend();
    }
  }

  /** Goes on; after a long time its links notice that they were given up, and connect again. */
  public void resume() {
    if (!suspended()) {
      return;
    }
    VirtualLife resumed = life;
    long sleptMillis = resumed.resume();
    if (sleptMillis > KEEP_ALIVE_MILLIS) {
      for (VirtualCell cell : cells) {
        if (!resumed.ended() && cell.connected(this)) {
          lost(cell, "keep-alive");
          found(cell);
        }
      }
    }
  }

  /** There is space again, and the node is told. */
  public void freeDisk() {
    diskFull = false;
    if (readOnly()) {
      life.unlessSuspended(life::writable);
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
      VirtualLife losing = life;
      losing.unlessSuspended(
          () -> losing.apply(now -> new Event.LinkDown(now, cell.name(), reason)));
    }
  }

  /** The broker is there, if nothing else keeps this node from it. */
  void found(VirtualCell cell) {
    boolean reachable = cells.contains(cell) && cell.up() && !cut.contains(cell);
    if (running() && reachable && !cell.connected(this)) {
      life.unlessSuspended(() -> connect(cell));
    }
  }

  /** The medium did not take a frame. */
  void refused(VirtualCell cell) {
    if (running() && !suspended() && cell.connected(this)) {
      life.apply(now -> new Event.LinkRefused(now, cell.name()));
    }
  }

  /** The medium says that a node vanished. */
  void vanished(VirtualCell cell, NodeId peer, long session) {
    if (running() && !suspended() && cell.connected(this)) {
      life.apply(now -> new Event.PeerVanished(now, cell.name(), peer, session));
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
    return life.command(command);
  }

  /** A frame from the medium, or from whoever is on it. */
  public void received(
      VirtualCell cell, Channel channel, NodeId writer, boolean retained, Bytes frame) {
    if (suspended()) {
      return;
    }
    for (SwarmWatcher watcher : swarm.watchers()) {
      watcher.delivered(this, cell, channel, retained, frame);
    }
    life.apply(
        now ->
            new Event.FrameReceived(
                now, cell.name(), channel, Optional.of(writer), retained, frame));
  }

  public Optional<TaskView> task(TaskId task) {
    return core().ledger().task(task.key());
  }

  public LinkView link(VirtualCell cell) {
    return core().links().stream()
        .filter(view -> view.name().equals(cell.name()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Whether this node and another, which both run, have equal ledgers, logs, proofs and rosters.
   */
  public boolean holdsWhat(VirtualNode other) {
    Ledger mine = core().ledger();
    Ledger theirs = other.core().ledger();
    if (!mine.live().equals(theirs.live())
        || mine.logs().size() != theirs.logs().size()
        || core().roster().version() != other.core().roster().version()) {
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
    StringBuilder state = new StringBuilder(core().ledger().hash().hex());
    state.append(' ').append(core().ledger().live());
    for (LogState log : core().ledger().logs().values()) {
      state.append('\n').append(log.log()).append(' ').append(log.held().ranges());
      state.append(' ').append(log.count()).append(' ').append(log.sum());
      state.append(' ').append(log.signedSeq());
    }
    return state.toString();
  }

  private void connect(VirtualCell cell) {
    if (!running() || cell.connected(this) || !cell.up() || cut.contains(cell)) {
      return;
    }
    VirtualLife connecting = life;
    connecting.apply(now -> new Event.LinkUp(now, cell.name(), cell.limits()));
    if (!connecting.ended()) {
      cell.connect(this);
    }
  }

  /** What its wall clock says. */
  public long wallMillis() {
    return clock.now().wallMillis();
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
