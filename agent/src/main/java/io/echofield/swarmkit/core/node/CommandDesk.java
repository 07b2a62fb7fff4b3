package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.TaskSteps;
import io.echofield.swarmkit.core.ledger.TaskView;
import java.util.Optional;
import java.util.function.Function;

/** Does what people and programs at this node ask for, or says why not. */
final class CommandDesk implements Command.Visitor {
  private final Author self;
  private final Ledger ledger;
  private final LedgerDesk desk;
  private final StoreMode mode;
  private final Function<Author, String> names;
  private final Runnable checkSoon;
  private final Runnable leave;

  CommandDesk(
      Author self,
      Ledger ledger,
      LedgerDesk desk,
      StoreMode mode,
      Function<Author, String> names,
      Runnable checkSoon,
      Runnable leave) {
    this.self = self;
    this.ledger = ledger;
    this.desk = desk;
    this.mode = mode;
    this.names = names;
    this.checkSoon = checkSoon;
    this.leave = leave;
  }

  @Override
  public Reply.Result addTask(Command.AddTask add) {
    if (!mode.writable()) {
      return refused();
    }
    Optional<Reply.Refused> refusal = unfit(add);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    try {
      TaskId task = desk.addTask(add);
      return new Reply.Accepted(Optional.of(task));
    } catch (IllegalArgumentException e) {
      return new Reply.Refused(Reply.Refused.Kind.INVALID, e.getMessage());
    }
  }

  /** What an author may write and should not. */
  private static Optional<Reply.Refused> unfit(Command.AddTask add) {
    if (add.target().isPresent() && !add.labels().isEmpty()) {
      return Optional.of(
          new Reply.Refused(
              Reply.Refused.Kind.INVALID, "a task for one node has no labels: leave one out"));
    } else if (add.exclusive() && add.spec().attemptsMax() > 1) {
      return Optional.of(
          new Reply.Refused(
              Reply.Refused.Kind.INVALID,
              "an exclusive task has one attempt: what follows it, somebody decides"));
    } else if (add.exclusive() && add.target().isEmpty() && !add.risked()) {
      return Optional.of(
          new Reply.Refused(
              Reply.Refused.Kind.DENIED,
              "while links are cut, two nodes may each carry out a task that is bound to none, and"
                  + " an exclusive one is harmed by that: bind it with --on NODE, or take the risk"
                  + " with --yes"));
    }
    return Optional.empty();
  }

  @Override
  public Reply.Result cancelTask(Command.CancelTask cancel) {
    return govern(
        cancel.task(),
        "cancel",
        task -> TaskSteps.cancel(task, cancel.reason()).map(body -> body),
        task -> "the task is " + task.status().word() + " already");
  }

  @Override
  public Reply.Result retryTask(Command.RetryTask retry) {
    return govern(
        retry.task(), "retry", task -> TaskSteps.retry(task).map(body -> body), this::noRetry);
  }

  private String noRetry(TaskView task) {
    return switch (task.status()) {
      case OPEN, CLAIMED, RUNNING ->
          "the task is " + task.status().word() + ": only a failed one can be tried again";
      case FAILED ->
          task.settled()
              ? "the task was begun " + task.attempts() + " times, which is the most"
              : "the task is tried again by itself: it was begun "
                  + task.attempts()
                  + " times of "
                  + task.spec().attemptsMax();
      case DONE, CANCELLED ->
          "the task is " + task.status().word() + ": echofield task reopen begins it anew";
    };
  }

  @Override
  public Reply.Result reopenTask(Command.ReopenTask reopen) {
    return govern(
        reopen.task(),
        "reopen",
        task -> TaskSteps.reopen(task).map(body -> body),
        task ->
            task.settled()
                ? "the task was reopened " + task.gen() + " times, which is the most"
                : "the task is "
                    + task.status().word()
                    + " and not over: only one that is done, cancelled or finally failed can be"
                    + " reopened");
  }

  /**
   * Takes a step that only the creator or an operator may take.
   *
   * @param step empty if it is not legal now
   * @param why why it is not
   */
  private Reply.Result govern(
      TaskKey key,
      String verb,
      Function<TaskView, Optional<Body>> step,
      Function<TaskView, String> why) {
    Optional<TaskView> found = ledger.task(key);
    if (found.isEmpty()) {
      return new Reply.Refused(Reply.Refused.Kind.NOT_FOUND, "no task " + key + " in this ledger");
    }
    TaskView task = found.get();
    if (!task.creator().equals(self) && !ledger.operator(self)) {
      String who = names.apply(task.creator());
      return new Reply.Refused(
          Reply.Refused.Kind.DENIED,
          "only its creator " + who + " or an operator may " + verb + " this task: type it there");
    }
    Optional<Body> body = step.apply(task);
    if (body.isEmpty()) {
      return new Reply.Refused(Reply.Refused.Kind.NOT_LEGAL, why.apply(task));
    }
    if (!mode.writable()) {
      return refused();
    }
    try {
      desk.writeOwn(task.id().bytes(), body.get());
      return new Reply.Accepted(Optional.of(task.id()));
    } catch (IllegalArgumentException e) {
      return new Reply.Refused(Reply.Refused.Kind.INVALID, e.getMessage());
    }
  }

  @Override
  public Reply.Result importEntries(Command.ImportEntries entries) {
    if (!mode.writable() && brings(entries)) {
      return refused();
    }
    entries.entries().forEach(entry -> desk.merge(entry, Optional.empty()));
    entries.proofs().forEach(sig -> desk.admit(sig, Optional.empty()));
    return new Reply.Accepted(Optional.empty());
  }

  /** Whether there is anything in it that is not held. */
  private boolean brings(Command.ImportEntries entries) {
    return !entries.entries().stream().allMatch(e -> ledger.reader().contains(e.id()))
        || entries.proofs().stream().anyMatch(sig -> ledger.log(sig.log()).surpassedBy(sig));
  }

  /** Nothing that it would write can be made durable. */
  private Reply.Refused refused() {
    ReadOnly why = mode.readOnly().orElseThrow();
    return switch (why.cause()) {
      case FULL -> new Reply.Refused(Reply.Refused.Kind.STORE_FULL, why.reason());
      case FAILED -> new Reply.Refused(Reply.Refused.Kind.STORE_FAILED, why.reason());
    };
  }

  @Override
  public Reply.Result checkNow(Command.CheckNow checkNow) {
    checkSoon.run();
    return new Reply.Accepted(Optional.empty());
  }

  @Override
  public Reply.Result goodbye(Command.Goodbye goodbye) {
    leave.run();
    return new Reply.Accepted(Optional.empty());
  }
}
