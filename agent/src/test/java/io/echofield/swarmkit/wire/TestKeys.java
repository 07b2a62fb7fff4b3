package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;

/** A real Ed25519 key made from one seed byte, the same in every run. Not secret. */
public final class TestKeys implements Signer {
  private final KeyPair pair;
  private final Bytes publicKey;

  private TestKeys(KeyPair pair) {
    this.pair = pair;
    byte[] x509 = pair.getPublic().getEncoded();
    this.publicKey = Bytes.copyOf(x509, x509.length - 32, x509.length);
  }

  /** The key whose 32 secret bytes are all {@code seed}. */
  public static TestKeys of(int seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new ConstantRandom((byte) seed));
      return new TestKeys(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every JDK since 15", e);
    }
  }

  @Override
  public Author author() {
    byte[] digest = SwarmHash.sha256().digest(publicKey.toArray());
    return new Author(Bytes.copyOf(digest, 0, Author.BYTES));
  }

  @Override
  public Bytes publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message.toArray());
      return Bytes.copyOf(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of our own must sign", e);
    }
  }

  /** Whether the signature is this key's. */
  public boolean verifies(Bytes message, Bytes signature) {
    return verifies(pair.getPublic(), message, signature);
  }

  private static boolean verifies(PublicKey key, Bytes message, Bytes signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message.toArray());
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a signature of 64 bytes must be readable", e);
    }
  }

  /** Gives one byte for ever, so that a key generator makes one key. */
  private static final class ConstantRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte value;

    ConstantRandom(byte value) {
      this.value = value;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, value);
    }
  }
}
