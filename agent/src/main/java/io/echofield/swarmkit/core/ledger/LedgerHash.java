package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskKey;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The ledger hash, kept so that asking again costs only what changed.
 *
 * <p>Tasks fall into 256 buckets by the first byte of their id. A bucket's hash is SHA-256 over the
 * length-prefixed canonical views in the order of task keys (32 zero bytes if it has no task); the
 * ledger hash is SHA-256 over the 256 bucket hashes. One thread.
 */
final class LedgerHash {
  static final int BUCKETS = 256;
  private static final int PAGE_TASKS = 256;
  private static final Bytes EMPTY_BUCKET = Bytes.copyOf(new byte[32]);

  private final Function<TaskKey, Optional<TaskView>> views;
  private final LedgerReader reader;
  private final TaskFold fold;
  private final Bytes[] buckets = new Bytes[BUCKETS];
  private final long[] open = new long[BUCKETS];
  private final long[] tasks = new long[BUCKETS];
  private final long[] doubleRuns = new long[BUCKETS];

  LedgerHash(Function<TaskKey, Optional<TaskView>> views, LedgerReader reader, TaskFold fold) {
    this.views = views;
    this.reader = reader;
    this.fold = fold;
  }

  void forget(TaskKey key) {
    buckets[key.bytes().at(0) & 0xff] = null;
  }

  void forgetAll() {
    Arrays.fill(buckets, null);
  }

  /** Buckets of {@value #BUCKETS} that the next question folds. */
  int forgotten() {
    int forgotten = 0;
    for (Bytes bucket : buckets) {
      forgotten += bucket == null ? 1 : 0;
    }
    return forgotten;
  }

  Bytes value() {
    MessageDigest all = SwarmHash.sha256();
    for (int i = 0; i < BUCKETS; i++) {
      if (buckets[i] == null) {
        buckets[i] = bucket(i);
      }
      all.update(buckets[i].toArray());
    }
    return Bytes.copyOf(all.digest());
  }

  long openTasks() {
    value();
    return Arrays.stream(open).sum();
  }

  long taskCount() {
    value();
    return Arrays.stream(tasks).sum();
  }

  long doubleRuns() {
    value();
    return Arrays.stream(doubleRuns).sum();
  }

  private Bytes bucket(int first) {
    MessageDigest digest = SwarmHash.sha256();
    open[first] = 0;
    tasks[first] = 0;
    doubleRuns[first] = 0;
    Optional<TaskKey> after = before(first);
    while (true) {
      List<TaskKey> page = reader.tasks(after, PAGE_TASKS);
      for (TaskKey key : page) {
        if ((key.bytes().at(0) & 0xff) != first) {
          return tasks[first] > 0 ? Bytes.copyOf(digest.digest()) : EMPTY_BUCKET;
        }
        Optional<TaskView> view = views.apply(key);
        if (view.isPresent()) {
          tasks[first]++;
          open[first] += view.get().settled() ? 0 : 1;
          doubleRuns[first] += view.get().doubleRun() ? 1 : 0;
          byte[] canonical = fold.canonical(view.get()).toArray();
          digest.update(new byte[] {(byte) (canonical.length >> 8), (byte) canonical.length});
          digest.update(canonical);
        }
      }
      if (page.size() < PAGE_TASKS) {
        return tasks[first] > 0 ? Bytes.copyOf(digest.digest()) : EMPTY_BUCKET;
      }
      after = Optional.of(page.get(page.size() - 1));
    }
  }

  /**
   * The greatest possible key below the bucket; the roster's all-zero key is no task, so bucket 0
   * begins at the very start.
   */
  private static Optional<TaskKey> before(int first) {
    if (first == 0) {
      return Optional.empty();
    }
    byte[] key = new byte[TaskKey.BYTES];
    Arrays.fill(key, (byte) 0xff);
    key[0] = (byte) (first - 1);
    return Optional.of(new TaskKey(Bytes.copyOf(key)));
  }
}
