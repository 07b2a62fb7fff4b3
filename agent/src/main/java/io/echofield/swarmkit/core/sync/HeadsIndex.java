package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The HEADS digest: for every log an item whose hash is summed, so that a gap, a fork or a missing
 * head signature makes a difference; kept as the ledger grows.
 *
 * <p>A log that changed is hashed anew only when somebody looks. One thread.
 */
final class HeadsIndex {
  /** Logs whose order of change is remembered. */
  private static final int RECENT_MAX = 64;

  private final Author self;
  private final Ledger ledger;
  private final Deque<Change> recent = new ArrayDeque<>();
  private final FingerprintTree tree = new FingerprintTree(LogId.KEY_BYTES);
  private final SortedSet<LogId> changed = new TreeSet<>();
  private long changes;

  /** The last change of a log, numbered over all logs. */
  private record Change(LogId log, long number) {}

  HeadsIndex(Author self, Ledger ledger) {
    this.self = self;
    this.ledger = ledger;
    changed.addAll(ledger.logs().keySet());
  }

  /** The state of this log is not what it was. */
  void changed(LogId log) {
    changed.add(log);
    recent.removeIf(change -> change.log().equals(log));
    recent.addFirst(new Change(log, ++changes));
    if (recent.size() > RECENT_MAX) {
      recent.removeLast();
    }
  }

  /** Changes of logs in this process so far. */
  long changes() {
    return changes;
  }

  /**
   * At most so many logs, in the order of log ids: one of this node's own, those that changed last,
   * and others while there is room.
   */
  List<LogState> newest(int max) {
    Set<LogId> chosen = own();
    addUpTo(max, recentLogs(0), chosen);
    addUpTo(max, ledger.logs().keySet(), chosen);
    return chosen.stream().sorted().map(ledger::log).toList();
  }

  /**
   * The logs that changed after so many changes, in the order of log ids; empty if they are more
   * than {@code max} or cannot be told any more.
   */
  List<LogState> changedSince(long change, int max) {
    List<LogId> logs = recentLogs(change);
    boolean known = logs.size() < RECENT_MAX && logs.size() <= max;
    return known ? logs.stream().sorted().map(ledger::log).toList() : List.of();
  }

  private List<LogId> recentLogs(long after) {
    return recent.stream().filter(c -> c.number() > after).map(Change::log).toList();
  }

  /** The newest log of this node. */
  private Set<LogId> own() {
    Set<LogId> own = new LinkedHashSet<>();
    recentLogs(0).stream().filter(this::own).findFirst().ifPresent(own::add);
    ledger.logs().keySet().stream()
        .filter(log -> own.isEmpty() && own(log))
        .findFirst()
        .ifPresent(own::add);
    return own;
  }

  private boolean own(LogId log) {
    return log.author().equals(self);
  }

  private static void addUpTo(int max, Iterable<LogId> logs, Set<LogId> chosen) {
    for (LogId log : logs) {
      if (chosen.size() >= max) {
        return;
      }
      chosen.add(log);
    }
  }

  /** Records of key and item hash, up to date. */
  FingerprintTree tree() {
    for (LogId log : changed) {
      Bytes key = log.key();
      held(key).ifPresent(tree::remove);
      tree.add(key.concat(hash(item(ledger.log(log)))));
    }
    changed.clear();
    return tree;
  }

  /** SHA-256 over all records in their order: equal where the complete histories are. */
  Bytes hash() {
    MessageDigest digest = SwarmHash.sha256();
    tree()
        .records(Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE)
        .forEach(record -> digest.update(record.toArray()));
    return Bytes.copyOf(digest.digest());
  }

  /** The record under this key; keys are unique. */
  private Optional<Bytes> held(Bytes key) {
    List<Bytes> from = tree.records(key, Bytes.EMPTY, 1);
    return from.stream().filter(record -> record.startsWith(key)).findFirst();
  }

  /** The states of the logs between two bounds, in the order of keys. */
  List<LogState> logs(Bytes lower, Bytes upper) {
    List<LogState> logs = new ArrayList<>();
    for (Bytes record : tree().records(lower, upper, Integer.MAX_VALUE)) {
      logs.add(ledger.log(LogId.ofKey(record)));
    }
    return logs;
  }

  static Message.Heads.Item item(LogState state) {
    return new Message.Heads.Item(
        state.log(), state.maxSeq(), state.count(), state.sum(), state.signedSeq());
  }

  /** SHA-256 of log, max seq, count, sum, signed seq; numbers as 4 bytes big-endian. */
  private static Bytes hash(Message.Heads.Item item) {
    Bytes content =
        item.log()
            .key()
            .concat(number(item.maxSeq()))
            .concat(number(item.count()))
            .concat(item.sum().bytes())
            .concat(number(item.signedSeq()));
    return Bytes.copyOf(SwarmHash.sha256().digest(content.toArray()));
  }

  private static Bytes number(long value) {
    return Bytes.copyOf(
        new byte[] {
          (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        });
  }
}
