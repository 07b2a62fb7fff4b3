package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;

/** V-7: what is done stays done until somebody reopens it. */
final class DoneStays extends TaskWatch {
  @Override
  public int invariant() {
    return 7;
  }

  @Override
  void changed(VirtualNode node, TaskView before, TaskView after) {
    if (before.status() == TaskStatus.DONE
        && after.gen() <= before.gen()
        && after.status() != TaskStatus.DONE) {
      violated(node, "saw a task done and now sees it " + after.status().word());
    }
  }
}
