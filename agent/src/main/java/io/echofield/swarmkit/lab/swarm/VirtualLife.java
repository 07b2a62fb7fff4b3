package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.node.Command;
import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Now;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.ReadOnly;
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.sync.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One life of a virtual node, from its start to a crash or its leaving: a core, driven as a driver
 * must: commit, then sends and replies, then jobs, then sleep. What was planned for it does not
 * happen any more when it has ended.
 */
final class VirtualLife {
  private static final long NEVER = Long.MAX_VALUE;

  // fixed
  private final VirtualNode node;
  private final VirtualSwarm swarm;
  private final VirtualFolder folder;
  private final VirtualParts parts;

  // as the core is
  private SwarmNode core;
  private boolean readOnly;
  private boolean ended;

  // what waits
  private long wakeAtMillis = NEVER;
  private long plannedMillis = NEVER;
  private Optional<Job.RunRemedy> carryingOut = Optional.empty();
  private final List<Function<Now, Event>> endedMeanwhile = new ArrayList<>();
  private long commands;
  private final SortedMap<Long, Reply.Result> replies = new TreeMap<>();

  // while it stands still
  private boolean suspended;
  private long suspendedAtMillis;
  private final List<Runnable> afterSuspend = new ArrayList<>();

  /** {@code restored}: what its store told when it was opened. */
  VirtualLife(VirtualNode node, VirtualFolder folder, Restored restored) {
    this.node = node;
    this.swarm = node.swarm();
    this.folder = folder;
    this.parts = new VirtualParts(node);
    this.core = newCore(restored);
  }

  private SwarmNode newCore(Restored restored) {
    return new SwarmNode(parts.settings(), parts.parts(), restored, folder.found());
  }

  SwarmNode core() {
    return core;
  }

  /** Whether the store takes no writes, as the core was told. */
  boolean readOnly() {
    return readOnly;
  }

  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }

  /** Whether it stands still: no event reaches it. */
  boolean suspended() {
    return suspended;
  }

  void suspend() {
    if (!suspended) {
      suspended = true;
      suspendedAtMillis = swarm.nowMillis();
    }
  }

  /** Goes on, and returns for how many milliseconds it stood. */
  long resume() {
    suspended = false;
    long sleptMillis = swarm.nowMillis() - suspendedAtMillis;
    node.clock.stood(sleptMillis);
    List<Runnable> late = List.copyOf(afterSuspend);
    afterSuspend.clear();
    plannedMillis = NEVER;
    apply(Event.Tick::new);
    late.stream().filter(what -> !ended).forEach(Runnable::run);
    return sleptMillis;
  }

  /** At once, or when it goes on. */
  void unlessSuspended(Runnable what) {
    if (suspended) {
      afterSuspend.add(what);
    } else {
      what.run();
    }
  }

  /** The store takes writes again, if it did not. */
  void writable() {
    if (readOnly) {
      readOnly = false;
      List<Function<Now, Event>> ends = List.copyOf(endedMeanwhile);
      endedMeanwhile.clear();
      apply(Event.StoreWritable::new);
      ends.stream().filter(end -> !ended).forEach(this::endRemedy);
    }
  }

  /** The answer; empty if the node crashed before it was durable. */
  Optional<Reply.Result> command(Command command) {
    long number = ++commands;
    apply(now -> new Event.CommandReceived(now, number, command));
    return Optional.ofNullable(replies.remove(number));
  }

  /** Something happens, now: the order of duty. */
  void apply(Function<Now, Event> making) {
    Event event = swarm.tamper().event(node, making.apply(node.clock.now()));
    Outcome outcome;
    try {
      outcome = swarm.tamper().outcome(node, event, core.apply(event));
    } catch (RuntimeException why) {
      if (swarm.watchers().isEmpty()) {
        throw why;
      }
      swarm.watchers().forEach(watcher -> watcher.fell(node, event, why));
      node.fall();
      return;
    }
    boolean hasty = swarm.tamper().hasty(node);
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
    if (node.diskFull && writes) {
      fallBack();
      return;
    }
    commit(outcome);
    for (SwarmWatcher watcher : swarm.watchers()) {
      watcher.committed(node, event, outcome);
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
    if (!ended) {
      sleepUntil(outcome.wakeAtMonoMillis());
    }
  }

  private boolean falls(CrashPoint here) {
    boolean falls = node.crashes.remove(here);
    if (falls) {
      node.fall();
    }
    return falls;
  }

  private static boolean starts(Outcome outcome) {
    return outcome.jobs().stream().anyMatch(Job.RunRemedy.class::isInstance);
  }

  private void commit(Outcome outcome) {
    folder.store().commit(outcome.writes());
    core.committed();
    if (outcome.kept().isPresent() && !node.crashes.contains(CrashPoint.BEFORE_KEEP)) {
      Continuity kept = outcome.kept().get();
      folder.keep(kept);
      core.continuityKept(kept);
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
        accepted.task().ifPresent(task -> watcher.acknowledged(node, task));
      }
    }
  }

  /** The outcome is void: a core built anew from what is durable goes on read-only. */
  private void fallBack() {
    SwarmNode earlier = core;
    core = newCore(folder.store().restored());
    core.resume(earlier, carryingOut);
    readOnly = true;
    ReadOnly why = new ReadOnly(ReadOnly.Cause.FULL, "no space left");
    apply(now -> new Event.StoreReadOnly(now, why));
    node.cells().stream()
        .filter(cell -> cell.connected(node))
        .forEach(cell -> apply(now -> new Event.LinkUp(now, cell.name(), cell.limits())));
  }

  private void send(Send send) {
    if (send instanceof Send.OfFrame frame) {
      VirtualCell cell = cell(frame.link());
      swarm.send(node, cell, frame.channel(), frame.slot(), frame.frame());
    } else {
      cell(send.link()).count(Channel.HEALTH, Bytes.EMPTY);
    }
  }

  private VirtualCell cell(LinkName name) {
    return node.cells().stream().filter(cell -> cell.name().equals(name)).findFirst().orElseThrow();
  }

  private void startJob(Job job) {
    if (job instanceof Job.RunRemedy remedy) {
      swarm.watchers().forEach(watcher -> watcher.started(node, remedy));
      node.executed.add(remedy);
      carryingOut = Optional.of(remedy);
      boolean done = !remedy.action().text().equals("broken");
      Function<Now, Event> end =
          now ->
              new Event.RemedyFinished(
                  now, remedy.task().key(), remedy.gen(), remedy.term(), done, "ran");
      later(node.remedyMillis, () -> endRemedy(end));
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
    swarm.plan(
        delayMillis,
        () -> {
          if (!ended) {
            unlessSuspended(what);
          }
        });
  }

  private void sleepUntil(long wakeMono) {
    wakeAtMillis =
        wakeMono == NEVER ? NEVER : Math.max(swarm.nowMillis(), node.clock.timeAt(wakeMono));
    if (wakeAtMillis < plannedMillis) {
      planWake();
    }
  }

  /** One timer in the queue at a time is enough: when it fires too early it is set again. */
  private void planWake() {
    long at = wakeAtMillis;
    plannedMillis = at;
    swarm.plan(
        at - swarm.nowMillis(),
        () -> {
          if (!ended && plannedMillis == at && !suspended) {
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
}
