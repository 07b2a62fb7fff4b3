package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.TaskFold;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.List;
import java.util.Optional;

/** V-9: a task looks the same from what is live as from everything ever written about it. */
final class LiveEqualsAll extends Checker {
  /** Every so many statements at one of the nodes; at all of them in the end. */
  private static final int EVERY = 60;

  private int statements;

  @Override
  public int invariant() {
    return 9;
  }

  @Override
  public void statementDone() {
    List<VirtualNode> running = world().running();
    if (++statements % EVERY == 0 && !running.isEmpty()) {
      compare(running.get(statements / EVERY % running.size()));
    }
  }

  @Override
  public void end() {
    world().running().stream().limit(2).forEach(this::compare);
  }

  private void compare(VirtualNode node) {
    TaskFold fold = new TaskFold(world().swarm().parts().hash());
    Ledger ledger = node.core().ledger();
    LedgerReader all = node.store().reader();
    for (TaskKey key : WrittenTasks.of(all)) {
      Optional<TaskView> live = ledger.task(key);
      Optional<TaskView> whole = fold.fold(all.history(key, 0, Integer.MAX_VALUE), ledger);
      if (!live.map(fold::canonical).equals(whole.map(fold::canonical))) {
        violated(node, "task " + key + " looks another from all of its entries");
        return;
      }
    }
  }
}
