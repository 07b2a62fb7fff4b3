package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridClock;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells other lives of this node's key by what they signed: earlier ones that this store does not
 * remember, and one that goes on at the same time (a copied data folder).
 *
 * <p>Only genuine signatures count. Two things show that another life goes on <em>now</em>. First,
 * beacons: a session is 1 + the highest that its process has seen, so whoever leapt beyond a
 * session that this process began must have heard of it; {@value #STRIKES} such leaps are an
 * answer, and what a dead life left on brokers is not. Second, entries stamped after this process
 * began; clocks that differ by more than {@link HybridClock#AHEAD_MAX_MILLIS} are left out of
 * account. What this process sent and a medium brings back is known by its hash. One thread.
 */
final class OtherLives {
  /** Leaps beyond this process's session within {@link #QUIET_MILLIS} that show a living twin. */
  static final int STRIKES = 3;

  /**
   * This long after the last sign of it a twin counts as gone. More than the pause after which a
   * session may leap again ({@code SyncEngine.LEAP_PAUSE_MILLIS}), so that two that go on keep the
   * alarm on.
   */
  static final long QUIET_MILLIS = 900_000;

  /** An entry must be younger than the start of this process by more than this. */
  static final long START_MARGIN_MILLIS = 2_000;

  /** Own beacons remembered; about half an hour on two links. An older one is not judged. */
  static final int SENT_MAX = 256;

  private static final int HASH_BYTES = 8;
  private static final int BRANCHES_LOOKED_AT = 16;

  // fixed
  private final OwnLog own;
  private final Ledger ledger;
  private final boolean newStore;
  private final SortedSet<LogId> knownAtStart = new TreeSet<>();

  // while the process lives
  private final Map<Bytes, Message.Stamp> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Message.Stamp> eldest) {
          return size() > SENT_MAX;
        }
      };
  private final List<Long> strikesMono = new ArrayList<>();
  private final List<ContinuityBreak> sightings = new ArrayList<>();
  private long startedWallMillis;
  private Optional<Long> lastSignMono = Optional.empty();

  OtherLives(OwnLog own, Ledger ledger, Restored restored) {
    this.own = own;
    this.ledger = ledger;
    this.newStore = restored.arrivals() == 0;
    restored.logs().forEach(log -> knownAtStart.add(log.log()));
  }

  /** The process begins to write; {@code clock}: the greatest time that its store knows. */
  void started(HybridTime clock, Now now) {
    startedWallMillis = Math.max(clock.wallMillis(), now.wallMillis());
  }

  /** A beacon was handed to a link. */
  void sent(Message.Stamp stamp, Bytes frame) {
    sent.put(hash(frame), stamp);
  }

  /**
   * Whether another process made this beacon, which bears this node's genuine signature.
   *
   * @param latest the newest stamp that this process gave
   */
  boolean foreign(Message.Stamp stamp, Message.Stamp latest, Bytes frame) {
    if (stamp.compareTo(latest) > 0) {
      return true;
    }
    Optional<Message.Stamp> oldest = sent.values().stream().findFirst();
    return oldest.filter(first -> stamp.compareTo(first) >= 0).isPresent()
        && !sent.containsKey(hash(frame));
  }

  /** A foreign beacon was heard; {@code leap}: of the session at hand or beyond. */
  void beacon(boolean leap, Now now) {
    strikesMono.removeIf(at -> now.monoMillis() - at > QUIET_MILLIS);
    if (leap && strikesMono.size() < STRIKES) {
      strikesMono.add(now.monoMillis());
    }
    if (elsewhere(now) || strikesMono.size() >= STRIKES) {
      sign("beacons that another process signed with this node's key", now);
    }
  }

  /** An entry came that this node's key signed and this process did not write. */
  void entry(Entry entry, Now now) {
    String what =
        "entry %d of epoch %s, signed by this node's key"
            .formatted(entry.seq(), Integer.toHexString(entry.log().epoch()));
    long stamped = entry.hlc().wallMillis();
    boolean younger =
        stamped > startedWallMillis + START_MARGIN_MILLIS
            && stamped <= now.wallMillis() + HybridClock.AHEAD_MAX_MILLIS;
    if (younger) {
      sign(what + ", which was written since this agent started", now);
    } else if (!knownAtStart.contains(entry.log())) {
      knownAtStart.add(entry.log());
      sightings.add(new ContinuityBreak(kindOf(entry.log()), now.wallMillis(), what));
    }
  }

  /** More of a log of this author is proven now. */
  void proven(LogState log, Now now) {
    if (!log.log().equals(own.id())) {
      ledger
          .reader()
          .log(log.log(), log.provenSeq(), log.provenSeq(), BRANCHES_LOOKED_AT)
          .forEach(stored -> entry(stored.entry(), now));
    }
  }

  /** A head signature of the log at hand is of another life. */
  void contradicted(long seq, Now now) {
    sightings.add(
        new ContinuityBreak(
            ContinuityBreak.Kind.RESTORED,
            now.wallMillis(),
            "a signature of this node's key over entry %d of the log it was writing"
                .formatted(seq)));
  }

  /** Whether another process goes on with this node's key. */
  boolean elsewhere(Now now) {
    return lastSignMono.filter(at -> now.monoMillis() - at <= QUIET_MILLIS).isPresent();
  }

  /** What was noticed since the last call, oldest first. */
  List<ContinuityBreak> takeSightings() {
    List<ContinuityBreak> taken = List.copyOf(sightings);
    sightings.clear();
    return taken;
  }

  private void sign(String what, Now now) {
    if (!elsewhere(now)) {
      sightings.add(new ContinuityBreak(ContinuityBreak.Kind.ELSEWHERE, now.wallMillis(), what));
    }
    lastSignMono = Optional.of(now.monoMillis());
  }

  /**
   * A log that branched off the one at hand, at a place that this node has passed, is a copy's; any
   * other is of an earlier life of this folder.
   */
  private ContinuityBreak.Kind kindOf(LogId log) {
    for (StoredEntry first : ledger.reader().log(log, 1, 1, BRANCHES_LOOKED_AT)) {
      if (first.entry().body() instanceof Body.EpochStart start
          && start.earlier().stream().anyMatch(this::branchedFromHere)) {
        return ContinuityBreak.Kind.COPIED;
      }
    }
    return newStore ? ContinuityBreak.Kind.LOST_PARTS : ContinuityBreak.Kind.RESTORED;
  }

  private boolean branchedFromHere(Body.EpochStart.Earlier earlier) {
    return earlier.epoch() == own.id().epoch() && earlier.seq() <= own.lastSeq();
  }

  private static Bytes hash(Bytes frame) {
    return Bytes.copyOf(SwarmHash.sha256().digest(frame.toArray()), 0, HASH_BYTES);
  }
}
