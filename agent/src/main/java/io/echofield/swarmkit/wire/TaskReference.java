package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;

/** Which task reference each kind of entry must carry. */
final class TaskReference {
  private TaskReference() {}

  /** Refuses a reference that does not fit the kind. */
  static void check(Body body, Bytes task) throws Refusal {
    Limits.require(body.accept(new Fits(task)), "task reference does not fit the kind");
  }

  private record Fits(Bytes task) implements Body.Visitor<Boolean> {
    @Override
    public Boolean create(Body.Create create) {
      return task.isEmpty();
    }

    @Override
    public Boolean edit(Body.Edit edit) {
      return whole();
    }

    @Override
    public Boolean life(Body.Life life) {
      return prefixOrWhole();
    }

    @Override
    public Boolean cancel(Body.Cancel cancel) {
      return whole();
    }

    @Override
    public Boolean reopen(Body.Reopen reopen) {
      return whole();
    }

    @Override
    public Boolean approve(Body.Approve approve) {
      return whole();
    }

    @Override
    public Boolean note(Body.Note note) {
      return prefixOrWhole();
    }

    @Override
    public Boolean result(Body.Result result) {
      return prefixOrWhole();
    }

    @Override
    public Boolean epochStart(Body.EpochStart epochStart) {
      return task.isEmpty();
    }

    @Override
    public Boolean roster(Body.RosterItem roster) {
      return task.equals(TaskId.ROSTER.bytes());
    }

    private boolean whole() {
      return task.size() == TaskId.BYTES && !ofRoster();
    }

    private boolean prefixOrWhole() {
      return (task.size() == TaskKey.BYTES || task.size() == TaskId.BYTES) && !ofRoster();
    }

    /** The roster's key belongs to roster items alone. */
    private boolean ofRoster() {
      return task.startsWith(TaskId.ROSTER.key().bytes());
    }
  }
}
