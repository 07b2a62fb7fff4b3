package io.echofield.swarmkit.testkit;

import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.LogState;
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
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkView;
import io.echofield.swarmkit.core.sync.SyncSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  // fixed
  private final VirtualSwarm swarm;
  private final int number;
  private final NodeId id;
  private final ToyKeys keys;
  private final List<VirtualCell> cells;

  // as a test likes
  public long wallSkewMillis;
  public long remedyMillis = 50;
  public boolean crashBeforeCommit;
  public boolean crashBeforeKeep;

  /** Commits are refused; {@link #freeDisk} ends it. */
  public boolean diskFull;

  public List<Rule> rules = List.of();
  public final SortedMap<String, String> labels = new TreeMap<>();

  // what survives a crash
  private MemoryStore store = new MemoryStore();
  private final List<List<Write>> committed = new ArrayList<>();
  private Optional<Continuity> record = Optional.empty();
  private ContinuityFound.Place place = ContinuityFound.Place.SAME;
  private final List<Optional<Continuity>> records = new ArrayList<>();
  private final List<VirtualCell> cut = new ArrayList<>();

  // what a test looks at
  public final List<Job.RunRemedy> executed = new ArrayList<>();
  public final List<TaskId> acknowledged = new ArrayList<>();

  // one life
  private SwarmNode node;
  private long life;
  private long bootMillis;
  private long wakeAtMillis;
  private long commands;
  private boolean readOnly;
  private Optional<Job.RunRemedy> carryingOut = Optional.empty();
  private final List<Function<Now, Event>> endedMeanwhile = new ArrayList<>();
  private final SortedMap<Long, Reply.Result> replies = new TreeMap<>();

  VirtualNode(VirtualSwarm swarm, int number, NodeId id, List<VirtualCell> cells) {
    this.number = number;
    this.swarm = swarm;
    this.id = id;
    this.keys = ToyKeys.of(id.text());
    this.cells = cells;
  }

  public NodeId id() {
    return id;
  }

  public Author author() {
    return keys.author();
  }

  public ToyKeys keys() {
    return keys;
  }

  public boolean running() {
    return node != null;
  }

  /** The core; only while it runs. */
  public SwarmNode core() {
    return node;
  }

  long life() {
    return life;
  }

  /** Begins a life on the store as it is; imports the roster of all nodes if there is none. */
  public void start() {
    life++;
    bootMillis = swarm.nowMillis();
    wakeAtMillis = Long.MAX_VALUE;
    readOnly = false;
    carryingOut = Optional.empty();
    endedMeanwhile.clear();
    node = new SwarmNode(settings(), parts(), store.open(), found());
    if (!swarm.isOpen() && node.roster().version() == 0) {
      List<ToyKeys> members = swarm.nodes().stream().map(VirtualNode::keys).toList();
      List<Entry> roster = new TestSwarm().roster(1, members, 1);
      command(new Command.ImportEntries(roster));
    } else {
      apply(Event.Tick::new);
    }
    cells.stream().filter(cell -> running() && !cut.contains(cell)).forEach(this::connect);
  }

  /** Everything but the store is gone. */
  public void crash() {
    life++;
    node = null;
    cells.forEach(cell -> cell.disconnect(this));
    store.close();
  }

  public void restart() {
    crash();
    start();
  }

  /** There is space again, and the node is told. */
  public void freeDisk() {
    diskFull = false;
    if (readOnly) {
      readOnly = false;
      apply(Event.StoreWritable::new);
      List<Function<Now, Event>> ends = List.copyOf(endedMeanwhile);
      endedMeanwhile.clear();
      ends.forEach(this::endRemedy);
    }
  }

  /** What was committed so far, for {@link #restore}. */
  public List<List<Write>> backup() {
    return List.copyOf(committed);
  }

  /**
   * Goes on with an older state of everything, so that nothing in the folder shows it: an image of
   * a disk. The node must not run.
   */
  public void restore(List<List<Write>> backup) {
    record = backup.isEmpty() ? Optional.empty() : records.get(backup.size() - 1);
    restoreStore(backup);
  }

  /** Goes on with an older state of the store alone; the node must not run. */
  public void restoreStore(List<List<Write>> backup) {
    store = new MemoryStore();
    store.open();
    backup.forEach(store::commit);
    store.close();
    committed.clear();
    committed.addAll(backup);
    while (records.size() > backup.size()) {
      records.remove(records.size() - 1);
    }
  }

  /** The file that lies beside the store comes to this place; the node must not run. */
  public void move(ContinuityFound.Place to) {
    place = to;
  }

  /** Somebody removes the file that lies beside the store. */
  public void loseRecord() {
    record = Optional.empty();
  }

  /** The folder as it is now comes to this node, of the same name and key; neither may run. */
  void copyFrom(VirtualNode original) {
    restoreStore(original.committed);
    records.addAll(original.records);
    record = original.record;
    acknowledged.addAll(original.acknowledged);
  }

  /** What is kept beside the store. */
  public Optional<Continuity> record() {
    return record;
  }

  public void cut(VirtualCell cell) {
    cut.add(cell);
    if (running() && cell.connected(this)) {
      cell.disconnect(this);
      apply(now -> new Event.LinkDown(now, cell.name(), "cut"));
    }
  }

  public void heal(VirtualCell cell) {
    cut.remove(cell);
    if (running() && !cell.connected(this)) {
      connect(cell);
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
    Spec spec = new Spec(1, Spec.PRIORITY_DEFAULT, 0, attemptsMax, new TreeMap<>());
    Optional<Reply.Result> result =
        command(new Command.AddTask(new ActionName(action), target.author(), spec, false));
    Optional<TaskId> task =
        result.flatMap(
            r -> r instanceof Reply.Accepted accepted ? accepted.task() : Optional.empty());
    task.ifPresent(acknowledged::add);
    return task;
  }

  public Optional<Reply.Result> cancel(TaskId task) {
    return command(new Command.CancelTask(task.key(), "not needed"));
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

  /** What must be equal on all nodes in the end. */
  public String state() {
    StringBuilder state = new StringBuilder(node.ledger().hash().hex());
    state.append(' ').append(node.ledger().live());
    for (LogState log : node.ledger().logs().values()) {
      state.append('\n').append(log.log()).append(' ').append(log.held().ranges());
      state.append(' ').append(log.count()).append(' ').append(log.sum());
      state.append(' ').append(log.provenSeq());
    }
    return state.toString();
  }

  /** What lies beside the store. */
  private ContinuityFound found() {
    return record.isPresent()
        ? new ContinuityFound(false, record, place, place.toString())
        : ContinuityFound.nothing();
  }

  private NodeSettings settings() {
    return new NodeSettings(
        id,
        30_000,
        60_000,
        new SyncSettings(BEACON_MILLIS, 60_000),
        List.of(),
        cells.stream().map(VirtualCell::name).toList(),
        rules,
        labels,
        NodeSettings.LEASE_MILLIS);
  }

  private NodeParts parts() {
    TestSwarm parts = swarm.parts();
    return new NodeParts(
        parts.hash(),
        parts.codec(),
        swarm.frames(author()),
        keys,
        ToyKeys.VERIFIER,
        swarm.isOpen() ? Optional.empty() : Optional.of(parts.authority().publicKey()),
        store.reader(),
        new TestGate(),
        new SplittableRandom(swarm.random().nextLong()));
  }

  private void connect(VirtualCell cell) {
    apply(now -> new Event.LinkUp(now, cell.name(), cell.limits()));
    cell.connect(this);
  }

  /** What its clock says. */
  public long wallMillis() {
    return now().wallMillis();
  }

  private Now now() {
    return new Now(
        VirtualSwarm.WALL_START_MILLIS + swarm.nowMillis() + wallSkewMillis,
        swarm.nowMillis() - bootMillis);
  }

  /** The order of duty. */
  private void apply(Function<Now, Event> event) {
    Outcome outcome = node.apply(event.apply(now()));
    if (crashBeforeCommit) {
      crashBeforeCommit = false;
      crash();
      return;
    }
    if (readOnly && !outcome.writes().isEmpty()) {
      throw new AssertionError("a read-only node writes " + outcome.writes());
    }
    if (diskFull && !outcome.writes().isEmpty()) {
      fallBack();
      return;
    }
    store.commit(outcome.writes());
    committed.add(outcome.writes());
    node.committed();
    if (outcome.kept().isPresent() && !crashBeforeKeep) {
      record = outcome.kept();
      place = ContinuityFound.Place.SAME;
      node.continuityKept(record.get());
    }
    records.add(record);
    if (crashBeforeKeep && outcome.kept().isPresent()) {
      crashBeforeKeep = false;
      crash();
      return;
    }
    outcome.sends().forEach(this::send);
    outcome.replies().forEach(reply -> replies.put(reply.id(), reply.result()));
    outcome.jobs().forEach(this::startJob);
    sleepUntil(outcome.wakeAtMonoMillis());
  }

  /** The outcome is void: a core built anew from what is durable goes on read-only. */
  private void fallBack() {
    SwarmNode earlier = node;
    node = new SwarmNode(settings(), parts(), store.restored(), found());
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
      cell(send.link()).frames.merge(Channel.HEALTH, 1L, Long::sum);
    }
  }

  private VirtualCell cell(LinkName name) {
    return cells.stream().filter(cell -> cell.name().equals(name)).findFirst().orElseThrow();
  }

  private void startJob(Job job) {
    if (job instanceof Job.RunRemedy remedy) {
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
            what.run();
          }
        });
  }

  private void sleepUntil(long wakeMono) {
    if (wakeMono == Long.MAX_VALUE) {
      wakeAtMillis = Long.MAX_VALUE;
      return;
    }
    long at = Math.max(swarm.nowMillis(), bootMillis + wakeMono);
    wakeAtMillis = at;
    long current = life;
    swarm.plan(
        at - swarm.nowMillis(),
        () -> {
          if (life == current && wakeAtMillis == at) {
            wakeAtMillis = Long.MAX_VALUE;
            apply(Event.Tick::new);
          }
        });
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
