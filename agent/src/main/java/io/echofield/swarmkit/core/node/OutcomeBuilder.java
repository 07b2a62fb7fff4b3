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
 * cursor, a counter) only the last of the event is kept. While the store is read-only, what is
 * remembered beside the ledger (cursors, peers, counters) is held back, the last of each, and goes
 * with the first outcome after. One thread.
 */
final class OutcomeBuilder {
  /**
   * Ids in the live lists of one event beyond which no more entries are taken in it: 2 MiB in the
   * journal. What is left of the frame comes again.
   */
  static final int LIVE_IDS_MAX = 65_536;

  // of the ledger
  private final List<Write> appends = new ArrayList<>();
  private final SortedMap<String, Write> replacing = new TreeMap<>();
  private int liveIds;
  // beside the ledger
  private final SortedMap<String, Write> remembered = new TreeMap<>();
  // what follows
  private Optional<Continuity> kept = Optional.empty();
  private final List<Send> sends = new ArrayList<>();
  private final List<Reply> replies = new ArrayList<>();
  private final List<Job> jobs = new ArrayList<>();

  void append(Write.Append write) {
    appends.add(write);
  }

  void live(Write.Live write) {
    Write before = replacing.put("live " + write.task(), write);
    liveIds += write.entries().size();
    liveIds -= before instanceof Write.Live live ? live.entries().size() : 0;
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
    remembered.put("cursor " + write.link(), write);
  }

  void peer(Write.PutPeer write) {
    remembered.put("peer " + write.peer().author(), write);
  }

  void counter(Write.Counter.Name name, long value) {
    remembered.put("counter " + name, new Write.Counter(name, value));
  }

  /** Whether this event has taken in as much as may become durable at once. */
  boolean full() {
    return liveIds > LIVE_IDS_MAX;
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

  /**
   * The outcome; the builder is empty again, but for what is held back.
   *
   * @param writable whether writes can be made durable
   * @throws IllegalStateException if something entered the ledger although they cannot
   */
  Outcome take(long wakeAtMonoMillis, boolean writable) {
    List<Write> writes = new ArrayList<>(appends);
    writes.addAll(replacing.values());
    if (writable) {
      writes.addAll(remembered.values());
      remembered.clear();
    } else if (!writes.isEmpty()) {
      throw new IllegalStateException("the ledger changed in a read-only store: " + writes.get(0));
    }
    Outcome outcome = new Outcome(writes, kept, sends, replies, jobs, wakeAtMonoMillis);
    appends.clear();
    replacing.clear();
    liveIds = 0;
    kept = Optional.empty();
    sends.clear();
    replies.clear();
    jobs.clear();
    return outcome;
  }
}
