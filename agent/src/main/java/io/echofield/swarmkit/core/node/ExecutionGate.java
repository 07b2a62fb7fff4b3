package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.ledger.Roster;
import io.echofield.swarmkit.core.ledger.TaskView;
import java.util.SortedMap;

/**
 * Port: may this node carry out this task now? Pure for equal inputs; called on the node's thread.
 */
public interface ExecutionGate {
  Verdict judge(TaskView task, Author self, Roster roster, long wallMillis);

  /** The answer. */
  sealed interface Verdict {}

  /** Carry it out with these parameters. */
  record Run(SortedMap<String, String> parameters, boolean dryRun) implements Verdict {}

  /** It will never run here: the task fails with this reason. */
  record Refuse(String reason) implements Verdict {}

  /** Not now; asked again when something changes. The reason is for people. */
  record Wait(String reason) implements Verdict {}
}
