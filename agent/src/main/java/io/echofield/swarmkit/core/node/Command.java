package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Spec;
import java.util.List;
import java.util.Optional;

/** What people and programs at this node may ask for. */
public sealed interface Command {
  /** Calls the method of the visitor that fits. */
  Reply.Result accept(Visitor visitor);

  /** One method for each kind. */
  interface Visitor {
    Reply.Result addTask(AddTask addTask);

    Reply.Result cancelTask(CancelTask cancelTask);

    Reply.Result retryTask(RetryTask retryTask);

    Reply.Result reopenTask(ReopenTask reopenTask);

    Reply.Result importEntries(ImportEntries importEntries);

    Reply.Result checkNow(CheckNow checkNow);

    Reply.Result goodbye(Goodbye goodbye);
  }

  /**
   * A new task.
   *
   * @param target the node that it is bound to; empty: any member that has the labels
   * @param labels {@code name=value} each, at most 4, ascending; none for a bound task
   * @param after a task that must be done before
   * @param exclusive a second run does harm
   * @param risked an operator's word: an exclusive task may be bound to no node, although a
   *     partition can have it run twice
   */
  record AddTask(
      ActionName action,
      Optional<Author> target,
      List<String> labels,
      Optional<TaskId> after,
      Spec spec,
      boolean exclusive,
      boolean risked)
      implements Command {
    public static final int LABELS_MAX = 4;

    public AddTask {
      labels = List.copyOf(labels);
    }

    /** For one node. */
    public AddTask(ActionName action, Author target, Spec spec, boolean exclusive) {
      this(action, Optional.of(target), List.of(), Optional.empty(), spec, exclusive, false);
    }

    @Override
    public Reply.Result accept(Visitor visitor) {
      return visitor.addTask(this);
    }
  }

  /** Cancel the current generation of a task. */
  record CancelTask(TaskKey task, String reason) implements Command {
    @Override
    public Reply.Result accept(Visitor visitor) {
      return visitor.cancelTask(this);
    }
  }

  /** Allow a failed task one attempt more. */
  record RetryTask(TaskKey task) implements Command {
    @Override
    public Reply.Result accept(Visitor visitor) {
      return visitor.retryTask(this);
    }
  }

  /** Begin a new generation of a task that is over. */
  record ReopenTask(TaskKey task) implements Command {
    @Override
    public Reply.Result accept(Visitor visitor) {
      return visitor.reopenTask(this);
    }
  }

  /** Merge what came as a file: a roster, a snapshot. */
  record ImportEntries(List<Entry> entries, List<HeadSig> proofs) implements Command {
    public ImportEntries {
      entries = List.copyOf(entries);
      proofs = List.copyOf(proofs);
    }

    public ImportEntries(List<Entry> entries) {
      this(entries, List.of());
    }

    @Override
    public Reply.Result accept(Visitor visitor) {
      return visitor.importEntries(this);
    }
  }

  /** Begin a health cycle now. */
  record CheckNow() implements Command {
    @Override
    public Reply.Result accept(Visitor visitor) {
      return visitor.checkNow(this);
    }
  }

  /** The node stops on purpose: tell the others. */
  record Goodbye() implements Command {
    @Override
    public Reply.Result accept(Visitor visitor) {
      return visitor.goodbye(this);
    }
  }
}
