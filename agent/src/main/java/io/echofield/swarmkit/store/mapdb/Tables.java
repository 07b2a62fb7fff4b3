package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
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
import java.util.Optional;

/**
 * What the cells mean: entries, the indexes over them, live lists and the state of the node.
 *
 * <p>An entry is stored once, under its arrival number; everything else refers to it by that
 * number. What a look-up finds is compared with what was looked for: damage shows as {@link
 * UncheckedIOException}, never as a wrong answer. One thread.
 */
final class Tables {
  private static final int CRC_BYTES = 4;

  /** The value of cells whose key says everything. */
  private static final byte[] THERE = {1};

  private static final Comparator<StoredEntry> BY_ID =
      Comparator.comparing(stored -> stored.entry().id());
  private static final Comparator<StoredEntry> BY_SEQ_THEN_ID =
      Comparator.comparingLong((StoredEntry stored) -> stored.entry().seq()).thenComparing(BY_ID);

  private final EntryCodec codec;
  private final LayeredCells cells;
  private long lastArrival;

  Tables(LayeredCells cells, EntryCodec codec) {
    this.cells = cells;
    this.codec = codec;
    this.lastArrival = cells.lastArrival();
  }

  LayeredCells cells() {
    return cells;
  }

  /** The greatest arrival number, 0 if none. */
  long lastArrival() {
    return lastArrival;
  }

  void append(StoredEntry stored) {
    Entry entry = stored.entry();
    long arrival = stored.arrival();
    cells.put(Keys.entry(arrival), EntryValue.encode(stored));
    byte[] id = Keys.id(entry.id().bytes());
    byte[] same = cells.get(id);
    cells.put(id, same == null ? Arrivals.encode(arrival) : Arrivals.append(same, arrival));
    cells.put(Keys.log(entry.log(), entry.seq(), entry.id(), arrival), THERE);
    entry.key().ifPresent(key -> cells.put(Keys.history(key, arrival), THERE));
    lastArrival = Math.max(lastArrival, arrival);
  }

  /** The arrival number of an entry, 0 if it is not stored. */
  long arrivalOf(EntryId id) {
    byte[] found = cells.get(Keys.id(id.bytes()));
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
    byte[] found = cells.get(Keys.id(id.bytes()));
    if (found == null) {
      return 0;
    }
    long[] candidates = arrivals(found, 0);
    return candidates.length == 1 ? candidates[0] : arrivalOf(id);
  }

  /** Entries whose id begins so, in the order of ids; the prefix has at least 8 bytes. */
  List<StoredEntry> byPrefix(Bytes prefix) {
    byte[] found = cells.get(Keys.id(prefix));
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
    byte[] value = cells.get(Keys.entry(arrival));
    check(value != null, "an index leads to the missing", arrival);
    return decode(arrival, value);
  }

  List<StoredEntry> arrivals(long after, int max) {
    List<StoredEntry> found = new ArrayList<>();
    if (after >= Keys.ARRIVAL_MAX) {
      return found;
    }
    Iterator<Cell> more = cells.from(Keys.entry(Math.max(0, after)), false, Keys.first(Keys.ENTRY));
    while (found.size() < max && more.hasNext()) {
      Cell next = more.next();
      found.add(decode(Keys.arrival(next.key()), next.value()));
    }
    return found;
  }

