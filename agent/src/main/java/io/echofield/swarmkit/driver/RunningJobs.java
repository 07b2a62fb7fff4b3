package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Now;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The remediation that runs, and ends of jobs until what they lead to is durable: neither a full
 * disk nor a failure may lose one, or have it carried out twice. The node's thread.
 */
final class RunningJobs {
  // until it is durable that it ended
  private Optional<Job.RunRemedy> running = Optional.empty();
  // few by nature: the core starts one remediation and one round of checks at a time
  private List<Ended> waiting = new ArrayList<>();
  private final List<Ended> applied = new ArrayList<>();

  private record Ended(Job job, Function<Now, Event> event) {
    boolean ofRemedy() {
      return job instanceof Job.RunRemedy;
    }
  }

  void begun(Job job) {
    if (job instanceof Job.RunRemedy remedy) {
      running = Optional.of(remedy);
    }
  }

  void ended(Job job, Function<Now, Event> event) {
    waiting.add(new Ended(job, event));
  }

  /** For a core that is built anew. */
  Optional<Job.RunRemedy> running() {
    return running;
  }

  /** The ends to apply now; a remediation's waits while it cannot be made durable. */
  List<Function<Now, Event>> due(boolean writable) {
    List<Ended> due = waiting.stream().filter(end -> writable || !end.ofRemedy()).toList();
    waiting.removeAll(due);
    applied.addAll(due);
    return due.stream().map(Ended::event).toList();
  }

  /** What was applied is durable. */
  void committed() {
    if (applied.stream().anyMatch(end -> running.filter(end.job()::equals).isPresent())) {
      running = Optional.empty();
    }
    applied.clear();
  }

  /** What was applied is void. */
  void rolledBack() {
    List<Ended> again = new ArrayList<>(applied);
    again.addAll(waiting);
    waiting = again;
    applied.clear();
  }
}
