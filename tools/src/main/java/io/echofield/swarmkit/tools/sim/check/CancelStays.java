package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.Optional;

/** V-8: what is cancelled stays so in its generation, unless it turns out that it was done. */
final class CancelStays extends TaskWatch {
  @Override
  public int invariant() {
    return 8;
  }

  @Override
  void changed(VirtualNode node, TaskView before, Optional<TaskView> after) {
    boolean stays = after.filter(view -> view.gen() > before.gen() || over(view)).isPresent();
    if (before.status() == TaskStatus.CANCELLED && !stays) {
      String now = after.map(view -> view.status().word()).orElse("no longer");
      violated(node, "saw a task cancelled and now sees it " + now);
    }
  }

  private static boolean over(TaskView view) {
    return view.status() == TaskStatus.CANCELLED || view.status() == TaskStatus.DONE;
  }
}
