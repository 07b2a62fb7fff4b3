package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import java.nio.ByteBuffer;

/**
 * The bytes of index keys, made so that their order is the order wanted.
 *
 * <p>A key of the log index is author (6), epoch (4), seq (4), the first bytes of the id (4),
 * arrival (6); one of the history index is task key (8), arrival (6). Ids and task keys as keys of
 * their own are longs whose signed order is the unsigned order of the bytes.
 */
final class Keys {
  static final int LOG_BYTES = 24;

  /**
   * As much of a log key as is ordered like the entries; what has these bytes in common is in the
   * order of arrival.
   */
  static final int LOG_TIE_BYTES = 18;

  static final int HISTORY_BYTES = 14;

  /** Arrival numbers have 48 bits in keys: 10,000 a second for 890 years. */
  static final long ARRIVAL_MAX = (1L << 48) - 1;

  private static final int ARRIVAL_BYTES = 6;

  private Keys() {}

  static byte[] log(LogId log, long seq, EntryId id, long arrival) {
    byte[] key = logStart(log, seq);
    id.bytes().slice(0, 4).copyTo(key, 14);
    putArrival(key, arrival);
    return key;
  }

  /** Not greater than any key of this seq. */
  static byte[] logStart(LogId log, long seq) {
    byte[] key = new byte[LOG_BYTES];
    log.author().bytes().copyTo(key, 0);
    ByteBuffer.wrap(key).putInt(6, log.epoch()).putInt(10, (int) seq);
    return key;
  }

  /** Not less than any key of this seq. */
  static byte[] logEnd(LogId log, long seq) {
    byte[] key = logStart(log, seq);
    ByteBuffer.wrap(key).putInt(14, -1);
    putArrival(key, ARRIVAL_MAX);
    return key;
  }

  static byte[] history(TaskKey task, long arrival) {
    byte[] key = new byte[HISTORY_BYTES];
    task.bytes().copyTo(key, 0);
    putArrival(key, arrival);
    return key;
  }

  /** The arrival at the end of a key of either index. */
  static long arrival(byte[] key) {
    long arrival = 0;
    for (int i = key.length - ARRIVAL_BYTES; i < key.length; i++) {
      arrival = (arrival << 8) | (key[i] & 0xff);
    }
    return arrival;
  }

  static long id(EntryId id) {
    return ordered(id.bytes());
  }

  static long task(TaskKey key) {
    return ordered(key.bytes());
  }

  static TaskKey task(long ordered) {
    byte[] bytes = new byte[Long.BYTES];
    ByteBuffer.wrap(bytes).putLong(0, ordered ^ Long.MIN_VALUE);
    return new TaskKey(Bytes.copyOf(bytes));
  }

  /** The first 8 bytes as a long that compares signed as they compare unsigned. */
  static long ordered(Bytes bytes) {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (bytes.at(i) & 0xff);
    }
    return value ^ Long.MIN_VALUE;
  }

  private static void putArrival(byte[] key, long arrival) {
    for (int i = 0; i < ARRIVAL_BYTES; i++) {
      key[key.length - 1 - i] = (byte) (arrival >>> (8 * i));
    }
  }
}
