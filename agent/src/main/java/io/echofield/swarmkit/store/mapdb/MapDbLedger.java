package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Look-ups in the tables, each under the store's guard. */
final class MapDbLedger implements LedgerReader {
  private static final int KEY_HEX_DIGITS = 2 * TaskKey.BYTES;
  private static final Bytes FIRST = Bytes.copyOf(new byte[TaskKey.BYTES]);
  private static final Bytes LAST = Bytes.ofHex("f".repeat(2 * TaskKey.BYTES));

  private final Guard guard;

  MapDbLedger(Guard guard) {
    this.guard = guard;
  }

  /**
   * Lets a look-up happen while the store is open, and tells the failures of MapDB as I/O failures.
   */
  interface Guard {
    <T> T read(Function<Tables, T> lookUp);
  }

  @Override
  public boolean contains(EntryId id) {
    return guard.read(tables -> tables.arrivalOf(id) != 0);
  }

  @Override
  public List<StoredEntry> byPrefix(Bytes idPrefix, int max) {
    if (idPrefix.size() < EntryId.PREFIX_BYTES || idPrefix.size() > EntryId.BYTES) {
      throw new IllegalArgumentException(
          "an id prefix has %d to %d bytes but had %d"
              .formatted(EntryId.PREFIX_BYTES, EntryId.BYTES, idPrefix.size()));
    }
    return guard.read(tables -> tables.byPrefix(idPrefix).stream().limit(max).toList());
  }

  @Override
  public List<StoredEntry> log(LogId log, long fromSeq, long toSeq, int max) {
    long from = Math.max(0, fromSeq);
    long to = Math.min(Entry.SEQ_MAX, toSeq);
    if (from > to || max <= 0) {
      return List.of();
    }
    return guard.read(tables -> tables.log(log, from, to, max));
  }

  @Override
  public List<StoredEntry> live(TaskKey key) {
    return guard.read(tables -> Arrays.stream(tables.live(key)).mapToObj(tables::entry).toList());
  }

  @Override
  public List<StoredEntry> history(TaskKey key, long afterArrival, int max) {
    return guard.read(tables -> tables.history(key, afterArrival, max));
  }

  @Override
  public List<TaskKey> tasks(Optional<TaskKey> after, int max) {
    Bytes from = after.map(TaskKey::bytes).orElse(FIRST);
    return guard.read(tables -> tables.tasks(from, after.isEmpty(), LAST, max));
  }

  @Override
  public List<TaskKey> tasksByHexPrefix(String hexDigits, int max) {
    if (!hexDigits.matches("[0-9a-f]{1," + KEY_HEX_DIGITS + "}")) {
      throw new IllegalArgumentException(
          "a task key begins with 1 to %d hex digits but was \"%s\""
              .formatted(KEY_HEX_DIGITS, hexDigits));
    }
    int missing = KEY_HEX_DIGITS - hexDigits.length();
    Bytes from = Bytes.ofHex(hexDigits + "0".repeat(missing));
    Bytes to = Bytes.ofHex(hexDigits + "f".repeat(missing));
    return guard.read(tables -> tables.tasks(from, true, to, max));
  }

  @Override
  public List<StoredEntry> arrivals(long afterArrival, int max) {
    return guard.read(tables -> tables.arrivals(afterArrival, max));
  }
}
