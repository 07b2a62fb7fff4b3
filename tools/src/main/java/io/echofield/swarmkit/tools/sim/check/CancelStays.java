package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;

/** V-8: what is cancelled stays so in its generation, unless it turns out that it was done. */
final class CancelStays extends TaskWatch {
  @Override
  public int invariant() {
    return 8;
  }

  @Override
  void changed(VirtualNode node, TaskView before, TaskView after) {
    if (before.status() == TaskStatus.CANCELLED
        && after.gen() <= before.gen()
        && after.status() != TaskStatus.CANCELLED
        && after.status() != TaskStatus.DONE) {
      violated(node, "saw a task cancelled and now sees it " + after.status().word());
    }
  }
}
