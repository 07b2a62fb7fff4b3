package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Roster;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskSteps;
import io.echofield.swarmkit.core.ledger.TaskView;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What comes next for a task that is bound to this node: only this node's steps count there, so it
 * goes from OPEN to RUNNING at once.
 *
 * <p>A task that is RUNNING and does not run in this life of the process failed with an unknown
 * outcome. One thread, no state.
 */
final class BoundTasks {
  // fixed
  private final Author self;
  private final Roster roster;
  private final ExecutionGate gate;
  private final IntSupplier epoch;

  /**
   * The tasks of this node.
   *
   * @param epoch of the log that this node writes in now
   */
  BoundTasks(Author self, Roster roster, ExecutionGate gate, IntSupplier epoch) {
    this.self = self;
    this.roster = roster;
    this.gate = gate;
    this.epoch = epoch;
  }

  /**
   * Looks at a task that is not settled, counts, and comes after nothing undone.
   *
   * @param handsFree nothing runs here
   * @param runs this very task runs here
   */
  Look look(TaskView task, boolean handsFree, boolean runs, Now now) {
    if (task.status() == TaskStatus.RUNNING) {
      return runs
          ? new Look.Rests()
          : new Look.Writes(TaskSteps.failed(task.gen(), task.term(), TaskRunner.INTERRUPTED));
    }
    Optional<String> stale = stale(task);
    if (stale.isPresent()) {
      return refuse(task, stale.get());
    }
    if (!handsFree) {
      return new Look.NeedsHands(Long.MAX_VALUE);
    }
    ExecutionGate.Verdict verdict = gate.judge(task, self, roster, now.wallMillis());
    if (verdict instanceof ExecutionGate.Run run) {
      return TaskSteps.start(task, self)
          .<Look>map(life -> new Look.Starts(life, run))
          .orElseGet(() -> new Look.Waits("its terms are used up"));
    } else if (verdict instanceof ExecutionGate.Refuse refuse) {
      return refuse(task, refuse.reason());
    }
    return new Look.Waits(((ExecutionGate.Wait) verdict).reason());
  }

  /** Made for a log of this node that it does not write in any more: it may have run there. */
  private Optional<String> stale(TaskView task) {
    int meant = task.body().targetEpoch();
    return meant == 0 || meant == epoch.getAsInt()
        ? Optional.empty()
        : Optional.of(
            "stale epoch: made for log "
                + Integer.toHexString(meant)
                + " of this node, which was restored or copied since and writes "
                + Integer.toHexString(epoch.getAsInt())
                + "; issue it again");
  }

  /** Uses up the attempts that are left, so that a refusal is final. */
  private static Look refuse(TaskView task, String reason) {
    String fitting = Texts.clip(reason, Body.REASON_BYTES_MAX);
    return TaskSteps.refuse(task, fitting)
        .<Look>map(Look.Writes::new)
        .orElseGet(() -> new Look.Waits(fitting));
  }
}
