package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.wire.WriteWire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A batch of writes, looked through before it is made durable, so that nothing is in the journal
 * that cannot be applied.
 *
 * <p>Of writes that replace each other only the last one is applied.
 */
final class Batch {
  private final List<Write.Append> appended = new ArrayList<>();

  /** The last list for each task. */
  private final Map<TaskKey, Write.Live> live = new LinkedHashMap<>();

  private final Map<TaskKey, long[]> liveArrivals = new HashMap<>();

  /** The last write for each key. */
  private final Map<Bytes, Write> state = new LinkedHashMap<>();

  private Batch() {}

  /** What to do about writes that do not fit the ledger. */
  enum Mistakes {
    /** The caller is wrong: IllegalStateException. */
    REFUSE,
    /** Part of the ledger was lost: what does not fit is left out. */
    LEAVE_OUT
  }

  /** Looks up what the writes refer to; changes nothing. */
  static Batch of(List<Write> writes, Tables tables, Mistakes mistakes) {
    Batch batch = new Batch();
    Map<EntryId, Long> fresh = new HashMap<>();
    long lastArrival = tables.lastArrival();
    for (Write write : writes) {
      if (write instanceof Write.Append append) {
        StoredEntry stored = append.stored();
        Optional<String> mistake = mistake(stored, lastArrival, fresh, tables);
        if (mistake.isEmpty()) {
          fresh.put(stored.entry().id(), stored.arrival());
          batch.appended.add(append);
          lastArrival = stored.arrival();
        } else {
          refuse(mistakes, mistake.get());
        }
      } else if (write instanceof Write.Live decided) {
        batch.live.put(decided.task(), decided);
        batch.liveArrivals.put(decided.task(), arrivals(decided, fresh, tables, mistakes));
      } else {
        Bytes key = write.accept(StateKeys.INSTANCE).orElseThrow();
        batch.state.put(key, write);
      }
    }
    return batch;
  }

  /**
   * What is left of the writes when those that were replaced within the batch are gone: the same
   * effect in fewer bytes.
   */
  List<Write> writes() {
    List<Write> writes = new ArrayList<>(appended);
    writes.addAll(live.values());
    writes.addAll(state.values());
    return writes;
  }

  void apply(Tables tables, WriteWire codec) {
    appended.forEach(append -> tables.append(append.stored()));
    liveArrivals.forEach(tables::putLive);
    state.forEach(
        (key, write) -> {
          if (isRemoval(write)) {
            tables.removeState(key);
          } else {
            tables.putState(key, codec.encode(List.of(write)).toArray());
          }
        });
  }

  private static Optional<String> mistake(
      StoredEntry stored, long lastArrival, Map<EntryId, Long> fresh, Tables tables) {
    EntryId id = stored.entry().id();
    if (stored.arrival() <= lastArrival || stored.arrival() > Keys.ARRIVAL_MAX) {
      return Optional.of(
          "arrival numbers must grow but " + stored.arrival() + " came after " + lastArrival);
    }
    if (fresh.containsKey(id) || tables.arrivalOf(id) != 0) {
      return Optional.of("entry " + id + " is stored already");
    }
    return Optional.empty();
  }

  private static long[] arrivals(
      Write.Live live, Map<EntryId, Long> fresh, Tables tables, Mistakes mistakes) {
    return live.entries().stream()
        .sorted()
        .mapToLong(
            id -> {
              Long known = fresh.get(id);
              long arrival = known != null ? known : tables.arrivalOfStored(id);
              if (arrival == 0) {
                refuse(mistakes, "entry " + id + " cannot be live: it is not stored");
              }
              return arrival;
            })
        .filter(arrival -> arrival != 0)
        .toArray();
  }

  private static void refuse(Mistakes mistakes, String mistake) {
    if (mistakes == Mistakes.REFUSE) {
      throw new IllegalStateException(mistake);
    }
  }

  private static boolean isRemoval(Write write) {
    return write instanceof Write.ForgetPeer
        || (write instanceof Write.Due due && !due.due())
        || (write instanceof Write.Log log && log.state().count() == 0);
  }
}
