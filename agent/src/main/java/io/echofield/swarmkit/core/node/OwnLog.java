package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.time.HybridClock;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * This node's own log: numbers, stamps and signs what it writes, and opens a new epoch when the old
 * one is in doubt.
 *
 * <p>Never writes two entries with one (epoch, seq) in one life of a store. One thread.
 */
final class OwnLog {
  // fixed
  private final Signer signer;
  private final EntryCodec codec;
  private final Ledger ledger;
  private final HybridClock clock;
  private final RandomGenerator random;
  // durable: the EPOCH counter and the log itself
  private int epoch;
  private long lastSeq;

  OwnLog(
      Signer signer,
      EntryCodec codec,
      Ledger ledger,
      HybridClock clock,
      RandomGenerator random,
      int epoch) {
    this.signer = signer;
    this.codec = codec;
    this.ledger = ledger;
    this.clock = clock;
    this.random = random;
    this.epoch = epoch == 0 ? freshEpoch() : epoch;
    this.lastSeq = ledger.log(id()).maxSeq();
  }

  Author author() {
    return signer.author();
  }

  LogId id() {
    return new LogId(signer.author(), epoch);
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
    return entry;
  }

  /** Opens a new epoch; its first entry says where the earlier ones ended. */
  Entry newEpoch(Body.EpochStart.Cause cause, long wallMillis) {
    List<Body.EpochStart.Earlier> earlier = new ArrayList<>();
    for (LogState state : ledger.logs().values()) {
      if (state.log().author().equals(author()) && earlier.size() < Body.EpochStart.EARLIER_MAX) {
        earlier.add(new Body.EpochStart.Earlier(state.log().epoch(), state.maxSeq()));
      }
    }
    epoch = freshEpoch();
    lastSeq = 0;
    return compose(Bytes.EMPTY, new Body.EpochStart(earlier, cause), wallMillis);
  }

  private int freshEpoch() {
    int fresh = random.nextInt();
    while (fresh == 0 || ledger.log(new LogId(author(), fresh)).count() > 0) {
      fresh = random.nextInt();
    }
    return fresh;
  }
}
