package io.echofield.swarmkit.lab;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Signer;

/** Where entries need a signature of the right length, not a valid one. */
record NoSigner(Author author) implements Signer {
  @Override
  public Bytes publicKey() {
    return Bytes.copyOf(new byte[32]);
  }

  @Override
  public Bytes sign(Bytes message) {
    return Bytes.copyOf(new byte[64]);
  }
}
