package io.echofield.swarmkit.lab;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
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
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What the core of a busy node writes, one entry after the other, drawn from a seed: half of the
 * entries create a task, the other half end one of those that are open. The same seed gives the
 * same entries.
 *
 * <p>Unlike {@link RandomWrites}, which looks for trouble, this is the everyday load: one log, no
 * gaps, and with each entry the writes that {@code SwarmNode} makes for it. One thread.
 */
public final class CoreLikeWrites {
  /** Tasks open at a time; when there are so many, one is ended. */
  static final int OPEN_TASKS_MAX = 1_000;

  private static final int EPOCH = 1;

  private final SplittableRandom random;
  private final EntryCodec codec;
  private final Author author;
  private final List<EntryId> open = new ArrayList<>();
  private LogState log;
  private LiveDigest digest = LiveDigest.EMPTY;

  /**
   * What one turn of the core leaves.
   *
   * @param writes the entry's append first, then the live list of its task, the state of its log,
   *     the digest and two counters
   */
  public record Turn(StoredEntry stored, List<Write> writes) {}

  public CoreLikeWrites(long seed, EntryCodec codec) {
    this.random = new SplittableRandom(seed);
    this.codec = codec;
    this.author = new Author(bytes(Author.BYTES));
    this.log = LogState.empty(new LogId(author, EPOCH));
  }

  /** The next entry, with the next arrival number, from 1. */
  public Turn next() {
    boolean ends = open.size() >= OPEN_TASKS_MAX || (!open.isEmpty() && random.nextBoolean());
    return ends ? end(takeOpen()) : create();
  }

  private Turn create() {
    Body body =
        new Body.Create(
            bytes(Body.Create.SALT_BYTES),
            new ActionName("notify"),
            Optional.of(author),
            0,
            Spec.of(Map.of("text", "check the pump number " + (log.maxSeq() + 1))),
            false,
            List.of(),
            Bytes.EMPTY);
    Entry entry = compose(Bytes.EMPTY, body);
    open.add(entry.id());
    return turn(entry, TaskId.of(entry.id()), List.of(entry.id()));
  }

  private Turn end(EntryId created) {
    TaskId task = TaskId.of(created);
    Entry entry = compose(task.key().bytes(), new Body.Life(0, 1, Phase.DONE, ""));
    return turn(entry, task, Stream.of(created, entry.id()).sorted().toList());
  }

  private Turn turn(Entry entry, TaskId task, List<EntryId> live) {
    log = log.plus(entry);
    digest = new LiveDigest(digest.count() + 1, digest.sum().plus(entry.id()));
    long number = log.maxSeq();
    boolean proven = entry.body().isSkind();
    StoredEntry stored = new StoredEntry(entry, number, proven);
    return new Turn(
        stored,
        List.of(
            new Write.Append(stored),
            new Write.Live(task.key(), live),
            new Write.Log(log),
            new Write.Digest(digest),
            new Write.Counter(Write.Counter.Name.OWN_SEQ, number),
            new Write.Counter(Write.Counter.Name.HYBRID_TIME, entry.hlc().bits())));
  }

  private Entry compose(Bytes task, Body body) {
    long seq = log.maxSeq() + 1;
    Draft draft = new Draft(log.log(), seq, 0, task, new HybridTime(seq), body);
    return codec.compose(draft, new NoSigner(author));
  }

  /** Any of the open tasks; it is open no more. */
  private EntryId takeOpen() {
    int chosen = random.nextInt(open.size());
    EntryId last = open.remove(open.size() - 1);
    return chosen == open.size() ? last : open.set(chosen, last);
  }

  private Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }
}
