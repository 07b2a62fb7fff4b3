package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.LogId;
import java.util.Comparator;
import java.util.Optional;

/**
 * What this node holds of one log.
 *
 * @param held seqs of which at least one entry is held
 * @param count entries held; more than the seqs held when the log is forked
 * @param sum over the ids of all entries held
 * @param proof the newest head signature that was verified against entries held here
 * @param signature the greatest genuine head signature held, by seq and chain: it may be about
 *     entries that are not here, or about a branch that nobody can tell from too many others
 */
public record LogState(
    LogId log,
    SeqRanges held,
    long count,
    IdSum sum,
    Optional<HeadSig> proof,
    Optional<HeadSig> signature) {
  private static final Comparator<HeadSig> BY_SEQ =
      Comparator.comparingLong(HeadSig::seq).thenComparing(HeadSig::chain);

  /** The proof is the greatest signature held. */
  public LogState(LogId log, SeqRanges held, long count, IdSum sum, Optional<HeadSig> proof) {
    this(log, held, count, sum, proof, proof);
  }

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

  /** The seq of the greatest head signature held; 0 if none. */
  public long signedSeq() {
    return signature.map(HeadSig::seq).orElse(0L);
  }

  /** Whether this signature is greater than the one held. */
  public boolean surpassedBy(HeadSig newer) {
    return signature.isEmpty() || BY_SEQ.compare(newer, signature.get()) > 0;
  }

  /** Whether some seq has two entries. */
  public boolean forked() {
    return branched() > 0;
  }

  /** Entries beside the first of their seq. */
  public long branched() {
    return count - held.countTo(held.max());
  }

  public LogState plus(Entry entry) {
    return new LogState(
        log, held.plus(entry.seq()), count + 1, sum.plus(entry.id()), proof, signature);
  }

  public LogState proven(HeadSig newer) {
    return new LogState(log, held, count, sum, Optional.of(newer), signature).signed(newer);
  }

  /** The same with this genuine signature held, if it is greater than the one before. */
  public LogState signed(HeadSig newer) {
    return surpassedBy(newer)
        ? new LogState(log, held, count, sum, proof, Optional.of(newer))
        : this;
  }
}
