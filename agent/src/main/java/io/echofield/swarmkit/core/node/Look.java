package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;

/** What a look at a due task led to. */
sealed interface Look {
  /** Nothing to do before the task changes. */
  record Rests() implements Look {}

  /** Something holds it; looked at again when anything that it may depend on changes. */
  record Waits(String reason) implements Look {}

  /** As {@link Waits}, and looked at again at this time. */
  record WaitsUntil(String reason, long mono) implements Look {}

  /** It comes after a task that is not done. */
  record Behind(String reason, TaskId earlier) implements Look {}

  /** It may start as soon as nothing else runs here; looked at again at this time. */
  record NeedsHands(long mono) implements Look {}

  /** It may be claimed as soon as this node has its hands free for it. */
  record NeedsRoom(String reason) implements Look {}

  /** A step that is no start. */
  record Writes(Body.Life life) implements Look {}

  /** It starts: durable first, then the action. */
  record Starts(Body.Life life, ExecutionGate.Run run) implements Look {}
}
