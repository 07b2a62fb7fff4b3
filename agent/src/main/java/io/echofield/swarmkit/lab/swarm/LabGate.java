package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.ledger.Roster;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.ExecutionGate;
import java.util.List;

/** Knows three actions, lets members cause them, and in an open swarm nobody but this node. */
final class LabGate implements ExecutionGate {
  private static final List<String> KNOWN = List.of("noop", "broken", "wait");

  @Override
  public Verdict judge(TaskView task, Author self, Roster roster, long wallMillis) {
    String action = task.body().action().text();
    boolean mine = task.creator().equals(self);
    if (!KNOWN.contains(action)) {
      return new Refuse("unsupported");
    }
    if (!mine && (roster.open() || roster.member(task.creator()).isEmpty())) {
      return new Refuse("not a member");
    }
    return action.equals("wait") ? new Wait("for ever") : new Run(task.spec().parameters(), false);
  }
}
