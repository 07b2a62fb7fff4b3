package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.node.ContinuityFound;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.SwarmNode;

/** Builds the core over what a store restored and what lay beside it. */
public interface NodeFactory {
  SwarmNode create(Restored restored, LedgerReader reader, ContinuityFound found);
}
