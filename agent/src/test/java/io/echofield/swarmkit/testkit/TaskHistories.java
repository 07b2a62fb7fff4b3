package io.echofield.swarmkit.testkit;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Entries about a few tasks, drawn from a seed: by members, by an operator, by a stranger, and
 * forged ones; with forks, equal terms, cancels, reopens and clocks from 1970 to 2156.
 *
 * <p>Nothing here follows the rules of legal steps: whatever a codec accepts may come from a peer.
 */
public final class TaskHistories {
  private static final List<HybridTime> TIMES =
      List.of(
          HybridTime.ZERO,
          HybridTime.ofWall(1_790_000_000_000L),
          HybridTime.ofWall(1_790_000_000_000L).next(),
          HybridTime.ofWall(4_070_908_800_000L),
          new HybridTime(HybridTime.BITS_MAX));

  // fixed
  public final SwarmParts swarm = new SwarmParts();
  public final ToyKeys creator = ToyKeys.of("creator");
  public final ToyKeys operator = ToyKeys.of("operator");
  public final ToyKeys target = ToyKeys.of("target");
  public final ToyKeys member = ToyKeys.of("member");
  public final ToyKeys stranger = ToyKeys.of("stranger");

  private final SplittableRandom random;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Entry> creates = new ArrayList<>();
  private final TreeMap<Author, Long> seqs = new TreeMap<>();

  public TaskHistories(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public SplittableRandom random() {
    return random;
  }

  public List<ToyKeys> keys() {
    return List.of(creator, operator, target, member, stranger);
  }

  public List<Author> authors() {
    return keys().stream().map(ToyKeys::author).toList();
  }

  /** A history of one task: its create and {@code more} entries. */
  public List<Entry> ofOneTask(int more) {
    return ofTasks(1, more);
  }

  /** Some tasks, and entries that name any of them. */
  public List<Entry> ofTasks(int tasks, int more) {
    for (int i = 0; i < tasks; i++) {
      creates.add(create(one(List.of(creator, creator, operator, stranger))));
    }
    for (int i = 0; i < more; i++) {
      another();
    }
    return List.copyOf(entries);
  }

  /** One task with a second create that has the same key, as an attacker might find. */
  public List<Entry> withCollision(int more) {
    Entry first = create(creator);
    Entry other = create(one(List.of(stranger, member)));
    entries.remove(other);
    Bytes id = first.id().prefix().concat(other.id().bytes().slice(8, EntryId.BYTES));
    Entry collides = withId(other, new EntryId(id));
    entries.add(collides);
    creates.add(first);
    creates.add(collides);
    for (int i = 0; i < more; i++) {
      another();
    }
    return List.copyOf(entries);
  }

  /** An entry of this author, next in its log unless the log forks here. */
  public Entry compose(ToyKeys key, Bytes task, Body body) {
    long last = seqs.getOrDefault(key.author(), 0L);
    long seq = last > 0 && random.nextInt(8) == 0 ? last : last + 1;
    seqs.put(key.author(), seq);
    Entry entry =
        swarm
            .codec()
            .compose(new Draft(new LogId(key.author(), 1), seq, 0, task, one(TIMES), body), key);
    entries.add(entry);
    return entry;
  }

  /** In another order, some of them twice. */
  public <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    for (int i = random.nextInt(list.size() + 1); i > 0; i--) {
      shuffled.add(one(list));
    }
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T moved = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, moved);
    }
    return shuffled;
  }

  public <T> List<T> subset(List<T> list) {
    List<T> subset = new ArrayList<>();
    for (T item : list) {
      if (random.nextBoolean()) {
        subset.add(item);
      }
    }
    return subset;
  }

  public <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Entry create(ToyKeys key) {
    Body.Create body =
        new Body.Create(
            bytes(Body.Create.SALT_BYTES),
            new ActionName("noop"),
            random.nextInt(3) == 0 ? Optional.of(target.author()) : Optional.empty(),
            0,
            spec(1),
            false,
            List.of(),
            Bytes.EMPTY);
    return compose(key, Bytes.EMPTY, body);
  }

  /** Anything that anybody may say about a task. */
  private void another() {
    ToyKeys signer = one(keys());
    ToyKeys key = random.nextInt(6) == 0 ? signer.forging(one(authors())) : signer;
    TaskId task = TaskId.of(one(creates).id());
    Body body = body();
    boolean brief = !body.isSkind() && random.nextInt(4) != 0;
    Bytes reference = brief ? task.key().bytes() : task.bytes();
    if (!brief && random.nextInt(8) == 0) {
      reference = task.key().bytes().concat(bytes(TaskId.BYTES - TaskKey.BYTES));
    }
    compose(key, reference, body);
  }

  private Body body() {
    int gen = random.nextInt(3);
    int term = 1 + random.nextInt(3);
    return switch (random.nextInt(12)) {
      case 0 -> new Body.Edit(spec(2 + random.nextInt(3)));
      case 1 -> new Body.Cancel(gen, text());
      case 2 -> new Body.Reopen(1 + random.nextInt(2));
      case 3 -> new Body.Approve(gen);
      case 4 -> new Body.Note(text());
      case 5 -> new Body.Result(gen, term, text());
      default -> new Body.Life(gen, term, one(List.of(Phase.values())), text());
    };
  }

  private Spec spec(int version) {
    return new Spec(version, random.nextInt(10), 0, 1 + random.nextInt(3), new TreeMap<>());
  }

  private String text() {
    return Integer.toHexString(random.nextInt());
  }

  private Bytes bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private static Entry withId(Entry entry, EntryId id) {
    return new Entry(
        id,
        entry.log(),
        entry.seq(),
        entry.group(),
        entry.task(),
        entry.hlc(),
        entry.body(),
        entry.canonical(),
        entry.signed());
  }
}
