package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Verifier;

/** The keys of everybody in one virtual world, and what checks their signatures. One thread. */
public interface KeyRing {
  /** The key of this name, the same in every run. */
  Signer key(String name);

  Verifier verifier();
}
