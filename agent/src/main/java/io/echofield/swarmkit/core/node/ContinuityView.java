package io.echofield.swarmkit.core.node;

import java.util.Optional;

/**
 * Whether this node's life is of one piece, for people.
 *
 * @param shown what stands at present; empty: whole
 * @param epoch the log epoch written in, as an unsigned 32-bit number
 * @param fault why the record beside the store could not be written; empty if it could
 */
public record ContinuityView(Optional<ContinuityBreak> shown, long epoch, String fault) {
  /** Whether another process uses this node's key now. */
  public boolean elsewhere() {
    return shown.filter(b -> b.kind() == ContinuityBreak.Kind.ELSEWHERE).isPresent();
  }
}
