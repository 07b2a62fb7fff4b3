package io.echofield.swarmkit.store;

import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.ContinuityFound;
import java.io.IOException;

/**
 * Port: the record that lies beside the store, apart from it, and so tells when one of the two was
 * exchanged. Called on the node's thread, while the store is open.
 */
public interface ContinuityKeeper {
  /** What lies there now; a record that cannot be read is told as damaged. Never throws. */
  ContinuityFound look();

  /**
   * Replaces the record, durably, whole or not at all.
   *
   * @throws IOException if it is not durable; the one before may still lie there
   */
  void keep(Continuity record) throws IOException;
}
