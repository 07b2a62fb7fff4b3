package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.security.Ed25519Signer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Tasks that several nodes make for each other, and what becomes of them, drawn from a seed: the
 * same information for every side, in one order in which nothing comes before what it rests on.
 *
 * <p>We write it as entries, a peer as fields of a map for each task. Where the two differ, the
 * peer has less to carry: a node is a small number there, an open task has no status, nothing is
 * signed.
 */
final class TaskLoad {
  private static final int EPOCH = 0x5eed;
  private static final long EARLIEST_SECONDS = 217_000_000;
  private static final int STEPS_A_SECOND = 20;
  private static final int IN_FLIGHT_MAX = 2_000;
  private static final int PRIORITIES = 10;
  private static final List<String> WORK =
      List.of("check pump", "clean spool", "read meter", "rotate log");

  private final List<Task> tasks = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final int writers;

  /**
   * A task as its writer makes it.
   *
   * @param target the writer that shall run it, and the only one whose word on that counts
   */
  record Task(int number, int writer, int target, Bytes salt, int priority, String text) {
    /** 16 random bytes as a peer's key: as short as text can be. */
    String key() {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(salt.toArray());
    }
  }

  /**
   * One write: the create, or a phase that was reached.
   *
   * @param seconds when, since 2020-01-01T00:00:00Z
   */
  record Step(Task task, Optional<Phase> phase, long seconds) {
    int writer() {
      return phase.isPresent() ? task.target() : task.writer();
    }

    /** For peers: whose write, which task, and the fields that it sets. */
    String json() {
      String set =
          phase.isPresent()
              ? "\"status\":\"" + phase.get().name().toLowerCase(Locale.ROOT) + "\""
              : "\"action\":\"notify\",\"target\":%d,\"priority\":%d,\"text\":\"%s\""
                  .formatted(task.target(), task.priority(), task.text());
      return "{\"writer\":%d,\"task\":\"%s\",\"set\":{%s,\"at\":%d}}"
          .formatted(writer(), task.key(), set, seconds);
    }
  }

  /**
   * The load.
   *
   * @param ran whether all tasks were run to the end, else they are open
   */
  TaskLoad(long seed, int tasks, int writers, boolean ran) {
    this.writers = writers;
    SplittableRandom random = new SplittableRandom(seed);
    List<Task> open = new ArrayList<>();
    List<Task> running = new ArrayList<>();
    while (this.tasks.size() < tasks || !open.isEmpty() || !running.isEmpty()) {
      int inFlight = open.size() + running.size();
      boolean makes = inFlight == 0 || (inFlight < IN_FLIGHT_MAX && random.nextBoolean());
      if (makes && this.tasks.size() < tasks) {
        Task task = task(random);
        this.tasks.add(task);
        add(task, Optional.empty());
        if (ran) {
          open.add(task);
        }
      } else if (random.nextInt(inFlight) < open.size()) {
        Task task = take(open, random);
        add(task, Optional.of(Phase.RUNNING));
        running.add(task);
      } else {
        add(take(running, random), Optional.of(Phase.DONE));
      }
    }
  }

  private void add(Task task, Optional<Phase> phase) {
    steps.add(new Step(task, phase, secondsOf(steps.size())));
  }

  private static long secondsOf(int step) {
    return EARLIEST_SECONDS + step / STEPS_A_SECOND;
  }

  private Task task(SplittableRandom random) {
    byte[] salt = new byte[Body.Create.SALT_BYTES];
    random.nextBytes(salt);
    return new Task(
        tasks.size(),
        random.nextInt(writers),
        random.nextInt(writers),
        Bytes.copyOf(salt),
        random.nextInt(PRIORITIES),
        WORK.get(random.nextInt(WORK.size())) + " " + random.nextInt(10_000));
  }

  private static Task take(List<Task> tasks, SplittableRandom random) {
    int chosen = random.nextInt(tasks.size());
    Task last = tasks.remove(tasks.size() - 1);
    return chosen == tasks.size() ? last : tasks.set(chosen, last);
  }

  List<Step> steps() {
    return steps;
  }

  int writers() {
    return writers;
  }

  /**
   * What one writer does while it is cut off: it starts this many of the open tasks bound to it.
   *
   * @throws IllegalArgumentException if it has fewer
   */
  List<Step> started(int writer, int count) {
    List<Step> started = new ArrayList<>();
    for (Task task : tasks) {
      if (task.target() == writer && started.size() < count) {
        long seconds = secondsOf(steps.size() + started.size());
        started.add(new Step(task, Optional.of(Phase.RUNNING), seconds));
      }
    }
    if (started.size() < count) {
      throw new IllegalArgumentException(
          "writer %d has %d tasks, not %d".formatted(writer, started.size(), count));
    }
    return started;
  }

  /** One line of JSON for each step. */
  static List<String> json(List<Step> steps) {
    return steps.stream().map(Step::json).toList();
  }

  /** Writes steps as entries, each in the log of its writer. */
  static final class Writers {
    private final EntryCodec codec;
    private final List<? extends Signer> signers;
    private final long[] seqs;
    private final List<Bytes> references = new ArrayList<>();
    private HybridTime last = HybridTime.ZERO;

    Writers(EntryCodec codec, List<? extends Signer> signers) {
      this.codec = codec;
      this.signers = signers;
      this.seqs = new long[signers.size()];
    }

    List<Entry> write(List<Step> steps) {
      return steps.stream().map(this::write).toList();
    }

    private Entry write(Step step) {
      Signer signer = signers.get(step.writer());
      boolean creates = step.phase().isEmpty();
      Draft draft =
          new Draft(
              new LogId(signer.author(), EPOCH),
              ++seqs[step.writer()],
              0,
              creates ? Bytes.EMPTY : references.get(step.task().number()),
              time(step.seconds()),
              creates ? create(step.task()) : new Body.Life(0, 1, step.phase().orElseThrow(), ""));
      Entry entry = codec.compose(draft, signer);
      if (creates) {
        references.add(TaskId.of(entry.id()).key().bytes());
      }
      return entry;
    }

    private HybridTime time(long seconds) {
      HybridTime first = new HybridTime(seconds << 16);
      last = first.compareTo(last) > 0 ? first : last.next();
      return last;
    }

    private Body create(Task task) {
      TreeMap<String, String> parameters = new TreeMap<>();
      parameters.put("text", task.text());
      Author target = signers.get(task.target()).author();
      return new Body.Create(
          task.salt(),
          new ActionName("notify"),
          Optional.of(target),
          0,
          new Spec(1, task.priority(), 0, 1, parameters),
          false,
          List.of(),
          Bytes.EMPTY);
    }
  }

  /** Real keys, the same in every run. */
  static List<Signer> keys(int writers) {
    return IntStream.range(0, writers)
        .<Signer>mapToObj(number -> Ed25519Signer.ofSeed(Unsigned.key(number)))
        .toList();
  }

  /** Signers whose signatures have the right length and nothing else. */
  static List<Signer> unsigned(int writers) {
    return IntStream.range(0, writers).<Signer>mapToObj(Unsigned::new).toList();
  }

  private record Unsigned(Author author, Bytes publicKey) implements Signer {
    private static final int SIGNATURE_BYTES = 64;

    Unsigned(int number) {
      this(new Author(key(number).slice(0, Author.BYTES)), key(number));
    }

    private static Bytes key(int number) {
      byte[] key = new byte[32];
      new SplittableRandom(number).nextBytes(key);
      return Bytes.copyOf(key);
    }

    @Override
    public Bytes sign(Bytes message) {
      return Bytes.copyOf(new byte[SIGNATURE_BYTES]);
    }
  }
}
