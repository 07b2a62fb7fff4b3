package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.Verifier;
import java.nio.charset.StandardCharsets;

/**
 * A key whose signatures are hashes: a hundred times faster than Ed25519, of the same shape, and
 * anybody could make them. For laws and swarms in one JVM, where thousands of signatures are
 * checked.
 */
public final class ToyKeys implements Signer {
  public static final Verifier VERIFIER =
      new Verifier() {
        @Override
        public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
          return signature(publicKey, message).equals(signature);
        }

        @Override
        public Author author(Bytes publicKey) {
          return new Author(sha256(publicKey).slice(0, Author.BYTES));
        }
      };

  /** Keys by name. */
  public static final KeyRing RING =
      new KeyRing() {
        @Override
        public Signer key(String name) {
          return of(name);
        }

        @Override
        public Verifier verifier() {
          return VERIFIER;
        }
      };

  private final Author author;
  private final Bytes publicKey;

  private ToyKeys(Author author, Bytes publicKey) {
    this.author = author;
    this.publicKey = publicKey;
  }

  /** The key of this name, the same in every run. */
  public static ToyKeys of(String name) {
    Bytes key = sha256(Bytes.copyOf(name.getBytes(StandardCharsets.UTF_8)));
    return new ToyKeys(VERIFIER.author(key), key);
  }

  /** Signs with this key what claims to be another's: valid under no key of the victim. */
  public ToyKeys forging(Author victim) {
    return new ToyKeys(victim, publicKey);
  }

  @Override
  public Author author() {
    return author;
  }

  @Override
  public Bytes publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    return signature(publicKey, message);
  }

  private static Bytes signature(Bytes publicKey, Bytes message) {
    Bytes first = sha256(publicKey.concat(message));
    return first.concat(sha256(first));
  }

  private static Bytes sha256(Bytes bytes) {
    return Bytes.copyOf(SwarmHash.sha256().digest(bytes.toArray()));
  }
}
