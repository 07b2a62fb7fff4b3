package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What tests of claims have in common: tasks bound to no node, and who ran them. */
final class SwarmTasks {
  static final long MINUTE = 60_000;

  /** A lease and both margins: a claim is respected for no longer. */
  static final long LEASE_OVER_MILLIS =
      NodeSettings.LEASE_MILLIS + NodeSettings.LEASE_MILLIS / LeaseBook.MARGIN_PART;

  private SwarmTasks() {}

  static TaskId addAny(VirtualNode node, String action) {
    return add(node, action, 1, false);
  }

  static TaskId add(VirtualNode node, String action, int attemptsMax, boolean exclusive) {
    Command.AddTask add =
        new Command.AddTask(
            new ActionName(action),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            new Spec(1, Spec.PRIORITY_DEFAULT, 0, attemptsMax, new TreeMap<>()),
            exclusive,
            exclusive);
    return accepted(node, add);
  }

  static TaskId accepted(VirtualNode node, Command command) {
    Reply.Result result = node.command(command).orElseThrow();
    if (result instanceof Reply.Accepted accepted) {
      return accepted.task().orElseThrow();
    }
    throw new AssertionError(result);
  }

  static Reply.Refused refused(VirtualNode node, Command command) {
    return (Reply.Refused) node.command(command).orElseThrow();
  }

  static TaskView view(VirtualNode node, TaskId task) {
    return node.task(task).orElseThrow();
  }

  static boolean is(VirtualNode node, TaskId task, TaskStatus status) {
    return node.task(task).filter(view -> view.status() == status).isPresent();
  }

  /** How often an action was begun for it, on all nodes. */
  static long runs(VirtualSwarm swarm, TaskId task) {
    return swarm.nodes().stream().mapToLong(node -> runs(node, task)).sum();
  }

  static long runs(VirtualNode node, TaskId task) {
    return node.executed.stream().filter(job -> job.task().equals(task)).count();
  }

  /** The node that wins a term of this task if all bid. */
  static VirtualNode first(VirtualSwarm swarm, List<VirtualNode> nodes, TaskId task) {
    Comparator<VirtualNode> byRank =
        (a, b) ->
            Long.compareUnsigned(
                swarm.parts().hash().rank(task.bytes(), a.author()),
                swarm.parts().hash().rank(task.bytes(), b.author()));
    return nodes.stream().max(byRank).orElseThrow();
  }
}
