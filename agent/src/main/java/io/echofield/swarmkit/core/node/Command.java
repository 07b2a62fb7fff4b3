package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Spec;
import java.util.List;

/** What people and programs at this node may ask for. */
public sealed interface Command {
  /** Calls the method of the visitor that fits. */
  Reply.Result accept(Visitor visitor);

  /** One method for each kind. */
  interface Visitor {
    Reply.Result addTask(AddTask addTask);

    Reply.Result cancelTask(CancelTask cancelTask);

    Reply.Result importEntries(ImportEntries importEntries);

    Reply.Result checkNow(CheckNow checkNow);

    Reply.Result goodbye(Goodbye goodbye);
  }

  /** A new task for one node. */
  record AddTask(ActionName action, Author target, Spec spec, boolean exclusive)
      implements Command {
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
