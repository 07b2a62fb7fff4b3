package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one peer has shown to hold, heard live on one link.
 *
 * <p>Evidence, not hope: an entry counts as possessed only where the peer's count and id sum equal
 * this node's own over the same prefix of the log. One thread.
 */
final class Possession {
  private static final int PAGE_SEQS = 512;

  /**
   * Entries of a log beyond what the peer shows that are read to judge it; a peer that lags further
   * has shown nothing yet.
   */
  static final int BEYOND_MAX = 4_096;

  private final SortedMap<LogId, Message.Heads.Item> shown = new TreeMap<>();
  private final SortedMap<LogId, Verdict> verdicts = new TreeMap<>();
  private Message.Stamp stamp = new Message.Stamp(0, 0);

  /**
   * Up to which seq the peer holds all that this node held when it had {@code ownCount} entries of
   * the log.
   */
  private record Verdict(Message.Heads.Item item, long ownCount, long upTo) {}

  /**
   * Whether this is not older than what is known of the peer. A new session starts from nothing:
   * the peer may have lost its store.
   */
  boolean newest(Message.Stamp heard) {
    if (heard.compareTo(stamp) < 0) {
      return false;
    }
    if (heard.session() > stamp.session()) {
      clear();
    }
    stamp = heard;
    return true;
  }

  /** Takes what the peer tells of logs of which something is held here: no others are owed. */
  void show(Message.Heads heads, Ledger ledger) {
    for (Message.Heads.Item item : heads.items()) {
      if (ledger.log(item.log()).count() > 0) {
        shown.put(item.log(), item);
      }
    }
  }

  /** Forgets what was shown: nothing is owed that it could prove. */
  void clear() {
    shown.clear();
    verdicts.clear();
  }

  /** Logs of which something was shown. */
  int size() {
    return shown.size();
  }

  boolean holds(StoredEntry entry, Ledger ledger) {
    return upTo(ledger.log(entry.entry().log()), ledger) >= entry.entry().seq();
  }

  private long upTo(LogState own, Ledger ledger) {
    Message.Heads.Item item = shown.get(own.log());
    if (item == null) {
      return 0;
    }
    Verdict verdict = verdicts.get(own.log());
    if (verdict == null || verdict.ownCount() != own.count() || !verdict.item().equals(item)) {
      verdict = new Verdict(item, own.count(), judge(own, item, ledger));
      verdicts.put(own.log(), verdict);
    }
    return verdict.upTo();
  }

  private static long judge(LogState own, Message.Heads.Item item, Ledger ledger) {
    SeqRanges above = own.held().above(item.maxSeq());
    boolean far =
        own.count() - item.count() > BEYOND_MAX || above.countTo(own.maxSeq()) > BEYOND_MAX;
    if (item.maxSeq() > own.maxSeq() || far) {
      return 0;
    }
    IdSum sum = own.sum();
    long count = own.count();
    for (SeqRanges.Range range : above.ranges()) {
      for (long from = range.from(); from <= range.to(); from += PAGE_SEQS) {
        long to = Math.min(range.to(), from + PAGE_SEQS - 1);
        List<StoredEntry> page = ledger.reader().log(own.log(), from, to, BEYOND_MAX + 1);
        if (page.size() > BEYOND_MAX) {
          return 0;
        }
        for (StoredEntry beyond : page) {
          sum = sum.minus(beyond.entry().id());
          count--;
        }
      }
    }
    return count == item.count() && sum.equals(item.sum()) ? item.maxSeq() : 0;
  }
}
