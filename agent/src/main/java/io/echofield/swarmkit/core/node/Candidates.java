package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.HealthBoard;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.util.List;
import java.util.Optional;

/**
 * In which turn this node bids for a task: how many of the nodes heard lately have a higher rank
 * for it. The winner of a term is told by the same rank, so whoever bids first mostly wins. One
 * thread.
 */
final class Candidates {
  /**
   * Highest turn. In a larger swarm the last ones bid together, and the settling pause sorts them.
   */
  static final int TURN_MAX = 63;

  /** Who was heard lately is looked up at most this often. */
  static final long FRESH_MILLIS = 1_000;

  // fixed
  private final Author self;
  private final SwarmHash hash;
  private final HealthBoard board;
  // while the process lives
  private List<Author> present = List.of();
  private long freshUntilMono = Long.MIN_VALUE;

  Candidates(Author self, SwarmHash hash, HealthBoard board) {
    this.self = self;
    this.hash = hash;
    this.board = board;
  }

  /**
   * The turn of this node, 0 to {@value #TURN_MAX}.
   *
   * @param without a holder that did not renew, and is not waited for
   */
  int turn(TaskId task, Optional<Author> without, Now now) {
    if (now.monoMillis() >= freshUntilMono) {
      present = board.present(now.wallMillis());
      freshUntilMono = now.monoMillis() + FRESH_MILLIS;
    }
    Bytes id = task.bytes();
    long own = hash.rank(id, self);
    int turn = 0;
    for (Author other : present) {
      boolean counts = !other.equals(self) && without.filter(other::equals).isEmpty();
      if (counts && turn < TURN_MAX && Long.compareUnsigned(hash.rank(id, other), own) > 0) {
        turn++;
      }
    }
    return turn;
  }
}
