package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.TaskId;
import java.util.Optional;

/** The answer to a command, given once everything it wrote is durable. */
public record Reply(long id, Result result) {
  /** What came of it. */
  public sealed interface Result {}

  /** It is done; {@code task}: the one that was made or changed. */
  public record Accepted(Optional<TaskId> task) implements Result {}

  /** It was not done; nothing was written. {@code reason}: one line with the next step. */
  public record Refused(Kind kind, String reason) implements Result {
    /** Why, as far as a caller may act on it. */
    public enum Kind {
      NOT_FOUND,
      NOT_LEGAL,
      DENIED,
      INVALID,
      /** The store has no space left: try again when there is some. */
      STORE_FULL,
      /** The store's disk failed: it is tried again by itself. */
      STORE_FAILED
    }
  }
}
