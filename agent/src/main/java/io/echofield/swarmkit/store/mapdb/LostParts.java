package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.wire.WriteWire;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a ledger of which a part was lost agree with itself: what is said of logs and of LIVE is
 * counted anew from the entries that are there, so that peers see what is missing and send it.
 *
 * <p>The log epoch is forgotten: an author that no longer knows what it wrote must begin a new
 * epoch, or it would write other entries under numbers that peers know already. So are the cursors
 * of links: they may point behind arrival numbers that will be given again.
 */
final class LostParts {
  private static final int PAGE_ENTRIES = 256;

  private LostParts() {}

  static void settle(Tables tables, WriteWire codec) {
    Restored told = RestoredState.of(tables, codec);
    SortedMap<LogId, LogState> counted = new TreeMap<>();
    List<StoredEntry> page = tables.arrivals(0, PAGE_ENTRIES);
    while (!page.isEmpty()) {
      for (StoredEntry stored : page) {
        LogId log = stored.entry().log();
        LogState before = counted.getOrDefault(log, LogState.empty(log));
        counted.put(log, before.plus(stored.entry()));
      }
      page = tables.arrivals(page.get(page.size() - 1).arrival(), PAGE_ENTRIES);
    }
    for (LogState log : told.logs()) {
      remove(tables, new Write.Log(log));
      Optional<HeadSig> proof = log.proof();
      LogState held = counted.get(log.log());
      if (proof.isPresent() && held != null && held.held().prefix() >= proof.get().seq()) {
        counted.put(log.log(), held.proven(proof.get()));
      }
    }
    for (LogState log : counted.values()) {
      put(tables, codec, new Write.Log(log));
    }
    put(tables, codec, new Write.Digest(digest(tables)));
    remove(tables, new Write.Counter(Write.Counter.Name.EPOCH, 0));
    for (LinkName link : told.cursors().keySet()) {
      remove(tables, new Write.Cursor(link, 0));
    }
  }

  private static LiveDigest digest(Tables tables) {
    long count = 0;
    IdSum sum = IdSum.ZERO;
    Iterator<Long> tasks = tables.tasks(Long.MIN_VALUE, true, null);
    while (tasks.hasNext()) {
      TaskKey task = Keys.task(tasks.next());
      for (long arrival : tables.live(task)) {
        sum = sum.plus(tables.entry(arrival).entry().id());
        count++;
      }
    }
    return new LiveDigest(count, sum);
  }

  private static void put(Tables tables, WriteWire codec, Write write) {
    byte[] key = write.accept(StateKeys.INSTANCE).orElseThrow().toArray();
    tables.putState(key, codec.encode(List.of(write)).toArray());
  }

  private static void remove(Tables tables, Write write) {
    tables.removeState(write.accept(StateKeys.INSTANCE).orElseThrow().toArray());
  }
}
