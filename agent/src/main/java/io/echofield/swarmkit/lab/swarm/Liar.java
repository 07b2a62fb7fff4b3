package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.sync.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Makes well-formed messages that are not true: descriptions, questions, heads and pieces in the
 * name of a member, about entries and logs that it holds. One thread.
 */
final class Liar {
  private static final int ENTRIES_SEEN_MAX = 256;
  private static final int LIST_MAX = 12;
  private static final int BOUND_BYTES_MAX = 42;
  private static final long SEQ_MAX = 0xffff_ffffL;
  private static final int PIECE_BYTES_MAX = 120;

  private final SplittableRandom random;

  Liar(SplittableRandom random) {
    this.random = random;
  }

  /** Something untrue that this node did not say; it runs. */
  Message about(VirtualNode victim) {
    List<StoredEntry> held = victim.core().ledger().reader().arrivals(0, ENTRIES_SEEN_MAX);
    Message.Stamp stamp =
        new Message.Stamp(random.nextLong(victim.core().session() + 1), random.nextInt(2_000));
    return switch (random.nextInt(6)) {
      case 0, 1 -> ids(held, stamp);
      case 2 -> ranges(stamp);
      case 3 -> question(held, stamp);
      case 4 -> heads(held, stamp);
      default -> piece(held);
    };
  }

  /** Ids that are held, some of them several times, in any order. */
  private Message ids(List<StoredEntry> held, Message.Stamp stamp) {
    List<Bytes> ids = new ArrayList<>();
    for (int i = random.nextInt(LIST_MAX); i >= 0; i--) {
      Bytes id = anyId(held).slice(0, EntryId.PREFIX_BYTES);
      for (int times = random.nextInt(1, 5); times > 0; times--) {
        ids.add(id);
      }
    }
    return new Message.Ranges(
        Message.Ranges.Space.LIVE,
        stamp,
        random.nextInt(1_000),
        List.of(new Message.Ranges.Range(Bytes.EMPTY, new Message.Ranges.Content.Items(ids))));
  }

  private Message ranges(Message.Stamp stamp) {
    SortedSet<Bytes> bounds = new TreeSet<>();
    for (int i = random.nextInt(LIST_MAX); i > 0; i--) {
      bounds.add(bytes(1 + random.nextInt(random.nextBoolean() ? 4 : BOUND_BYTES_MAX)));
    }
    List<Message.Ranges.Range> ranges = new ArrayList<>();
    bounds.forEach(upper -> ranges.add(new Message.Ranges.Range(upper, content())));
    ranges.add(new Message.Ranges.Range(Bytes.EMPTY, content()));
    Message.Ranges.Space[] spaces = Message.Ranges.Space.values();
    return new Message.Ranges(
        spaces[random.nextInt(spaces.length)], stamp, random.nextInt(1_000), ranges);
  }

  private Message.Ranges.Content content() {
    return switch (random.nextInt(3)) {
      case 0 -> new Message.Ranges.Content.Empty();
      case 1 -> new Message.Ranges.Content.Skip();
      default -> new Message.Ranges.Content.Fingerprint(random.nextLong());
    };
  }

  /** Ranges that overlap, and ids. */
  private Message question(List<StoredEntry> held, Message.Stamp stamp) {
    List<Message.Want.LogRange> ranges = new ArrayList<>();
    List<Message.Want.Item> items = new ArrayList<>();
    for (int i = random.nextInt(LIST_MAX); i >= 0; i--) {
      long from = random.nextLong(1, 20);
      long to = random.nextBoolean() ? SEQ_MAX : from + random.nextLong(20);
      ranges.add(new Message.Want.LogRange(anyLog(held), from, to));
      Bytes id = anyId(held).slice(0, EntryId.PREFIX_BYTES);
      items.add(new Message.Want.Item(id, random.nextInt(3) * PIECE_BYTES_MAX));
    }
    return new Message.Want(stamp, ranges, items, List.of(anyLog(held)));
  }

  private Message heads(List<StoredEntry> held, Message.Stamp stamp) {
    long count = random.nextLong(1, random.nextBoolean() ? 30 : SEQ_MAX);
    IdSum sum = IdSum.ZERO.plus(new EntryId(bytes(EntryId.BYTES)));
    Message.Heads.Item item =
        new Message.Heads.Item(anyLog(held), count, count, sum, random.nextLong(count));
    return new Message.Heads(List.of(item), stamp, Bytes.EMPTY, Bytes.EMPTY, true);
  }

  private Message piece(List<StoredEntry> held) {
    Bytes bytes = bytes(1 + random.nextInt(PIECE_BYTES_MAX));
    int total = bytes.size() + random.nextInt(2_000);
    int offset = random.nextInt(total - bytes.size() + 1);
    return new Message.Frag(anyId(held).slice(0, EntryId.PREFIX_BYTES), total, offset, bytes);
  }

  private Bytes anyId(List<StoredEntry> held) {
    return held.isEmpty() || random.nextInt(5) == 0
        ? bytes(EntryId.BYTES)
        : held.get(random.nextInt(held.size())).entry().id().bytes();
  }

  private LogId anyLog(List<StoredEntry> held) {
    return held.isEmpty() || random.nextInt(5) == 0
        ? new LogId(new Author(bytes(Author.BYTES)), random.nextInt())
        : held.get(random.nextInt(held.size())).entry().log();
  }

  private Bytes bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }
}
