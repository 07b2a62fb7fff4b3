package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;

/** The HEADS space of a ledger for tests outside this package. */
public final class HeadsRecords {
  private HeadsRecords() {}

  /** Records of log key and item hash, as a node compares them. */
  public static FingerprintTree tree(Author self, Ledger ledger) {
    return new HeadsIndex(self, ledger).tree();
  }

  /** What a node says of a log. */
  public static Message.Heads.Item item(LogState state) {
    return HeadsIndex.item(state);
  }
}
