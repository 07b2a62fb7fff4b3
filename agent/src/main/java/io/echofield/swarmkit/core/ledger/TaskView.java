package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.List;
import java.util.Optional;

/**
 * A task as folded from its entries.
 *
 * @param create the entry that made it
 * @param counts whether the create is proven and its author may write; if not, nothing of the task
 *     is ever executed
 * @param collision whether another task shares its key; nothing of either is executed
 * @param spec the newest spec that counts
 * @param specEntry the entry that brought the spec (the create or an edit)
 * @param gen current generation, 0 to 255
 * @param term top term of the generation, 0 if nobody began
 * @param holder who claimed, runs or ran it in the top term
 * @param attempts started cells of the generation
 * @param starters authors that started it in this generation
 * @param doubleRun whether it ran on two nodes without the second knowing that the first one had
 *     failed: two of them began and did not fail, or two started in one term
 * @param approved whether an approval of this generation counts
 * @param reason why it failed or was cancelled, empty if neither
 * @param remarks notes and results that count, oldest first
 * @param updated the greatest time stamp of what decides the view
 */
public record TaskView(
    Entry create,
    boolean counts,
    boolean collision,
    Spec spec,
    Entry specEntry,
    int gen,
    int term,
    TaskStatus status,
    Optional<Author> holder,
    int attempts,
    List<Author> starters,
    boolean doubleRun,
    boolean approved,
    String reason,
    List<Entry> remarks,
    HybridTime updated) {
  public TaskView {
    starters = List.copyOf(starters);
    remarks = List.copyOf(remarks);
  }

  public TaskId id() {
    return TaskId.of(create.id());
  }

  public Author creator() {
    return create.author();
  }

  public Body.Create body() {
    return (Body.Create) create.body();
  }

  /** The node it is bound to, if any. */
  public Optional<Author> target() {
    return body().target();
  }

  /**
   * Whether nothing more happens in this generation: done, cancelled, or failed as often as
   * allowed.
   */
  public boolean settled() {
    return switch (status) {
      case DONE, CANCELLED -> true;
      case FAILED -> attempts >= spec.attemptsMax();
      case OPEN, CLAIMED, RUNNING -> false;
    };
  }
}
