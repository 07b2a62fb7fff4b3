package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * Raw Ed25519 keys (RFC 8032) to and from the JDK's own.
 *
 * <p>Public keys and seeds have 32 bytes. No state; any thread.
 */
final class Ed25519Keys {
  static final int PUBLIC_KEY_BYTES = 32;
  static final int SEED_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;
  static final String ALGORITHM = "Ed25519";

  /** What stands before the raw key in an X.509 SubjectPublicKeyInfo: RFC 8410 section 4. */
  private static final Bytes X509_PREFIX = Bytes.ofHex("302a300506032b6570032100");

  private Ed25519Keys() {}

  /**
   * Reads a raw public key.
   *
   * @throws InvalidKeySpecException if it has another length or is no key
   */
  static PublicKey publicKey(Bytes raw) throws InvalidKeySpecException {
    if (raw.size() != PUBLIC_KEY_BYTES) {
      throw new InvalidKeySpecException("a public key has " + PUBLIC_KEY_BYTES + " bytes");
    }
    byte[] encoded = X509_PREFIX.concat(raw).toArray();
    return factory().generatePublic(new X509EncodedKeySpec(encoded));
  }

  static Bytes raw(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Bytes.copyOf(encoded, X509_PREFIX.size(), encoded.length);
  }

  /**
   * The key pair of a seed.
   *
   * <p>The JDK has no call that computes a public key from a seed, but its generator takes the seed
   * from the randomness it is given. That is checked here each time, and against RFC 8032 in
   * Ed25519Test.
   */
  static KeyPair pairOf(Bytes seed) {
    if (seed.size() != SEED_BYTES) {
      throw new IllegalArgumentException(
          "seed must have " + SEED_BYTES + " bytes but had " + seed.size());
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, new OneSeed(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      if (!Arrays.equals(used, seed.toArray())) {
        throw new IllegalStateException(
            "this JDK's Ed25519 generator does not use the seed it is given");
      }
      return pair;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every JDK since 15", e);
    }
  }

  private static KeyFactory factory() {
    try {
      return KeyFactory.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every JDK since 15", e);
    }
  }

  /** Gives out one seed and nothing else. */
  private static final class OneSeed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient Bytes seed;

    OneSeed(Bytes seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.size()) {
        throw new IllegalStateException("asked for " + bytes.length + " random bytes, not a seed");
      }
      seed.copyTo(bytes, 0);
    }
  }
}
