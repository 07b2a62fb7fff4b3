package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import java.util.List;

/** Claims of one author of one task that nobody made. */
final class Claims {
  private static final ToyKeys AUTHOR = ToyKeys.of("author");
  private static final Bytes TASK = Bytes.ofHex("0011223344556677");

  private Claims() {}

  /** The second one is LIVE, and the first one is not. */
  static List<Entry> twoByOne() {
    return List.of(claim(1), claim(2));
  }

  private static Entry claim(int term) {
    HybridTime time = HybridTime.ofWall(1_700_000_000_000L + term);
    Body body = new Body.Life(0, term, Phase.CLAIMED, "");
    Draft draft = new Draft(new LogId(AUTHOR.author(), 5), term, 0, TASK, time, body);
    return new SwarmParts().codec().compose(draft, AUTHOR);
  }
}
