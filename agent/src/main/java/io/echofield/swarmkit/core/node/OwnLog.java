package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Proofs;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Recent;
import io.echofield.swarmkit.core.time.HybridClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * This node's own log: numbers, stamps and signs what it writes, and opens a new epoch when the old
 * one is in doubt.
 *
 * <p>Never writes two entries with one (epoch, seq) in one life of a store. One thread.
 */
final class OwnLog {
  /** An older signature is compared with what was written since if that is so many entries. */
  private static final int LOOK_BACK_SEQS = 4_096;

  /** Older signatures of which it is remembered that they are of this life. */
  private static final int OWN_MAX = 1_024;

  // fixed
  private final Signer signer;
  private final EntryCodec codec;
  private final SwarmHash hash;
  private final Ledger ledger;
  private final Proofs proofs;
  private final HybridClock clock;
  private final RandomGenerator random;
  // durable: the counters EPOCH and OWN_SEQ
  private int epoch;
  private long lastSeq;
  // from the log: empty if it is in doubt which entries are this node's
  private Optional<Bytes> chain;
  // older signatures over the beginning of this chain
  private final Recent<HeadSig> own = new Recent<>(OWN_MAX);

  OwnLog(
      Signer signer,
      EntryCodec codec,
      SwarmHash hash,
      Ledger ledger,
      Proofs proofs,
      HybridClock clock,
      RandomGenerator random,
      Restored restored) {
    this.signer = signer;
    this.codec = codec;
    this.hash = hash;
    this.ledger = ledger;
    this.proofs = proofs;
    this.clock = clock;
    this.random = random;
    int before = (int) restored.counter(Write.Counter.Name.EPOCH);
    this.epoch = before == 0 ? freshEpoch() : before;
    this.lastSeq = restored.counter(Write.Counter.Name.OWN_SEQ);
    this.chain = proofs.chainAt(id(), lastSeq);
  }

  Author author() {
    return signer.author();
  }

  LogId id() {
    return new LogId(signer.author(), epoch);
  }

  /** Of the last entry that this node wrote in this epoch; 0 if none. */
  long lastSeq() {
    return lastSeq;
  }

  /** The chain value at {@link #lastSeq}; empty if the epoch is in doubt: open a new one. */
  Optional<Bytes> chain() {
    return chain;
  }

  /**
   * Whether a head signature that this node's key made over its current epoch is of another life:
   * beyond what this one wrote, or over something else. Of one that lies far behind that is not
   * looked for.
   */
  boolean contradictedBy(HeadSig genuine) {
    if (genuine.seq() >= lastSeq) {
      return genuine.seq() > lastSeq || chain.filter(genuine.chain()::equals).isEmpty();
    }
    if (lastSeq - genuine.seq() > LOOK_BACK_SEQS || chain.isEmpty() || own.contains(genuine)) {
      return false;
    }
    boolean elsewhere = proofs.leadsElsewhere(genuine, lastSeq, chain.get());
    if (!elsewhere) {
      own.add(genuine);
    }
    return elsewhere;
  }

  /** As an unsigned 32-bit number, never 0. */
  long epoch() {
    return Integer.toUnsignedLong(epoch);
  }

  /**
   * Composes the next entry; the caller merges it at once.
   *
   * @throws IllegalArgumentException if the body breaks a limit; nothing is used up then
   */
  Entry compose(Bytes task, Body body, long wallMillis) {
    Entry entry =
        codec.compose(new Draft(id(), lastSeq + 1, 0, task, clock.stamp(wallMillis), body), signer);
    lastSeq++;
    chain = chain.map(before -> hash.chain(before, entry.id()));
    return entry;
  }

  /**
   * Opens a new epoch; its first entry says where the earlier ones ended.
   *
   * @param known where one of them ended at least, whatever the ledger holds of it
   */
  Entry newEpoch(
      Body.EpochStart.Cause cause, Optional<Body.EpochStart.Earlier> known, long wallMillis) {
    SortedMap<LogId, Long> ends = new TreeMap<>();
    for (LogState state : ledger.logs().values()) {
      if (state.log().author().equals(author())) {
        ends.put(state.log(), state.log().equals(id()) ? lastSeq : state.maxSeq());
      }
    }
    known.ifPresent(
        end -> ends.merge(new LogId(author(), end.epoch()), end.seq(), (a, b) -> Math.max(a, b)));
    List<Body.EpochStart.Earlier> earlier = new ArrayList<>();
    // The one written last must not be the one that finds no room.
    Optional.ofNullable(ends.remove(id())).ifPresent(seq -> addEnd(earlier, id(), seq));
    ends.forEach((log, seq) -> addEnd(earlier, log, seq));
    epoch = freshEpoch();
    lastSeq = 0;
    own.clear();
    chain = Optional.of(SwarmHash.CHAIN_START);
    return compose(Bytes.EMPTY, new Body.EpochStart(earlier, cause), wallMillis);
  }

  private static void addEnd(List<Body.EpochStart.Earlier> earlier, LogId log, long seq) {
    if (seq > 0 && earlier.size() < Body.EpochStart.EARLIER_MAX) {
      earlier.add(new Body.EpochStart.Earlier(log.epoch(), seq));
    }
  }

  private int freshEpoch() {
    int fresh = random.nextInt();
    while (fresh == 0 || ledger.log(new LogId(author(), fresh)).count() > 0) {
      fresh = random.nextInt();
    }
    return fresh;
  }
}
