package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.sync.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Valid messages of every kind, drawn from the seed of a {@link RandomLedger}. */
public final class RandomMessages {
  private static final long UINT32_MAX = 0xffff_ffffL;

  private final RandomLedger ledger;
  private final SplittableRandom random;

  public RandomMessages(RandomLedger ledger) {
    this.ledger = ledger;
    this.random = ledger.random();
  }

  /** A message of any kind. */
  public Message message() {
    List<Supplier<Message>> kinds =
        List.of(
            this::beacon,
            this::heads,
            () -> new Message.HeadSigMessage(headSig()),
            () -> new Message.Delta(ledger.run(1 + random.nextInt(6))),
            () -> new Message.Entries(list(6, ledger::entry)),
            this::ranges,
            this::want,
            this::frag,
            () -> new Message.Head(heads(), list(3, this::headSig)));
    return ledger.one(kinds).get();
  }

  public HealthReport report() {
    TreeSet<String> names = new TreeSet<>(List.of("disk_pct", "load1", "temp_c", "mem_pct"));
    List<Reading> readings = new ArrayList<>();
    for (String name : names.headSet(ledger.one(List.copyOf(names)))) {
      readings.add(new Reading(name, random.nextLong(), state()));
    }
    return new HealthReport(
        state(),
        (int) ledger.number(0, 100),
        ledger.time(),
        readings,
        uint32(),
        uint32(),
        uint32(),
        random.nextLong(),
        (int) ledger.number(0, Integer.MAX_VALUE));
  }

  public HeadSig headSig() {
    return new HeadSig(
        ledger.log(),
        ledger.number(1, Entry.SEQ_MAX),
        ledger.bytes(16),
        ledger.bytes(64),
        random.nextBoolean() ? Bytes.EMPTY : ledger.bytes(32));
  }

  private Message beacon() {
    return new Message.Beacon(
        stamp(),
        uint32(),
        random.nextLong(),
        uint32(),
        random.nextLong(),
        uint32(),
        uint32(),
        random.nextBoolean(),
        list(5, () -> new Message.Beacon.Lease(random.nextLong(), (int) ledger.number(1, 65_535))),
        random.nextBoolean() ? Optional.of(report()) : Optional.empty(),
        random.nextBoolean() ? ledger.name() : "",
        random.nextBoolean() ? ledger.bytes(32) : Bytes.EMPTY,
        random.nextBoolean());
  }

  private Message.Heads heads() {
    SortedMap<LogId, Message.Heads.Item> items = new TreeMap<>();
    list(5, this::item).forEach(item -> items.put(item.log(), item));
    Bytes lower = Bytes.EMPTY;
    Bytes upper = Bytes.EMPTY;
    if (!items.isEmpty() && random.nextBoolean()) {
      lower = items.firstKey().key().slice(0, random.nextInt(LogId.KEY_BYTES + 1));
      // A bound beyond the last key: the key with another byte would be too long.
      upper = random.nextBoolean() ? Bytes.EMPTY : next(items.lastKey().key());
    }
    return new Message.Heads(
        List.copyOf(items.values()), stamp(), lower, upper, random.nextBoolean());
  }

  /** The shortest bytes that sort after all that begins with the key; none if it is all ff. */
  private static Bytes next(Bytes key) {
    byte[] bytes = key.toArray();
    int last = bytes.length - 1;
    while (last >= 0 && bytes[last] == (byte) 0xff) {
      last--;
    }
    if (last < 0) {
      return Bytes.EMPTY;
    }
    bytes[last]++;
    return Bytes.copyOf(bytes, 0, last + 1);
  }

  private Message.Heads.Item item() {
    long maxSeq = ledger.number(1, Entry.SEQ_MAX);
    return new Message.Heads.Item(
        ledger.log(),
        maxSeq,
        random.nextBoolean() ? maxSeq : ledger.number(1, UINT32_MAX),
        IdSum.of(ledger.bytes(32)),
        ledger.number(0, maxSeq));
  }

  public Message.Ranges ranges() {
    TreeSet<Bytes> uppers = new TreeSet<>(list(3, () -> ledger.bytes(1 + random.nextInt(42))));
    // Bounds that begin alike, some a prefix of the next.
    for (Bytes upper : List.copyOf(uppers)) {
      uppers.add(upper.slice(0, 1 + random.nextInt(upper.size())));
      Bytes longer = upper.concat(ledger.bytes(random.nextInt(4)));
      uppers.add(longer.slice(0, Math.min(42, longer.size())));
    }
    int idBytes = random.nextBoolean() ? 8 : 32;
    List<Message.Ranges.Range> ranges = new ArrayList<>();
    for (Bytes upper : uppers) {
      ranges.add(new Message.Ranges.Range(upper, content(idBytes)));
    }
    if (random.nextBoolean()) {
      ranges.add(new Message.Ranges.Range(Bytes.EMPTY, content(idBytes)));
    }
    return new Message.Ranges(
        ledger.one(List.of(Message.Ranges.Space.values())), stamp(), uint32(), ranges);
  }

  private Message.Ranges.Content content(int idBytes) {
    return switch (random.nextInt(4)) {
      case 0 -> new Message.Ranges.Content.Skip();
      case 1 -> new Message.Ranges.Content.Empty();
      case 2 -> new Message.Ranges.Content.Fingerprint(random.nextLong());
      default -> new Message.Ranges.Content.Items(list(4, () -> ledger.bytes(idBytes)));
    };
  }

  private Message want() {
    return new Message.Want(
        stamp(),
        list(4, this::logRange),
        list(
            4,
            () ->
                new Message.Want.Item(
                    ledger.bytes((int) ledger.number(8, 32)), (int) ledger.number(0, 1_023))),
        list(4, ledger::log));
  }

  private Message.Want.LogRange logRange() {
    LogId log = ledger.log();
    long from = ledger.number(1, Entry.SEQ_MAX);
    return new Message.Want.LogRange(log, from, ledger.number(from, Entry.SEQ_MAX));
  }

  public Message.Frag frag() {
    int total = (int) ledger.number(1, Entry.BYTES_MAX);
    int offset = (int) ledger.number(0, total - 1);
    return new Message.Frag(
        ledger.bytes(8), total, offset, ledger.bytes((int) ledger.number(1, total - offset)));
  }

  private Message.Stamp stamp() {
    return new Message.Stamp(uint32(), uint32());
  }

  private long uint32() {
    return ledger.number(0, UINT32_MAX);
  }

  private HealthState state() {
    return ledger.one(List.of(HealthState.values()));
  }

  private <T> List<T> list(int max, Supplier<T> item) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      list.add(item.get());
    }
    return list;
  }
}
