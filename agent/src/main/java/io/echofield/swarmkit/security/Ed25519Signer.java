package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Signer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.random.RandomGenerator;

/**
 * An Ed25519 key of this machine, by the JDK.
 *
 * <p>The same message always gets the same signature. Any thread. Never prints its secret.
 */
public final class Ed25519Signer implements Signer {
  /** Bytes of the secret that a key is made from. */
  public static final int SEED_BYTES = Ed25519Keys.SEED_BYTES;

  private final Bytes seed;
  private final PrivateKey privateKey;
  private final Bytes publicKey;
  private final Author author;

  private Ed25519Signer(Bytes seed) {
    KeyPair pair = Ed25519Keys.pairOf(seed);
    this.seed = seed;
    this.privateKey = pair.getPrivate();
    this.publicKey = Ed25519Keys.raw(pair.getPublic());
    this.author = Ed25519Verifier.keyId(publicKey);
  }

  /**
   * The key of a seed (RFC 8032 section 5.1.5: the private key).
   *
   * @throws IllegalArgumentException if the seed has not {@value #SEED_BYTES} bytes
   */
  public static Ed25519Signer ofSeed(Bytes seed) {
    return new Ed25519Signer(seed);
  }

  /**
   * A new key. The randomness must be a {@link java.security.SecureRandom} wherever the key is
   * meant to be secret.
   */
  public static Ed25519Signer generate(RandomGenerator random) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return new Ed25519Signer(Bytes.copyOf(seed));
  }

  /** The secret, for the key file only. */
  Bytes seed() {
    return seed;
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
    try {
      Signature signature = Signature.getInstance(Ed25519Keys.ALGORITHM);
      signature.initSign(privateKey);
      signature.update(message.toArray());
      return Bytes.copyOf(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK refused a key that it made", e);
    }
  }

  @Override
  public String toString() {
    return "key " + author;
  }
}
