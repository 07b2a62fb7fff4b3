package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskFold;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.Optional;

/**
 * V-16: nothing that its author did not sign, or was not allowed to write, is carried out or
 * changes a task.
 */
final class UnprovenNeverActs extends Checker {
  @Override
  public int invariant() {
    return 16;
  }

  @Override
  public void started(VirtualNode node, Job.RunRemedy job) {
    Truth truth = new Truth(world());
    Optional<StoredEntry> create =
        node.store().reader().byPrefix(job.task().bytes(), 1).stream().findFirst();
    boolean sound =
        create
            .filter(stored -> stored.entry().body() instanceof Body.Create)
            .filter(stored -> truth.mayWrite(stored.entry().author()))
            .filter(truth::proven)
            .isPresent();
    if (!sound) {
      violated(node, "carries out task " + job.task() + ", which no member signed");
    }
  }

  @Override
  public void quiescent() {
    for (VirtualNode node : world().running()) {
      compare(node);
      return;
    }
  }

  private void compare(VirtualNode node) {
    TaskFold fold = new TaskFold(world().swarm().parts().hash());
    Truth truth = new Truth(world());
    LedgerReader all = node.store().reader();
    for (TaskKey key : WrittenTasks.of(all)) {
      Optional<TaskView> seen = node.core().ledger().task(key);
      Optional<TaskView> just = fold.fold(all.history(key, 0, Integer.MAX_VALUE), truth);
      if (!seen.map(fold::canonical).equals(just.map(fold::canonical))) {
        violated(node, "task " + key + " is not what its signed entries make it");
        return;
      }
    }
  }
}
