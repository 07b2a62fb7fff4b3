package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.Write;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that outcomes ask for until the next commit, and what went wrong meanwhile. The node's
 * thread.
 */
final class Turn {
  /** Writes gathered before a commit even if more waits. */
  static final int WRITES_MAX = 1_000;

  /** Bytes of writes gathered before a commit even if more waits. */
  static final long BYTES_MAX = 1 << 20;

  // to be done once the writes are durable
  private final List<Write> writes = new ArrayList<>();
  private long bytes;
  private Optional<Continuity> kept = Optional.empty();
  private List<Send> sends = new ArrayList<>();
  private List<Reply> replies = new ArrayList<>();
  private List<Job> jobs = new ArrayList<>();
  // to be done whatever comes of the writes
  private List<Runnable> lasts = new ArrayList<>();
  // what makes the core void that gave the outcomes
  private Optional<UncheckedIOException> unread = Optional.empty();
  private long refusedBytes;

  void add(Outcome outcome, long outcomeBytes) {
    writes.addAll(outcome.writes());
    bytes += outcomeBytes;
    kept = outcome.kept().or(() -> kept);
    sends.addAll(outcome.sends());
    replies.addAll(outcome.replies());
    jobs.addAll(outcome.jobs());
  }

  void last(Runnable last) {
    lasts.add(last);
  }

  /** The disk failed while the core read: nothing that it says counts from here on. */
  void breakOff(UncheckedIOException cause) {
    unread = unread.or(() -> Optional.of(cause));
  }

  /** What {@link #breakOff} was told first. */
  Optional<UncheckedIOException> broken() {
    return unread;
  }

  /** An event led to more than a store takes at once; what came before it counts. */
  void refuse(long outcomeBytes) {
    refusedBytes = outcomeBytes;
  }

  /** What {@link #refuse} was told; 0 if nothing. */
  long refusedBytes() {
    return refusedBytes;
  }

  /** Whether the core is void, so that no more can be added. */
  boolean isOver() {
    return unread.isPresent() || refusedBytes > 0;
  }

  boolean full() {
    return writes.size() >= WRITES_MAX || bytes >= BYTES_MAX;
  }

  List<Write> writes() {
    return writes;
  }

  /** The writes are durable. */
  void written() {
    writes.clear();
    bytes = 0;
  }

  /** The newest record. */
  Optional<Continuity> takeKept() {
    Optional<Continuity> taken = kept;
    kept = Optional.empty();
    return taken;
  }

  List<Send> takeSends() {
    List<Send> taken = sends;
    sends = new ArrayList<>();
    return taken;
  }

  List<Reply> takeReplies() {
    List<Reply> taken = replies;
    replies = new ArrayList<>();
    return taken;
  }

  List<Job> takeJobs() {
    List<Job> taken = jobs;
    jobs = new ArrayList<>();
    return taken;
  }

  List<Runnable> takeLasts() {
    List<Runnable> taken = lasts;
    lasts = new ArrayList<>();
    return taken;
  }

  /** Nothing of it is to be done, but for the lasts. */
  void rollBack() {
    written();
    kept = Optional.empty();
    sends.clear();
    replies.clear();
    jobs.clear();
    unread = Optional.empty();
    refusedBytes = 0;
  }
}
