package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * V-11: a store's node starts (task, gen, term) at most once in the life of that store, and only
 * after its disk says so.
 */
final class BoundRunsOnce extends Checker {
  private record Run(int node, int storeLife, TaskId task, int gen, int term) {}

  private final Set<Run> runs = new HashSet<>();
  private final Map<Integer, Integer> storeLives = new HashMap<>();

  @Override
  public int invariant() {
    return 11;
  }

  @Override
  public void restored(VirtualNode node, boolean shown) {
    storeLives.merge(node.number(), 1, Integer::sum);
  }

  @Override
  public void started(VirtualNode node, Job.RunRemedy job) {
    int life = storeLives.getOrDefault(node.number(), 0);
    if (!runs.add(new Run(node.number(), life, job.task(), job.gen(), job.term()))) {
      violated(node, "ran term " + job.term() + " of task " + job.task() + " a second time");
    } else if (!durable(node, job)) {
      violated(node, "ran task " + job.task() + " before its disk knew that it runs");
    }
  }

  private static boolean durable(VirtualNode node, Job.RunRemedy job) {
    return node.store().reader().history(job.task().key(), 0, Integer.MAX_VALUE).stream()
        .anyMatch(
            stored ->
                stored.entry().author().equals(node.author())
                    && stored.entry().body() instanceof Body.Life life
                    && life.phase() == Phase.RUNNING
                    && life.gen() == job.gen()
                    && life.term() == job.term());
  }
}
