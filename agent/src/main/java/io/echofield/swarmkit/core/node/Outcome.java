package io.echofield.swarmkit.core.node;

import java.util.List;
import java.util.Optional;

/**
 * What an event led to, in the order of duty: make the writes durable, then keep the continuity
 * record beside the store, then hand over the sends and the replies, then start the jobs, then
 * sleep until {@code wakeAtMonoMillis} or the next event.
 *
 * @param kept replaces the record kept before; empty: it stays as it is
 */
public record Outcome(
    List<Write> writes,
    Optional<Continuity> kept,
    List<Send> sends,
    List<Reply> replies,
    List<Job> jobs,
    long wakeAtMonoMillis) {
  public Outcome {
    writes = List.copyOf(writes);
    sends = List.copyOf(sends);
    replies = List.copyOf(replies);
    jobs = List.copyOf(jobs);
  }
}
