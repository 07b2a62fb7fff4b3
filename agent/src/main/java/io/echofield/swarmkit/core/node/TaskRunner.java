package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskSteps;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.Message;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which task this node attends to next, of those bound to it and those bound to no node:
 * one action at a time, each start durable before its action.
 *
 * <p>What comes next for a task is said by {@link BoundTasks} and {@link ClaimDesk}; this class
 * keeps the order, and does it. One thread.
 */
final class TaskRunner {
  /**
   * Due tasks looked at in one event, and tasks of the ledger looked through for due ones; the rest
   * is looked at in the next one.
   */
  static final int LOOKED_AT_MAX = 256;

  /**
   * Since the gate judges by time too, tasks that wait are looked at again after this pause, and
   * after as many more as there are {@value #LOOKED_AT_MAX}s of them.
   */
  static final long LOOK_AGAIN_MILLIS = 1_000;

  static final String INTERRUPTED = "interrupted: the node stopped while it ran, outcome unknown";

  /** What is being carried out. */
  private record Run(TaskKey task, int gen, int term) {}

  /** What the runner asks of the node that owns it. */
  interface Host {
    void write(TaskView task, Body body, Now now);

    void due(TaskKey task, boolean due);

    /** All tasks that are due under the roster in force were told with {@link #due}. */
    void sought();

    void start(Job.RunRemedy job);
  }

  // fixed
  private final Author self;
  private final Ledger ledger;
  private final BoundTasks bound;
  private final ClaimDesk claims;
  private final LeaseBook leases;
  private final Host host;
  // durable: the keys
  private final DueTasks due;
  // while the process lives
  private final SortedMap<TaskKey, String> waiting = new TreeMap<>();
  private Optional<Run> running = Optional.empty();
  private boolean seeking;
  private Optional<TaskKey> soughtTo = Optional.empty();
  private long lookAgainMono = Long.MIN_VALUE;

  TaskRunner(
      Author self,
      Ledger ledger,
      BoundTasks bound,
      ClaimDesk claims,
      LeaseBook leases,
      Host host,
      List<TaskKey> due) {
    this.self = self;
    this.ledger = ledger;
    this.bound = bound;
    this.claims = claims;
    this.leases = leases;
    this.host = host;
    this.due = new DueTasks(due);
  }

  /** A task changed; one that concerns this node and is not settled becomes due. */
  void changed(TaskKey key) {
    if (due.contains(key)) {
      due.look(key);
    } else {
      toDo(key).ifPresent(this::becomesDue);
    }
    due.lookBehind(key);
  }

  /** A task that concerns this node and is not settled. */
  private Optional<TaskView> toDo(TaskKey key) {
    return ledger.task(key).filter(task -> concerns(task) && !task.settled());
  }

  private void becomesDue(TaskView task) {
    due.put(task);
    host.due(task.id().key(), true);
  }

  /**
   * Another roster is in force, so that other entries count: a task that was settled may not be so
   * any more. All tasks of the ledger are looked through, in this event and the next ones.
   */
  void rosterChanged() {
    due.lookAtAll();
    seeking = true;
    soughtTo = Optional.empty();
  }

  /** Looks through the next tasks for those that became due when others came to count. */
  private void seek(Now now) {
    List<TaskKey> page = ledger.reader().tasks(soughtTo, LOOKED_AT_MAX);
    for (TaskKey key : page) {
      if (!due.contains(key)) {
        toDo(key).ifPresent(task -> found(task, now));
      }
    }
    if (page.size() == LOOKED_AT_MAX) {
      soughtTo = Optional.of(page.get(page.size() - 1));
    } else {
      seeking = false;
      host.sought();
    }
  }

  /** It may be an old one that others took meanwhile. */
  private void found(TaskView task, Now now) {
    claims.found(task, now);
    becomesDue(task);
  }

  /**
   * Something that the gate judges by changed, or a key came to be known. That is so in an open
   * swarm alone, where nothing of others runs: no settled task of this node has something to do by
   * it.
   */
  void lookAgain() {
    due.lookAtAll();
  }

