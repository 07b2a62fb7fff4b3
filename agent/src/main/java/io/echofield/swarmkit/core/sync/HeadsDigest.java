package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SwarmHash;

/**
 * The HEADS digest: one sum over the items of all logs, so that a gap, a fork or a missing head
 * signature makes a difference. Pure.
 */
final class HeadsDigest {
  static final int SPACE_HEADS = 0;
  static final int SPACE_LIVE = 1;

  private HeadsDigest() {}

  static Message.Heads.Item item(LogState state) {
    return new Message.Heads.Item(
        state.log(), state.maxSeq(), state.count(), state.sum(), state.provenSeq());
  }

  /**
   * Sum over SHA-256 of each item: log, max seq, count, sum, proven seq; numbers as 4 bytes
   * big-endian.
   */
  static IdSum sum(Ledger ledger) {
    IdSum sum = IdSum.ZERO;
    for (LogState state : ledger.logs().values()) {
      Bytes item =
          state
              .log()
              .author()
              .bytes()
              .concat(number(state.log().epoch()))
              .concat(number(state.maxSeq()))
              .concat(number(state.count()))
              .concat(state.sum().bytes())
              .concat(number(state.provenSeq()));
      sum = sum.plus(new EntryId(Bytes.copyOf(SwarmHash.sha256().digest(item.toArray()))));
    }
    return sum;
  }

  private static Bytes number(long value) {
    return Bytes.copyOf(
        new byte[] {
          (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        });
  }
}
