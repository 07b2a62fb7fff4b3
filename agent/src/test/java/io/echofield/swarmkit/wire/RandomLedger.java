package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Valid entries of every kind, drawn from a seed; the same seed gives the same entries. Ends of
 * ranges come often.
 */
public final class RandomLedger {
  private static final List<String> TEXTS =
      List.of("", "ok", "disk full", "Gerät heiß", "温度が高い", "🛠", "a\"b\\c\n");

  private final SplittableRandom random;
  private final EntryCodec codec;
  private final List<TestKeys> keys;

  /** Authors are few, so that logs are shared. */
  public RandomLedger(long seed, EntryCodec codec, List<TestKeys> keys) {
    this.random = new SplittableRandom(seed);
    this.codec = codec;
    this.keys = List.copyOf(keys);
  }

  public SplittableRandom random() {
    return random;
  }

  /** An entry of any kind at any place. */
  public Entry entry() {
    Body body = body();
    long seq = body instanceof Body.EpochStart ? 1 : number(1, Entry.SEQ_MAX);
    return compose(key(), random.nextInt(), seq, body);
  }

  /** Consecutive entries of one log. */
  public List<Entry> run(int count) {
    Signer key = key();
    int epoch = random.nextInt();
    long first = number(2, Entry.SEQ_MAX - count);
    List<Entry> run = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Body body = body();
      run.add(compose(key, epoch, first + i, body instanceof Body.EpochStart ? life() : body));
    }
    return run;
  }

  public TestKeys key() {
    return one(keys);
  }

  public LogId log() {
    return new LogId(key().author(), random.nextInt());
  }

  public Bytes bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return Bytes.copyOf(bytes);
  }

  /** A number of the closed range, its ends more often than the rest. */
  public long number(long min, long max) {
    return switch (random.nextInt(6)) {
      case 0 -> min;
      case 1 -> max;
      case 2 -> Math.min(max, min + random.nextInt(200));
      default -> random.nextLong(min, max + 1);
    };
  }

  public String text() {
    return one(TEXTS);
  }

  public <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  public String name() {
    String alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    StringBuilder name = new StringBuilder();
    long length = number(1, 32);
    for (int i = 0; i < length; i++) {
      name.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return name.toString();
  }

  public HybridTime time() {
    return new HybridTime(number(0, HybridTime.BITS_MAX));
  }

  /** A body of any kind. */
  public Body body() {
    List<Supplier<Body>> kinds =
        List.of(
            this::create,
            () -> new Body.Edit(spec((int) number(2, Spec.VERSION_MAX))),
            this::life,
            () -> new Body.Cancel(gen(), text()),
            () -> new Body.Reopen((int) number(1, Body.Life.GEN_MAX)),
            () -> new Body.Approve(gen()),
            () -> new Body.Note(text()),
            () -> new Body.Result(gen(), term(), text()),
            this::epochStart,
            this::roster);
    return one(kinds).get();
  }

  private Entry compose(Signer key, int epoch, long seq, Body body) {
    Draft draft = new Draft(new LogId(key.author(), epoch), seq, group(), task(body), time(), body);
    return codec.compose(draft, key);
  }

  private int group() {
    return random.nextInt(4) == 0 ? random.nextInt() : 0;
  }

  private Bytes task(Body body) {
    if (body instanceof Body.Create || body instanceof Body.EpochStart) {
      return Bytes.EMPTY;
    }
    if (body instanceof Body.RosterItem) {
      return TaskId.ROSTER.bytes();
    }
    return bytes(body.isSkind() || random.nextBoolean() ? TaskId.BYTES : TaskKey.BYTES);
  }

  private Body create() {
    List<String> labels = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      labels.add(name() + "=north");
    }
    return new Body.Create(
        bytes(Body.Create.SALT_BYTES),
        new ActionName(name()),
        random.nextBoolean() ? Optional.empty() : Optional.of(key().author()),
        random.nextBoolean() ? 0 : random.nextInt(),
        spec(1),
        random.nextBoolean(),
        labels,
        random.nextBoolean() ? Bytes.EMPTY : bytes(TaskId.BYTES));
  }

  private Spec spec(int version) {
    TreeMap<String, String> parameters = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      parameters.put(name(), text());
    }
    return new Spec(
        version, (int) number(0, 9), number(0, 0xffff_ffffL), (int) number(1, 255), parameters);
  }

  private Body life() {
    return new Body.Life(gen(), term(), one(List.of(Phase.values())), text());
  }

  private Body epochStart() {
    List<Body.EpochStart.Earlier> earlier = new ArrayList<>();
    for (long i = number(0, Body.EpochStart.EARLIER_MAX); i > 0; i--) {
      earlier.add(new Body.EpochStart.Earlier(random.nextInt(), number(0, Entry.SEQ_MAX)));
    }
    return new Body.EpochStart(earlier, one(List.of(Body.EpochStart.Cause.values())));
  }

  private Body roster() {
    Body.RosterItem.Item item =
        switch (random.nextInt(4)) {
          case 0 ->
              new Body.RosterItem.Member(
                  new NodeId(name()),
                  bytes(32),
                  List.of(Capability.R0, Capability.OPERATOR).subList(0, random.nextInt(3)),
                  List.of(1, 7, random.nextInt()).subList(0, random.nextInt(4)),
                  random.nextInt());
          case 1 ->
              new Body.RosterItem.Revoke(
                  key().author(),
                  List.of(
                      new Body.RosterItem.Head(
                          random.nextInt(), number(1, Entry.SEQ_MAX), bytes(16))));
          case 2 ->
              new Body.RosterItem.WrappedKey(
                  (int) number(1, Integer.MAX_VALUE), key().author(), bytes(60));
          default ->
              new Body.RosterItem.Pause((int) number(1, Integer.MAX_VALUE), random.nextBoolean());
        };
    return new Body.RosterItem((int) number(1, Integer.MAX_VALUE), (int) number(1, 65_535), item);
  }

  private int gen() {
    return (int) number(0, Body.Life.GEN_MAX);
  }

  private int term() {
    return (int) number(1, Body.Life.TERM_MAX);
  }
}