  /** The gate judges by time too. */
  void timePassed(Now now) {
    if (now.monoMillis() >= lookAgainMono) {
      lookAgainMono = now.monoMillis() + LOOK_AGAIN_MILLIS * (1 + due.size() / LOOKED_AT_MAX);
      waiting.keySet().forEach(due::look);
    }
  }

  /**
   * Before each event: a claim whose lease is over is held no more, whatever the clocks say next.
   */
  void at(Now now) {
    for (TaskKey key : leases.notStarted()) {
      if (leases.held(key).filter(claim -> leases.lost(claim, now)).isPresent()) {
        leases.expire(key);
        due.look(key);
      }
    }
  }

  /** Why a due task does not run, for people; empty if it is not waiting. */
  Optional<String> waitingFor(TaskKey key) {
    return Optional.ofNullable(waiting.get(key));
  }

  /** Who holds a task that is bound to no node. */
  Optional<LeaseView> lease(TaskKey key, Now now) {
    return ledger.task(key).flatMap(task -> claims.lease(task, runs(task), now));
  }

  int dueCount() {
    return due.size();
  }

  /** Those bound to this node and those bound to no node, in the order of keys. */
  List<TaskKey> dueTasks() {
    return due.keys();
  }

  /** Takes over from an earlier core of this process; the job that it started still runs. */
  void resume(TaskRunner earlier, Optional<Job.RunRemedy> job) {
    running = job.map(j -> new Run(j.task().key(), j.gen(), j.term()));
    leases.resume(earlier.leases, running.map(Run::task));
  }

  /** The job ended; true if it is the one that runs. */
  boolean ended(TaskKey key, int gen, int term) {
    boolean mine = running.filter(new Run(key, gen, term)::equals).isPresent();
    if (mine) {
      running = Optional.empty();
      leases.drop(key);
      due.look(key);
      if (!due.contains(key)) {
        claims.drop(key);
      }
    }
    return mine;
  }

  /** Whether an action runs. */
  boolean running() {
    return running.isPresent();
  }

  /** Whether an action runs or one may start at once. */
  boolean busy() {
    return running.isPresent() || wantsPump() || claims.busy();
  }

  /** Whether {@link #pump} has something to do at once. */
  private boolean wantsPump() {
    return seeking
        || !due.allPlaced()
        || due.anyToLook()
        || (running.isEmpty() && due.anyReady(claims.room()));
  }

  /** When {@link #pump} has something to do next. */
  long wakeMono(long nowMono) {
    return wantsPump() ? nowMono : due.ringsMono();
  }

  /** Starts the next task if one may run, and takes all other steps that are due. */
  void pump(Now now) {
    due.ring(now.monoMillis());
    if (seeking) {
      seek(now);
    }
    for (int looked = 0; looked < LOOKED_AT_MAX; looked++) {
      Optional<TaskKey> next = next();
      if (next.isEmpty()) {
        return;
      }
      lookAt(next.get(), now);
    }
  }

  private Optional<TaskKey> next() {
    if (!due.allPlaced()) {
      return due.unplaced();
    } else if (due.anyToLook()) {
      return due.next();
    }
    return running.isEmpty() ? due.nextReady(claims.room()) : Optional.empty();
  }

  private void lookAt(TaskKey key, Now now) {
    waiting.remove(key);
    Optional<TaskView> task = ledger.task(key);
    if (task.isEmpty() || !concerns(task.get()) || task.get().settled()) {
      settle(key);
    } else if (due.misplaced(task.get())) {
      if (due.restored(key)) {
        claims.found(task.get(), now);
      }
      due.put(task.get());
    } else {
      follow(task.get(), look(task.get(), now), now);
    }
  }

  private void settle(TaskKey key) {
    if (due.drop(key)) {
      host.due(key, false);
    }
    // Its action may still run, and then its lease is not over.
    if (running.filter(run -> run.task().equals(key)).isEmpty()) {
      claims.drop(key);
    }
  }

