package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A checker that compares each view of a task with the one that the same node had before. */
abstract class TaskWatch extends Checker {
  private final Map<Integer, Map<TaskKey, TaskView>> seen = new HashMap<>();

  /** A node saw a task change; empty: it sees it no longer. */
  abstract void changed(VirtualNode node, TaskView before, Optional<TaskView> after);

  @Override
  public void restored(VirtualNode node, boolean shown) {
    seen.remove(node.number());
  }

  @Override
  public void committed(VirtualNode node, Event event, Outcome outcome) {
    if (node.core().roster().version() == 0) {
      return;
    }
    for (Write write : outcome.writes()) {
      if (write instanceof Write.Live live) {
        compare(node, live.task(), node.core().ledger().task(live.task()));
      }
    }
  }

  private void compare(VirtualNode node, TaskKey key, Optional<TaskView> after) {
    Map<TaskKey, TaskView> views = seen.computeIfAbsent(node.number(), number -> new HashMap<>());
    TaskView before = views.get(key);
    after.ifPresent(view -> views.put(key, view));
    if (before != null && after.filter(view -> !view.id().equals(before.id())).isEmpty()) {
      changed(node, before, after);
    }
  }
}
