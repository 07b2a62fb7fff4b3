package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.Verifier;
import java.security.GeneralSecurityException;
import java.security.Signature;

/**
 * Checks Ed25519 signatures with the JDK's implementation, the only one in the swarm:
 * implementations differ on edge cases, and a node that accepts what another rejects would split
 * the ledger.
 *
 * <p>No state; any thread. About half a millisecond a signature on one core.
 */
public final class Ed25519Verifier implements Verifier {
  @Override
  public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
    if (signature.size() != Ed25519Keys.SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature check = Signature.getInstance(Ed25519Keys.ALGORITHM);
      check.initVerify(Ed25519Keys.publicKey(publicKey));
      check.update(message.toArray());
      return check.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      // Not a key, not a point of the curve or not a signature: bad data from a peer, and simply
      // not valid.
      return false;
    }
  }

  @Override
  public Author author(Bytes publicKey) {
    return keyId(publicKey);
  }

  static Author keyId(Bytes publicKey) {
    byte[] digest = SwarmHash.sha256().digest(publicKey.toArray());
    return new Author(Bytes.copyOf(digest, 0, Author.BYTES));
  }
}
