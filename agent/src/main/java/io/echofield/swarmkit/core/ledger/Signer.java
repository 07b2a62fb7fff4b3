package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;

/** Port: this node's Ed25519 key. Deterministic, any thread. */
public interface Signer {
  Author author();

  /** 32 bytes. */
  Bytes publicKey();

  /** 64 bytes over exactly these bytes. */
  Bytes sign(Bytes message);
}
