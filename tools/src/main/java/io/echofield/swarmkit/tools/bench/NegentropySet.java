package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;

/** Items in the order of timestamp and id, and what {@link Negentropy} asks of them. Immutable. */
final class NegentropySet {
  static final int FINGERPRINT_BYTES = 16;
  static final int ID_BYTES = 32;
  private static final int WORDS = ID_BYTES / Long.BYTES;
  private static final long FOR_EVER = -1;

  private final List<Item> items;

  /** An item; {@code timestamp} in seconds or whatever counts up, its id has 32 bytes. */
  record Item(long timestamp, Bytes id) implements Comparable<Item> {
    private static final Comparator<Item> ORDER =
        Comparator.comparingLong(Item::timestamp).thenComparing(Item::id);

    @Override
    public int compareTo(Item other) {
      return ORDER.compare(this, other);
    }
  }

  /** Before all items that are not below it; {@code timestamp} unsigned. */
  record Bound(long timestamp, Bytes prefix) {
    static final Bound START = new Bound(0, Bytes.EMPTY);
    static final Bound END = new Bound(FOR_EVER, Bytes.EMPTY);

    boolean isEnd() {
      return timestamp == FOR_EVER;
    }

    private boolean isAbove(Item item) {
      int byTime = Long.compareUnsigned(timestamp, item.timestamp());
      return byTime != 0 ? byTime > 0 : prefix.compareTo(item.id()) > 0;
    }
  }

  NegentropySet(List<Item> items) {
    this.items = items.stream().sorted().toList();
  }

  int size() {
    return items.size();
  }

  List<Bytes> ids(int from, int until) {
    return items.subList(from, until).stream().map(Item::id).toList();
  }

  /** The place of the first item that is not below the bound, from a place on. */
  int firstNotBelow(Bound bound, int from) {
    int low = from;
    int high = items.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bound.isAbove(items.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The shortest bound between an item and the one before it. */
  Bound boundBefore(int place) {
    Item lower = items.get(place - 1);
    Item upper = items.get(place);
    if (lower.timestamp() != upper.timestamp()) {
      return new Bound(upper.timestamp(), Bytes.EMPTY);
    }
    int shared = 0;
    while (lower.id().at(shared) == upper.id().at(shared)) {
      shared++;
    }
    return new Bound(upper.timestamp(), upper.id().slice(0, shared + 1));
  }

  /** The first bytes of SHA-256 over the little-endian sum of the ids and their number. */
  Bytes fingerprint(int from, int until) {
    long[] sum = new long[WORDS];
    for (Item item : items.subList(from, until)) {
      add(sum, item.id());
    }
    byte[] bytes = new byte[ID_BYTES];
    for (int i = 0; i < ID_BYTES; i++) {
      bytes[i] = (byte) (sum[i / Long.BYTES] >>> (8 * (i % Long.BYTES)));
    }
    MessageDigest digest = SwarmHash.sha256();
    digest.update(bytes);
    digest.update(NegentropyWriter.varint(until - from));
    return Bytes.copyOf(digest.digest(), 0, FINGERPRINT_BYTES);
  }

  private static void add(long[] sum, Bytes id) {
    long carry = 0;
    for (int i = 0; i < WORDS; i++) {
      long word = Long.reverseBytes(id.longAt(i * Long.BYTES));
      long added = sum[i] + word;
      long more = Long.compareUnsigned(added, word) < 0 ? 1 : 0;
      sum[i] = added + carry;
      carry = more | (carry == 1 && sum[i] == 0 ? 1 : 0);
    }
  }
}
