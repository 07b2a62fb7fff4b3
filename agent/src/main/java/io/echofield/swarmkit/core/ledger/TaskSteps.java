package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import java.util.Optional;

/**
 * The legal local steps of a task: each writes nothing lower than what its author saw.
 *
 * <p>An empty answer means that the step is not legal now. Pure.
 */
public final class TaskSteps {
  private TaskSteps() {}

  /** Begin a claim over a free task, or try again after a failure while attempts are left. */
  public static Optional<Body.Life> claim(TaskView task) {
    return free(task) ? next(task, Phase.CLAIMED) : Optional.empty();
  }

  /**
   * Claim over a holder whose lease is over: whoever calls this knows that it is. Not on a task
   * that is bound to a node.
   */
  public static Optional<Body.Life> takeOver(TaskView task) {
    boolean taken = task.status() == TaskStatus.CLAIMED || task.status() == TaskStatus.RUNNING;
    return taken && task.target().isEmpty() ? next(task, Phase.CLAIMED) : Optional.empty();
  }

  /**
   * Start: on the target of a bound task at once in a new term, elsewhere only where this author's
   * claim won the term.
   */
  public static Optional<Body.Life> start(TaskView task, Author self) {
    if (task.target().isPresent()) {
      return task.target().get().equals(self) && free(task)
          ? next(task, Phase.RUNNING)
          : Optional.empty();
    }
    boolean won =
        task.status() == TaskStatus.CLAIMED && task.holder().filter(self::equals).isPresent();
    return won
        ? Optional.of(new Body.Life(task.gen(), task.term(), Phase.RUNNING, ""))
        : Optional.empty();
  }

  /**
   * The run of (gen, term) ended well. Legal also when others went on: what was done stays done.
   */
  public static Body.Life done(int gen, int term) {
    return new Body.Life(gen, term, Phase.DONE, "");
  }

  /** The run of (gen, term) failed. */
  public static Body.Life failed(int gen, int term, String reason) {
    return new Body.Life(gen, term, Phase.FAILED, reason);
  }

  /** Refuse without having acted: a term of its own that fails at once. */
  public static Optional<Body.Life> refuse(TaskView task, String reason) {
    return free(task)
        ? next(task, Phase.FAILED).map(l -> failed(l.gen(), l.term(), reason))
        : Optional.empty();
  }

  /** Give a claim back. */
  public static Optional<Body.Life> release(TaskView task, Author self) {
    boolean mine =
        task.status() == TaskStatus.CLAIMED && task.holder().filter(self::equals).isPresent();
    return mine ? next(task, Phase.OPEN) : Optional.empty();
  }

  public static Optional<Body.Cancel> cancel(TaskView task, String reason) {
    boolean open = task.status() != TaskStatus.DONE && task.status() != TaskStatus.CANCELLED;
    return open ? Optional.of(new Body.Cancel(task.gen(), reason)) : Optional.empty();
  }

  /**
   * Allow one attempt more after the last one failed: an edit of the spec, so the word of the
   * creator or an operator.
   */
  public static Optional<Body.Edit> retry(TaskView task) {
    Spec spec = task.spec();
    boolean legal =
        task.status() == TaskStatus.FAILED
            && task.settled()
            && task.attempts() < Spec.ATTEMPTS_MAX
            && spec.version() < Spec.VERSION_MAX;
    return legal
        ? Optional.of(
            new Body.Edit(
                new Spec(
                    spec.version() + 1,
                    spec.priority(),
                    spec.notAfterSeconds(),
                    task.attempts() + 1,
                    spec.parameters())))
        : Optional.empty();
  }

  /** Begin a new generation after DONE, a final FAILED or CANCELLED. */
  public static Optional<Body.Reopen> reopen(TaskView task) {
    return task.settled() && task.gen() < Body.Life.GEN_MAX
        ? Optional.of(new Body.Reopen(task.gen() + 1))
        : Optional.empty();
  }

  private static boolean free(TaskView task) {
    return task.status() == TaskStatus.OPEN
        || (task.status() == TaskStatus.FAILED && !task.settled());
  }

  private static Optional<Body.Life> next(TaskView task, Phase phase) {
    return task.term() < Body.Life.TERM_MAX
        ? Optional.of(new Body.Life(task.gen(), task.term() + 1, phase, ""))
        : Optional.empty();
  }
}
