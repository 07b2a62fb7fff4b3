package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.Roster;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskSteps;
import io.echofield.swarmkit.core.ledger.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which task bound to this node runs next: one at a time, each start durable before its
 * action.
 *
 * <p>A task that this node started but did not end in this life of the process failed with an
 * unknown outcome. One thread.
 */
final class TaskRunner {
  /** Due tasks looked at in one event; the rest is looked at in the next one. */
  static final int LOOKED_AT_MAX = 256;

  static final String INTERRUPTED = "interrupted: the node stopped while it ran, outcome unknown";

  /** What is being carried out. */
  private record Run(TaskKey task, int gen, int term) {}

  /** What the runner asks of the node that owns it. */
  interface Host {
    void write(TaskView task, Body body, Now now);

    void due(TaskKey task, boolean due);

    void start(Job.RunRemedy job);
  }

  // fixed
  private final Author self;
  private final Ledger ledger;
  private final Roster roster;
  private final ExecutionGate gate;
  private final Host host;
  // durable: the set of due tasks
  private final NavigableSet<TaskKey> due = new TreeSet<>();
  // while the process lives
  private final SortedMap<TaskKey, String> waiting = new TreeMap<>();
  private Optional<Run> running = Optional.empty();
  private boolean look = true;
  private int leftToLookAt;
  private Optional<TaskKey> lookedAt = Optional.empty();

  TaskRunner(
      Author self, Ledger ledger, Roster roster, ExecutionGate gate, Host host, List<TaskKey> due) {
    this.self = self;
    this.ledger = ledger;
    this.roster = roster;
    this.gate = gate;
    this.host = host;
    this.due.addAll(due);
  }

  /** A task changed; one that is bound here and not settled becomes due. */
  void changed(TaskKey key) {
    if (due.contains(key)) {
      look = true;
    } else if (ledger.task(key).filter(this::mine).filter(task -> !task.settled()).isPresent()) {
      due.add(key);
      host.due(key, true);
      look = true;
    }
  }

  /** Something that the gate judges by changed: roster, keys, mode. */
  void lookAgain() {
    look = true;
  }

  /** The gate judges by time too; a round that is on its way is not begun anew for that. */
  void timePassed() {
    look |= leftToLookAt == 0;
  }

  /** Why a due task does not run, for people; empty if it is not waiting. */
  Optional<String> waitingFor(TaskKey key) {
    return Optional.ofNullable(waiting.get(key));
  }

  int dueCount() {
    return due.size();
  }

  List<TaskKey> dueTasks() {
    return new ArrayList<>(due);
  }

  /** A job that an earlier core of this process started still runs. */
  void resume(Job.RunRemedy job) {
    running = Optional.of(new Run(job.task().key(), job.gen(), job.term()));
  }

  /** The job ended; true if it is the one that runs. */
  boolean ended(TaskKey key, int gen, int term) {
    boolean mine = running.filter(new Run(key, gen, term)::equals).isPresent();
    if (mine) {
      running = Optional.empty();
      look = true;
    }
    return mine;
  }

  /** Whether an action runs. */
  boolean running() {
    return running.isPresent();
  }

  /** Whether an action runs or one may start at once. */
  boolean busy() {
    return running.isPresent() || look;
  }

  /** Whether {@link #pump} has something to do. */
  boolean wantsPump() {
    return (look || leftToLookAt > 0) && running.isEmpty();
  }

  /** Starts the next task if one may run, and settles those that may not. */
  void pump(Now now) {
    if (!wantsPump()) {
      return;
    }
    if (look) {
      look = false;
      leftToLookAt = due.size();
    }
    for (int looked = 0; looked < LOOKED_AT_MAX && leftToLookAt > 0; looked++) {
      if (running.isPresent() || due.isEmpty()) {
        leftToLookAt = due.isEmpty() ? 0 : leftToLookAt;
        return;
      }
      leftToLookAt--;
      lookAt(next(), now);
    }
  }

  /** The due task after the one looked at last, so that none waits behind those that wait. */
  private TaskKey next() {
    TaskKey next = lookedAt.map(due::higher).orElse(null);
    lookedAt = Optional.of(next != null ? next : due.first());
    return lookedAt.get();
  }

  private void lookAt(TaskKey key, Now now) {
    waiting.remove(key);
    Optional<TaskView> task = ledger.task(key);
    if (task.isEmpty() || !mine(task.get()) || task.get().settled()) {
      due.remove(key);
      host.due(key, false);
    } else {
      step(key, task.get(), now);
    }
  }

  private void step(TaskKey key, TaskView task, Now now) {
    if (!task.counts() || task.collision()) {
      waiting.put(key, task.collision() ? "two tasks share this id" : "its creator is not proven");
      return;
    }
    if (task.status() == TaskStatus.RUNNING) {
      host.write(task, TaskSteps.failed(task.gen(), task.term(), INTERRUPTED), now);
      look = true;
      return;
    }
    ExecutionGate.Verdict verdict = gate.judge(task, self, roster, now.wallMillis());
    if (verdict instanceof ExecutionGate.Run run) {
      TaskSteps.start(task, self).ifPresent(life -> begin(key, task, life, run, now));
    } else if (verdict instanceof ExecutionGate.Refuse refuse) {
      refuse(task, refuse.reason(), now);
    } else {
      waiting.put(key, ((ExecutionGate.Wait) verdict).reason());
    }
  }

  private void begin(TaskKey key, TaskView task, Body.Life life, ExecutionGate.Run run, Now now) {
    host.write(task, life, now);
    running = Optional.of(new Run(key, life.gen(), life.term()));
    host.start(
        new Job.RunRemedy(
            task.id(),
            life.gen(),
            life.term(),
            task.body().action(),
            run.parameters(),
            run.dryRun()));
  }

  /** Uses up the attempts that are left, so that a refusal is final. */
  private void refuse(TaskView task, String reason, Now now) {
    String fitting = Texts.clip(reason, Body.REASON_BYTES_MAX);
    TaskSteps.refuse(task, fitting).ifPresent(life -> host.write(task, life, now));
    look = true;
  }

  private boolean mine(TaskView task) {
    return task.target().filter(self::equals).isPresent();
  }
}
