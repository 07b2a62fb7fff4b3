package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;

/** Port: checks Ed25519 signatures. Pure, any thread; malformed input is simply not valid. */
public interface Verifier {
  boolean verify(Bytes publicKey, Bytes message, Bytes signature);

  /** The key id of a public key. */
  Author author(Bytes publicKey);
}
