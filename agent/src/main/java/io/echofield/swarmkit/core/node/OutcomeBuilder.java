package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects what one event leads to.
 *
 * <p>Of writes that replace each other (the live list of a task, the state of a log, a digest, a
 * cursor, a counter) only the last of the event is kept. One thread.
 */
final class OutcomeBuilder {
  private final List<Write> appends = new ArrayList<>();
  private final SortedMap<String, Write> replacing = new TreeMap<>();
  private Optional<Continuity> kept = Optional.empty();
  private final List<Send> sends = new ArrayList<>();
  private final List<Reply> replies = new ArrayList<>();
  private final List<Job> jobs = new ArrayList<>();

  void append(Write.Append write) {
    appends.add(write);
  }

  void live(Write.Live write) {
    replacing.put("live " + write.task(), write);
  }

  void log(Write.Log write) {
    replacing.put("log " + write.state().log(), write);
  }

  void digest(Write.Digest write) {
    replacing.put("digest", write);
  }

  void due(TaskKey task, boolean due) {
    replacing.put("due " + task, new Write.Due(task, due));
  }

  void cursor(Write.Cursor write) {
    replacing.put("cursor " + write.link(), write);
  }

  void peer(Write.PutPeer write) {
    replacing.put("peer " + write.peer().author(), write);
  }

  void counter(Write.Counter.Name name, long value) {
    replacing.put("counter " + name, new Write.Counter(name, value));
  }

  void keep(Continuity record) {
    kept = Optional.of(record);
  }

  void send(Send send) {
    sends.add(send);
  }

  void reply(Reply reply) {
    replies.add(reply);
  }

  void job(Job job) {
    jobs.add(job);
  }

  /** The outcome; the builder is empty again. */
  Outcome take(long wakeAtMonoMillis) {
    List<Write> writes = new ArrayList<>(appends);
    writes.addAll(replacing.values());
    Outcome outcome = new Outcome(writes, kept, sends, replies, jobs, wakeAtMonoMillis);
    appends.clear();
    replacing.clear();
    kept = Optional.empty();
    sends.clear();
    replies.clear();
    jobs.clear();
    return outcome;
  }
}