  /** Entries of a log between two seqs, both included. */
  List<StoredEntry> log(LogId log, long fromSeq, long toSeq, int max) {
    List<StoredEntry> found = new ArrayList<>();
    byte[] last = Keys.logEnd(log, toSeq);
    byte[] before = new byte[0];
    Iterator<Cell> keys = cells.from(Keys.logStart(log, fromSeq), true, Keys.first(Keys.LOG));
    while (keys.hasNext()) {
      byte[] key = keys.next().key();
      // Entries whose place and first id bytes are equal are in the order of arrival here: take
      // them all, then sort.
      boolean tied = before.length > 0 && Keys.startsWith(key, before);
      if (Arrays.compareUnsigned(key, last) > 0 || (found.size() >= max && !tied)) {
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
    byte[] ofTask = Arrays.copyOf(from, 1 + TaskKey.BYTES);
    Iterator<Cell> keys = cells.from(from, false, ofTask);
    while (found.size() < max && keys.hasNext()) {
      StoredEntry stored = entry(Keys.arrival(keys.next().key()));
      check(
          stored.entry().key().equals(Optional.of(task)), "the history leads to", stored.arrival());
      found.add(stored);
    }
    return found;
  }

  /** Arrival numbers of the entries that decide a task, in the order of their ids. */
  long[] live(TaskKey task) {
    byte[] key = Keys.live(task);
    byte[] value = cells.get(key);
    return value == null ? new long[0] : live(new Cell(key, value));
  }

  /** The same, from the cell that says it. */
  static long[] live(Cell cell) {
    unsealed(cell, "the list of live entries of task " + Keys.task(cell.key()));
    return arrivals(cell.value(), CRC_BYTES);
  }

  /** The arrivals of entries with an id that begins alike, from the cell that says them. */
  static long[] arrivals(Cell id) {
    return arrivals(id.value(), 0);
  }

  void putLive(TaskKey task, long[] arrivals) {
    byte[] key = Keys.live(task);
    if (arrivals.length == 0) {
      cells.remove(key);
    } else {
      cells.put(key, sealed(key, Arrivals.encode(arrivals)));
    }
  }

  /** Keys of tasks with live entries from a bound on, ascending; the roster is not among them. */
  List<TaskKey> tasks(Bytes from, boolean inclusive, Bytes to, int max) {
    List<TaskKey> keys = new ArrayList<>();
    Iterator<Cell> lists = cells.from(Keys.live(from), inclusive, Keys.first(Keys.LIVE));
    while (keys.size() < max && lists.hasNext()) {
      TaskKey task = Keys.task(lists.next().key());
      if (task.bytes().compareTo(to) > 0) {
        break;
      }
      if (!task.equals(TaskId.ROSTER.key())) {
        keys.add(task);
      }
    }
    return keys;
  }

  void putState(Bytes about, byte[] content) {
    byte[] key = Keys.state(about);
    cells.put(key, sealed(key, content));
  }

  void removeState(Bytes about) {
    cells.remove(Keys.state(about));
  }

  /** The content of every cell of state, in the order of keys. */
  Iterator<byte[]> states() {
    Iterator<Cell> all = cells.table(Keys.STATE);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public byte[] next() {
        return state(all.next());
      }
    };
  }

  /** The content of a cell of state. */
  static byte[] state(Cell cell) {
    unsealed(cell, "the state of the node");
    return Arrays.copyOfRange(cell.value(), CRC_BYTES, cell.value().length);
  }

  private StoredEntry decode(long arrival, byte[] value) {
    try {
      return EntryValue.decode(arrival, value, codec);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Content behind a CRC over key and content. */
  private static byte[] sealed(byte[] key, byte[] content) {
    byte[] value = new byte[CRC_BYTES + content.length];
    System.arraycopy(content, 0, value, CRC_BYTES, content.length);
    int crc = crc(key, value);
    for (int i = 0; i < CRC_BYTES; i++) {
      value[i] = (byte) (crc >>> (8 * (CRC_BYTES - 1 - i)));
    }
    return value;
  }

  private static void unsealed(Cell cell, String what) {
    byte[] value = cell.value();
    int crc = 0;
    for (int i = 0; i < CRC_BYTES && i < value.length; i++) {
      crc = (crc << 8) | (value[i] & 0xff);
    }
    if (value.length < CRC_BYTES || crc != crc(cell.key(), value)) {
      throw new UncheckedIOException(new IOException(what + " is damaged"));
    }
  }

  private static int crc(byte[] key, byte[] value) {
    return Crc.of(Crc.of(key, 0, key.length), value, CRC_BYTES, value.length);
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
