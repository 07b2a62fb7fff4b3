package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.Optional;

/** V-7: what is done stays done until somebody reopens it. */
final class DoneStays extends TaskWatch {
  @Override
  public int invariant() {
    return 7;
  }

  @Override
  void changed(VirtualNode node, TaskView before, Optional<TaskView> after) {
    boolean stays =
        after
            .filter(view -> view.gen() > before.gen() || view.status() == TaskStatus.DONE)
            .isPresent();
    if (before.status() == TaskStatus.DONE && !stays) {
      String now = after.map(view -> view.status().word()).orElse("no longer");
      violated(node, "saw a task done and now sees it " + now);
    }
  }
}
