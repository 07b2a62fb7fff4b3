package io.echofield.swarmkit.lab;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Batches like those of a core, drawn from a seed: tasks and their updates by a few authors, gaps
 * and forks in logs, the roster, and everything else that is written. The same seed gives the same
 * batches.
 */
public final class RandomWrites {
  private static final int AUTHORS = 3;

  private final SplittableRandom random;
  private final EntryCodec codec;
  private final List<TaskId> tasks = new ArrayList<>(List.of(TaskId.ROSTER));
  private final SortedMap<TaskKey, List<EntryId>> entries = new TreeMap<>();
  private final SortedMap<LogId, LogState> logs = new TreeMap<>();
  private long arrivals;

  public RandomWrites(long seed, EntryCodec codec) {
    this.random = new SplittableRandom(seed);
    this.codec = codec;
  }

  /** Ids of tasks so far, the roster among them. */
  public List<TaskId> tasks() {
    return List.copyOf(tasks);
  }

  public List<LogId> logs() {
    return List.copyOf(logs.keySet());
  }

  /** A batch of 1 to {@code most} turns of a core. */
  public List<Write> batch(int most) {
    List<Write> writes = new ArrayList<>();
    int turns = random.nextInt(1, most + 1);
    for (int i = 0; i < turns; i++) {
      if (random.nextInt(10) < 8) {
        entry(writes);
      } else {
        other(writes);
      }
    }
    return writes;
  }

  private void entry(List<Write> writes) {
    LogId log = new LogId(author(), random.nextInt(2) - 1);
    LogState state = logs.getOrDefault(log, LogState.empty(log));
    Entry entry = compose(log, seq(state));
    logs.put(log, state.plus(entry));
    arrivals += random.nextInt(20) == 0 ? 3 : 1;
    writes.add(new Write.Append(new StoredEntry(entry, arrivals, random.nextBoolean())));
    entry
        .key()
        .ifPresent(
            key -> {
              List<EntryId> known = entries.computeIfAbsent(key, k -> new ArrayList<>());
              known.add(entry.id());
              writes.add(new Write.Live(key, live(known)));
            });
    writes.add(new Write.Log(logs.get(log)));
    writes.add(new Write.Digest(new LiveDigest(arrivals, sum())));
  }

  /** Mostly the next one; sometimes one left out, sometimes one that is taken. */
  private long seq(LogState state) {
    return switch (random.nextInt(12)) {
      case 0 -> state.maxSeq() + 3;
      case 1, 2 -> 1 + random.nextLong(Math.max(1, state.maxSeq()));
      default -> state.maxSeq() + 1;
    };
  }

  private Entry compose(LogId log, long seq) {
    TaskId task = tasks.get(random.nextInt(tasks.size()));
    boolean create = tasks.size() < 4 || random.nextInt(5) == 0;
    Entry entry;
    if (create) {
      entry = compose(log, seq, Bytes.EMPTY, create());
      tasks.add(TaskId.of(entry.id()));
    } else if (task.equals(TaskId.ROSTER)) {
      Body.RosterItem.Item pause =
          new Body.RosterItem.Pause(1 + random.nextInt(1_000_000), random.nextBoolean());
      entry = compose(log, seq, task.bytes(), new Body.RosterItem(1, 1, pause));
    } else if (random.nextInt(4) == 0) {
      entry = compose(log, seq, task.bytes(), new Body.Note(text(400)));
    } else {
      Body life = new Body.Life(0, 1 + random.nextInt(60_000), Phase.RUNNING, "");
      entry = compose(log, seq, task.key().bytes(), life);
    }
    return entry;
  }

  private Entry compose(LogId log, long seq, Bytes task, Body body) {
    HybridTime time = new HybridTime(random.nextLong(HybridTime.BITS_MAX));
    return codec.compose(new Draft(log, seq, 0, task, time, body), new NoSigner(log.author()));
  }

  private Body create() {
    return new Body.Create(
        bytes(Body.Create.SALT_BYTES),
        new ActionName("notify"),
        Optional.empty(),
        0,
        Spec.of(Map.of("text", text(60))),
        false,
        List.of(),
        Bytes.EMPTY);
  }

  private List<EntryId> live(List<EntryId> known) {
    if (random.nextInt(12) == 0) {
      return List.of();
    }
    List<EntryId> chosen = new ArrayList<>();
    for (EntryId id : known) {
      if (chosen.isEmpty() || random.nextInt(3) == 0) {
        chosen.add(id);
      }
    }
    return chosen;
  }

  private void other(List<Write> writes) {
    TaskKey task = tasks.get(random.nextInt(tasks.size())).key();
    switch (random.nextInt(6)) {
      case 0 -> writes.add(new Write.Due(task, random.nextInt(3) > 0));
      case 1 ->
          writes.add(
              new Write.Cursor(
                  new LinkName("link" + random.nextInt(3)), random.nextLong(arrivals + 1)));
      case 2 -> writes.add(new Write.PutPeer(peer()));
      case 3 -> writes.add(new Write.ForgetPeer(author()));
      case 4 -> proof(writes);
      default -> {
        Write.Counter.Name[] names = Write.Counter.Name.values();
        writes.add(
            new Write.Counter(names[random.nextInt(names.length)], random.nextLong(1L << 32)));
      }
    }
  }

  private void proof(List<Write> writes) {
    for (LogState state : logs.values()) {
      if (state.maxSeq() > 0 && random.nextBoolean()) {
        HeadSig head = new HeadSig(state.log(), state.maxSeq(), bytes(16), bytes(64), bytes(32));
        logs.put(state.log(), state.proven(head));
        writes.add(new Write.Log(logs.get(state.log())));
        return;
      }
    }
  }

  private Peer peer() {
    HealthReport report =
        new HealthReport(
            HealthState.DEGRADED,
            random.nextInt(101),
            new HybridTime(random.nextLong(1L << 40)),
            List.of(new Reading("disk_pct", random.nextInt(100_000), HealthState.OK)),
            random.nextInt(1_000_000),
            random.nextInt(100),
            random.nextInt(100),
            random.nextLong(),
            random.nextInt(10));
    return new Peer(
        author(),
        "node-" + random.nextInt(3),
        random.nextBoolean() ? bytes(32) : Bytes.EMPTY,
        random.nextInt(100),
        random.nextInt(100),
        random.nextBoolean() ? Optional.of(report) : Optional.empty(),
        random.nextLong(1L << 41),
        random.nextBoolean());
  }

  private Author author() {
    byte[] bytes = new byte[Author.BYTES];
    bytes[0] = (byte) (random.nextInt(AUTHORS) * 0x7f);
    return new Author(Bytes.copyOf(bytes));
  }

  private IdSum sum() {
    return new IdSum(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  private Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private String text(int most) {
    return "abcdefghij ".repeat(most / 11).substring(0, random.nextInt(1, most / 11 * 11));
  }
}
