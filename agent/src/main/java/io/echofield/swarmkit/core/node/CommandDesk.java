package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.TaskStatus;
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
    try {
      TaskId task = desk.addTask(add.action(), add.target(), add.spec(), add.exclusive());
      return new Reply.Accepted(Optional.of(task));
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
    if (!view.creator().equals(self) && !ledger.operator(self)) {
      String who = names.apply(view.creator());
      return new Reply.Refused(
          Reply.Refused.Kind.DENIED,
          "only its creator " + who + " or an operator may cancel this task: type it there");
    }
    if (view.status() == TaskStatus.DONE || view.status() == TaskStatus.CANCELLED) {
      return new Reply.Refused(
          Reply.Refused.Kind.NOT_LEGAL, "the task is " + view.status().word() + " already");
    }
    if (!mode.writable()) {
      return refused();
    }
    try {
      Body.Cancel body = TaskSteps.cancel(view, cancel.reason()).orElseThrow();
      desk.writeOwn(view.id().bytes(), body);
      return new Reply.Accepted(Optional.of(view.id()));
    } catch (IllegalArgumentException e) {
      return new Reply.Refused(Reply.Refused.Kind.INVALID, e.getMessage());
    }
  }

  @Override
  public Reply.Result importEntries(Command.ImportEntries entries) {
    if (!mode.writable() && !entries.entries().stream().allMatch(this::held)) {
      return refused();
    }
    entries.entries().forEach(entry -> desk.merge(entry, Optional.empty()));
    entries.proofs().forEach(sig -> desk.admit(sig, Optional.empty()));
    return new Reply.Accepted(Optional.empty());
  }

  private boolean held(Entry entry) {
    return ledger.reader().contains(entry.id());
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