  private Look look(TaskView task, Now now) {
    if (!task.counts() || task.collision()) {
      return new Look.Waits(
          task.collision() ? "two tasks share this id" : "its creator is not proven");
    }
    if (!ledger.mayWrite(self)) {
      return new Look.Waits("this node is no member, so nothing would show that it ran");
    }
    Optional<TaskId> earlier = undone(task);
    boolean begun = task.status() == TaskStatus.CLAIMED || task.status() == TaskStatus.RUNNING;
    if (earlier.isPresent() && !begun) {
      return new Look.Behind(behind(earlier.get()), earlier.get());
    }
    return task.target().isPresent()
        ? bound.look(task, running.isEmpty(), runs(task), now)
        : claims.look(task, running.isEmpty(), runs(task), now);
  }

  /** The task that must be done before this one, if it is not. */
  private Optional<TaskId> undone(TaskView task) {
    return Optional.of(task.body().after())
        .filter(after -> !after.isEmpty())
        .map(TaskId::new)
        .filter(id -> other(id).filter(t -> t.status() == TaskStatus.DONE).isEmpty());
  }

  private String behind(TaskId earlier) {
    String state =
        other(earlier).map(t -> "which is " + t.status().word()).orElse("which is not known here");
    return "it comes after task " + earlier.toString().substring(0, 8) + ", " + state;
  }

  private Optional<TaskView> other(TaskId id) {
    return ledger.task(id.key()).filter(task -> task.id().equals(id));
  }

  /** Does what a look said. */
  private void follow(TaskView task, Look look, Now now) {
    TaskKey key = task.id().key();
    if (look instanceof Look.Waits waits) {
      waiting.put(key, waits.reason());
    } else if (look instanceof Look.WaitsUntil waits) {
      waiting.put(key, waits.reason());
      due.wake(key, waits.mono());
    } else if (look instanceof Look.Behind behind) {
      waiting.put(key, behind.reason());
      due.behind(key, behind.earlier());
    } else if (look instanceof Look.NeedsHands needs) {
      due.await(key, DueTasks.For.HANDS);
      due.wake(key, needs.mono());
    } else if (look instanceof Look.NeedsRoom needs) {
      waiting.put(key, needs.reason());
      due.await(key, DueTasks.For.ROOM);
    } else if (look instanceof Look.Writes writes) {
      host.write(task, writes.life(), now);
    } else if (look instanceof Look.Starts starts) {
      begin(task, starts, now);
    }
  }

  private void begin(TaskView task, Look.Starts starts, Now now) {
    Body.Life life = starts.life();
    running = Optional.of(new Run(task.id().key(), life.gen(), life.term()));
    leases.started(task.id().key());
    host.write(task, life, now);
    host.start(
        new Job.RunRemedy(
            task.id(),
            life.gen(),
            life.term(),
            task.body().action(),
            starts.run().parameters(),
            starts.run().dryRun()));
  }

  /** Renews this node's leases for a beacon that goes out now. */
  List<Message.Beacon.Lease> renew(boolean claimsToo, int max, Now now) {
    return leases.renew(claimsToo, max, now);
  }

  /**
   * A node was heard by a beacon that is newer than all before and that the medium did not keep.
   */
  void heardLive(Author sender) {
    leases.heardLive(sender);
  }

  /** That beacon renewed these claims, and its signature holds. */
  void renewed(Author sender, List<Message.Beacon.Lease> renewals, Now now) {
    claims.renewed(sender, renewals, now);
  }

  /** The node stops on purpose: gives back what it claimed and did not start. */
  void leave(Now now) {
    for (TaskKey key : leases.notStarted()) {
      leases.drop(key);
      ledger
          .task(key)
          .ifPresent(
              task -> TaskSteps.release(task, self).ifPresent(life -> host.write(task, life, now)));
    }
  }

  private boolean runs(TaskView task) {
    return running.filter(run -> run.task().equals(task.id().key())).isPresent();
  }

  private boolean concerns(TaskView task) {
    return task.target().isEmpty() || task.target().get().equals(self);
  }
}
