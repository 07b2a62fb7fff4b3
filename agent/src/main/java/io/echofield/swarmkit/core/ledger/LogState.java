package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.LogId;
import java.util.Optional;

/**
 * What this node holds of one log.
 *
 * @param held seqs of which at least one entry is held
 * @param count entries held; more than the seqs held when the log is forked
 * @param sum over the ids of all entries held
 * @param proof the newest head signature that was verified against entries held here
 */
public record LogState(LogId log, SeqRanges held, long count, IdSum sum, Optional<HeadSig> proof) {
  public static LogState empty(LogId log) {
    return new LogState(log, SeqRanges.NONE, 0, IdSum.ZERO, Optional.empty());
  }

  public long maxSeq() {
    return held.max();
  }

  /** Highest seq of the prefix that is proven; 0 if none. */
  public long provenSeq() {
    return proof.map(HeadSig::seq).orElse(0L);
  }

  /** Whether some seq has two entries. */
  public boolean forked() {
    return count > held.countTo(held.max());
  }

  public LogState plus(Entry entry) {
    return new LogState(log, held.plus(entry.seq()), count + 1, sum.plus(entry.id()), proof);
  }

  public LogState proven(HeadSig newer) {
    return new LogState(log, held, count, sum, Optional.of(newer));
  }
}
