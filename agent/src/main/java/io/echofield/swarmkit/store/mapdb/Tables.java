package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.Serializer;

/**
 * MapDB's trees and what their bytes mean.
 *
 * <p>An entry is stored once, under its arrival number, outside of the tree's nodes; everything
 * else refers to it by that number. What a look-up finds is compared with what was looked for:
 * damage shows as {@link UncheckedIOException}, never as a wrong answer. One thread.
 */
final class Tables {
  private static final int CRC_BYTES = 4;
  private static final Comparator<StoredEntry> BY_ID =
      Comparator.comparing(stored -> stored.entry().id());
  private static final Comparator<StoredEntry> BY_SEQ_THEN_ID =
      Comparator.comparingLong((StoredEntry stored) -> stored.entry().seq()).thenComparing(BY_ID);

  private final EntryCodec codec;
  private final BTreeMap<Long, byte[]> entries;
  private final BTreeMap<Long, byte[]> ids;
  private final NavigableSet<byte[]> logs;
  private final NavigableSet<byte[]> history;
  private final BTreeMap<Long, byte[]> live;
  private final BTreeMap<byte[], byte[]> state;

  Tables(DB db, EntryCodec codec) {
    this.codec = codec;
    this.entries =
        db.treeMap("entries")
            .keySerializer(Serializer.LONG_DELTA)
            .valueSerializer(Serializer.BYTE_ARRAY)
            .valuesOutsideNodesEnable()
            .createOrOpen();
    this.ids =
        db.treeMap("ids")
            .keySerializer(Serializer.LONG)
            .valueSerializer(Serializer.BYTE_ARRAY)
            .createOrOpen();
    this.logs = db.treeSet("logs").serializer(Serializer.BYTE_ARRAY_DELTA).createOrOpen();
    this.history = db.treeSet("history").serializer(Serializer.BYTE_ARRAY_DELTA).createOrOpen();
    this.live =
        db.treeMap("live")
            .keySerializer(Serializer.LONG)
            .valueSerializer(Serializer.BYTE_ARRAY)
            .createOrOpen();
    this.state =
        db.treeMap("state")
            .keySerializer(Serializer.BYTE_ARRAY)
            .valueSerializer(Serializer.BYTE_ARRAY)
            .valuesOutsideNodesEnable()
            .createOrOpen();
  }

  /** The greatest arrival number, 0 if none. */
  long lastArrival() {
    Long last = entries.isEmpty() ? null : entries.lastKey();
    return last == null ? 0 : last;
  }

  void append(StoredEntry stored) {
    Entry entry = stored.entry();
    long arrival = stored.arrival();
    byte[] canonical = entry.canonical().toArray();
    byte[] value = new byte[CRC_BYTES + 1 + canonical.length];
    value[CRC_BYTES] = (byte) (stored.proven() ? 1 : 0);
    System.arraycopy(canonical, 0, value, CRC_BYTES + 1, canonical.length);
    entries.put(arrival, sealed(arrival, value));
    byte[] same = ids.put(Keys.id(entry.id()), Arrivals.encode(arrival));
    if (same != null) {
      long[] all = Arrays.copyOf(arrivals(same, 0), arrivals(same, 0).length + 1);
      all[all.length - 1] = arrival;
      ids.put(Keys.id(entry.id()), Arrivals.encode(all));
    }
    logs.add(Keys.log(entry.log(), entry.seq(), entry.id(), arrival));
    entry.key().ifPresent(key -> history.add(Keys.history(key, arrival)));
  }

  /** The arrival number of an entry, 0 if it is not stored. */
  long arrivalOf(EntryId id) {
    byte[] found = ids.get(Keys.id(id));
    if (found != null) {
      for (long arrival : arrivals(found, 0)) {
        if (entry(arrival).entry().id().equals(id)) {
          return arrival;
        }
      }
    }
    return 0;
  }

  /**
   * The arrival number of an entry that the caller knows to be stored, 0 if it is not.
   *
   * <p>Unlike {@link #arrivalOf} it need not read the entry unless two stored ids begin alike.
   */
  long arrivalOfStored(EntryId id) {
    byte[] found = ids.get(Keys.id(id));
    if (found == null) {
      return 0;
    }
    long[] candidates = arrivals(found, 0);
    return candidates.length == 1 ? candidates[0] : arrivalOf(id);
  }

  /** Entries whose id begins so, in the order of ids; the prefix has at least 8 bytes. */
  List<StoredEntry> byPrefix(Bytes prefix) {
    byte[] found = ids.get(Keys.ordered(prefix));
    List<StoredEntry> matching = new ArrayList<>();
    if (found != null) {
      for (long arrival : arrivals(found, 0)) {
        StoredEntry stored = entry(arrival);
        Bytes id = stored.entry().id().bytes();
        check(
            id.startsWith(prefix.slice(0, EntryId.PREFIX_BYTES)), "the id index leads to", arrival);
        if (id.startsWith(prefix)) {
          matching.add(stored);
        }
      }
    }
    matching.sort(BY_ID);
    return matching;
  }

  /** The entry with an arrival number that an index names. */
  StoredEntry entry(long arrival) {
    byte[] value = entries.get(arrival);
    check(value != null, "an index leads to the missing", arrival);
    return decode(arrival, value);
  }

  List<StoredEntry> arrivals(long after, int max) {
    List<StoredEntry> found = new ArrayList<>();
    Iterator<Map.Entry<Long, byte[]>> more = entries.entryIterator(after, false, null, false);
    while (found.size() < max && more.hasNext()) {
      Map.Entry<Long, byte[]> next = more.next();
      found.add(decode(next.getKey(), next.getValue()));
    }
    return found;
  }

