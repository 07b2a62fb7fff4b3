package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;

/** The logs of one author who cancels one task over and over: entries at any seqs. */
final class Cancels {
  private static final ToyKeys AUTHOR = ToyKeys.of("author");
  private static final Bytes TASK = Bytes.ofHex("00112233445566778899aabbccddeeff");

  private Cancels() {}

  static LogId log(int epoch) {
    return new LogId(AUTHOR.author(), epoch);
  }

  /** Another reason makes another entry at the same seq. */
  static Entry at(LogId log, long seq, String reason) {
    HybridTime time = HybridTime.ofWall(1_700_000_000_000L + seq);
    Draft draft = new Draft(log, seq, 0, TASK, time, new Body.Cancel(0, reason));
    return new SwarmParts().codec().compose(draft, AUTHOR);
  }
}
