package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.TaskFold;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.List;
import java.util.Optional;

/**
 * V-12: who knows that another one holds a task does not start it: of two that claimed one term the
 * lower ranked, and whoever claimed a lower term, give way as soon as they heard of each other. Nor
 * does it start what its disk shows to be done, cancelled (V-8) or in any other hands.
 */
final class HoldersStop extends Checker {
  @Override
  public int invariant() {
    return 12;
  }

  @Override
  public void started(VirtualNode node, Job.RunRemedy job) {
    List<StoredEntry> known = node.store().reader().history(job.task().key(), 0, Integer.MAX_VALUE);
    Optional<TaskView> view =
        new TaskFold(world().swarm().parts().hash()).fold(known, new Truth(world()));
    if (view.filter(task -> runs(node, job, task)).isEmpty()) {
      String seen = view.map(task -> task.status().word()).orElse("unknown");
      violated(node, "started " + job(job) + ", which is " + seen + " as its disk shows");
      return;
    }
    boolean bound =
        known.stream()
            .anyMatch(s -> s.entry().body() instanceof Body.Create c && c.target().isPresent());
    if (!bound) {
      known.forEach(stored -> compare(node, job, stored.entry()));
    }
  }

  /** Whether this node is who runs it, in the term that the job says. */
  private static boolean runs(VirtualNode node, Job.RunRemedy job, TaskView task) {
    return task.id().equals(job.task())
        && task.status() == TaskStatus.RUNNING
        && task.gen() == job.gen()
        && task.term() == job.term()
        && task.holder().filter(node.author()::equals).isPresent();
  }

  private static String job(Job.RunRemedy job) {
    return "term " + job.term() + " of task " + job.task();
  }

  private void compare(VirtualNode node, Job.RunRemedy job, Entry held) {
    boolean member = node.core().ledger().mayWrite(held.author());
    if (!(held.body() instanceof Body.Life life)
        || life.gen() != job.gen()
        || !member
        || held.author().equals(node.author())) {
      return;
    }
    boolean taken = life.phase() == Phase.CLAIMED || life.phase() == Phase.RUNNING;
    boolean above = life.term() > job.term();
    boolean beside = life.term() == job.term();
    boolean wins =
        life.phase() == Phase.RUNNING || rank(job.task(), held.author()) > rank(job.task(), node);
    if (taken && (above || (beside && wins))) {
      violated(node, "started " + job(job) + " and knew who holds it: " + held.author());
    }
  }

  private long rank(TaskId task, VirtualNode node) {
    return rank(task, node.author());
  }

  /** The hash as a number that compares as an unsigned one does. */
  private long rank(TaskId task, Author author) {
    SwarmHash hash = world().swarm().parts().hash();
    return hash.rank(task.bytes(), author) ^ Long.MIN_VALUE;
  }
}