  /** Entries of a log between two keys of the log index. */
  List<StoredEntry> log(byte[] from, byte[] to, int max) {
    List<StoredEntry> found = new ArrayList<>();
    byte[] before = new byte[0];
    for (byte[] key : logs.subSet(from, true, to, true)) {
      // Entries whose place and first id bytes are equal are in the order of arrival here: take
      // them all, then sort.
      boolean tied = Arrays.equals(before, 0, before.length, key, 0, before.length);
      if (found.size() >= max && !(before.length > 0 && tied)) {
        break;
      }
      StoredEntry stored = entry(Keys.arrival(key));
      Entry entry = stored.entry();
      check(
          Arrays.equals(key, Keys.log(entry.log(), entry.seq(), entry.id(), stored.arrival())),
          "the log index leads to",
          stored.arrival());
      found.add(stored);
      before = Arrays.copyOf(key, Keys.LOG_TIE_BYTES);
    }
    found.sort(BY_SEQ_THEN_ID);
    return found.size() > max ? found.subList(0, max) : found;
  }

  List<StoredEntry> history(TaskKey task, long after, int max) {
    List<StoredEntry> found = new ArrayList<>();
    if (after >= Keys.ARRIVAL_MAX || max <= 0) {
      return found;
    }
    byte[] from = Keys.history(task, Math.max(0, after));
    for (byte[] key : history.subSet(from, false, Keys.history(task, Keys.ARRIVAL_MAX), true)) {
      StoredEntry stored = entry(Keys.arrival(key));
      check(
          stored.entry().key().equals(Optional.of(task)), "the history leads to", stored.arrival());
      found.add(stored);
      if (found.size() == max) {
        break;
      }
    }
    return found;
  }

  /** Arrival numbers of the entries that decide a task, in the order of their ids. */
  long[] live(TaskKey task) {
    byte[] value = live.get(Keys.task(task));
    if (value == null) {
      return new long[0];
    }
    unsealed(Keys.task(task), value, "the list of live entries of task " + task);
    return arrivals(value, CRC_BYTES);
  }

  void putLive(TaskKey task, long[] arrivals) {
    long key = Keys.task(task);
    if (arrivals.length == 0) {
      live.remove(key);
      return;
    }
    byte[] list = Arrivals.encode(arrivals);
    byte[] value = new byte[CRC_BYTES + list.length];
    System.arraycopy(list, 0, value, CRC_BYTES, list.length);
    live.put(key, sealed(key, value));
  }

  /** Keys of tasks with live entries between two bounds, ascending. */
  Iterator<Long> tasks(long from, boolean inclusive, Long to) {
    return live.keyIterator(from, inclusive, to, true);
  }

  Optional<byte[]> state(byte[] key) {
    return Optional.ofNullable(state.get(key)).map(value -> open(key, value));
  }

  void putState(byte[] key, byte[] content) {
    byte[] value = new byte[CRC_BYTES + content.length];
    System.arraycopy(content, 0, value, CRC_BYTES, content.length);
    state.put(key, sealed(Crc.of(key, 0, key.length), value));
  }

  void removeState(byte[] key) {
    state.remove(key);
  }

  /** Every key with its content, in the order of keys. */
  Iterator<Map.Entry<byte[], byte[]>> states() {
    Iterator<Map.Entry<byte[], byte[]>> all = state.entryIterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Map.Entry<byte[], byte[]> next() {
        Map.Entry<byte[], byte[]> next = all.next();
        return Map.entry(next.getKey(), open(next.getKey(), next.getValue()));
      }
    };
  }

  private static byte[] open(byte[] key, byte[] value) {
    unsealed(Crc.of(key, 0, key.length), value, "the state of the node");
    return Arrays.copyOfRange(value, CRC_BYTES, value.length);
  }

  private StoredEntry decode(long arrival, byte[] value) {
    String what = "the entry with arrival number " + arrival;
    unsealed(arrival, value, what);
    Bytes canonical = Bytes.copyOf(value, CRC_BYTES + 1, value.length);
    Entry entry =
        codec
            .decode(canonical)
            .fold(
                accepted -> accepted,
                reason -> {
                  throw new UncheckedIOException(
                      new IOException(what + " cannot be read: " + reason));
                });
    return new StoredEntry(entry, arrival, value[CRC_BYTES] == 1);
  }

  /** Fills in the CRC of a value whose first bytes are left for it. */
  private static byte[] sealed(long key, byte[] value) {
    int crc = Crc.of(key, value, CRC_BYTES, value.length);
    for (int i = 0; i < CRC_BYTES; i++) {
      value[i] = (byte) (crc >>> (8 * (CRC_BYTES - 1 - i)));
    }
    return value;
  }

  private static void unsealed(long key, byte[] value, String what) {
    int crc = 0;
    for (int i = 0; i < CRC_BYTES && i < value.length; i++) {
      crc = (crc << 8) | (value[i] & 0xff);
    }
    if (value.length < CRC_BYTES || crc != Crc.of(key, value, CRC_BYTES, value.length)) {
      throw new UncheckedIOException(new IOException(what + " is damaged"));
    }
  }

  private static long[] arrivals(byte[] value, int from) {
    try {
      return Arrivals.decode(value, from, value.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(boolean good, String what, long arrival) {
    if (!good) {
      throw new UncheckedIOException(
          new IOException(what + " entry with arrival number " + arrival));
    }
  }
}
