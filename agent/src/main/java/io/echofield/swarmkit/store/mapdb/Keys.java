package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys of cells: one letter for the table, then bytes whose unsigned order is the order wanted.
 *
 * <pre>
 * e arrival (6)                                         an entry
 * i first bytes of an entry's id (8)                    the arrivals of entries with such an id
 * l author (6), epoch (4), seq (4), id (4), arrival (6) an entry in its log
 * h task key (8), arrival (6)                           an entry in its task's history
 * v task key (8)                                        the arrivals of a task's live entries
 * s one letter for the kind, what it is about           state of the node
 * </pre>
 */
final class Keys {
  static final byte ENTRY = 'e';
  static final byte ID = 'i';
  static final byte LOG = 'l';
  static final byte HISTORY = 'h';
  static final byte LIVE = 'v';
  static final byte STATE = 's';

  /** Arrival numbers have 48 bits in keys: 10,000 a second for 890 years. */
  static final long ARRIVAL_MAX = (1L << 48) - 1;

  static final int ARRIVAL_BYTES = 6;

  private static final int LOG_BYTES = 25;

  /**
   * As much of a log key as is ordered like the entries; what has these bytes in common is in the
   * order of arrival.
   */
  static final int LOG_TIE_BYTES = 19;

  private static final int HISTORY_BYTES = 15;

  private Keys() {}

  static byte[] entry(long arrival) {
    byte[] key = new byte[1 + ARRIVAL_BYTES];
    key[0] = ENTRY;
    putArrival(key, arrival);
    return key;
  }

  /** {@code idPrefix}: at least 8 bytes, of which 8 count. */
  static byte[] id(Bytes idPrefix) {
    byte[] key = new byte[1 + EntryId.PREFIX_BYTES];
    key[0] = ID;
    idPrefix.slice(0, EntryId.PREFIX_BYTES).copyTo(key, 1);
    return key;
  }

  static byte[] log(LogId log, long seq, EntryId id, long arrival) {
    byte[] key = logStart(log, seq);
    id.bytes().slice(0, 4).copyTo(key, 15);
    putArrival(key, arrival);
    return key;
  }

  /** Not greater than any key of this seq. */
  static byte[] logStart(LogId log, long seq) {
    byte[] key = new byte[LOG_BYTES];
    key[0] = LOG;
    log.author().bytes().copyTo(key, 1);
    ByteBuffer.wrap(key).putInt(7, log.epoch()).putInt(11, (int) seq);
    return key;
  }

  /** Not less than any key of this seq. */
  static byte[] logEnd(LogId log, long seq) {
    byte[] key = logStart(log, seq);
    ByteBuffer.wrap(key).putInt(15, -1);
    putArrival(key, ARRIVAL_MAX);
    return key;
  }

  static byte[] history(TaskKey task, long arrival) {
    byte[] key = new byte[HISTORY_BYTES];
    key[0] = HISTORY;
    task.bytes().copyTo(key, 1);
    putArrival(key, arrival);
    return key;
  }

  static byte[] live(TaskKey task) {
    return live(task.bytes());
  }

  /** {@code task}: the 8 bytes of a task key, or a bound of such. */
  static byte[] live(Bytes task) {
    byte[] key = new byte[1 + TaskKey.BYTES];
    key[0] = LIVE;
    task.copyTo(key, 1);
    return key;
  }

  /** {@code about}: the kind and what it is about. */
  static byte[] state(Bytes about) {
    byte[] key = new byte[1 + about.size()];
    key[0] = STATE;
    about.copyTo(key, 1);
    return key;
  }

  /** Not greater than any key of a table. */
  static byte[] first(byte table) {
    return new byte[] {table};
  }

  /** The arrival at the end of a key of an entry, of a log or of a history. */
  static long arrival(byte[] key) {
    return number(key, key.length - ARRIVAL_BYTES);
  }

  /** The task in a key of a history or of a live list. */
  static TaskKey task(byte[] key) {
    return new TaskKey(Bytes.copyOf(key, 1, 1 + TaskKey.BYTES));
  }

  /** A number of six bytes. */
  static long number(byte[] bytes, int at) {
    long number = 0;
    for (int i = at; i < at + ARRIVAL_BYTES; i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static void putArrival(byte[] key, long arrival) {
    putNumber(key, key.length - ARRIVAL_BYTES, arrival);
  }

  static void putNumber(byte[] bytes, int at, long number) {
    for (int i = 0; i < ARRIVAL_BYTES; i++) {
      bytes[at + ARRIVAL_BYTES - 1 - i] = (byte) (number >>> (8 * i));
    }
  }
}
