package io.echofield.swarmkit.lab.swarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.Verifier;
import io.echofield.swarmkit.security.Ed25519Verifier;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Real Ed25519 keys, each made from its name.
 *
 * <p>What was signed and checked is remembered by exact key, message and signature: a pure function
 * gives the same answer again. A signature that a key of this ring made is known to be valid;
 * everything else is checked by the agent's own verifier. One thread.
 */
public final class RealKeys implements KeyRing {
  /** Signatures remembered; the oldest is computed again when it is asked for. */
  static final int REMEMBERED_MAX = 32_768;

  private final Ed25519Verifier real = new Ed25519Verifier();
  private final Map<String, Signer> keys = new HashMap<>();
  private final Map<Bytes, Author> authors = new HashMap<>();
  private final Map<Signed, Bytes> made = new Remembered<>();
  private final Map<Claimed, Boolean> checked = new Remembered<>();

  private record Signed(Bytes publicKey, Bytes message) {}

  private record Claimed(Bytes publicKey, Bytes message, Bytes signature) {}

  @Override
  public Signer key(String name) {
    return keys.computeIfAbsent(name, this::make);
  }

  private Signer make(String name) {
    byte[] seed = SwarmHash.sha256().digest(("echofield lab key " + name).getBytes(UTF_8));
    return new Remembering(QuickEd25519.ofSeed(Bytes.copyOf(seed)));
  }

  @Override
  public Verifier verifier() {
    return new Verifier() {
      @Override
      public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        Bytes known = made.get(new Signed(publicKey, message));
        if (known != null && known.equals(signature)) {
          return true;
        }
        return checked.computeIfAbsent(
            new Claimed(publicKey, message, signature),
            claimed -> real.verify(publicKey, message, signature));
      }

      @Override
      public Author author(Bytes publicKey) {
        return authors.computeIfAbsent(publicKey, real::author);
      }
    };
  }

  /** A key of this ring. */
  private final class Remembering implements Signer {
    private final Signer key;

    Remembering(Signer key) {
      this.key = key;
    }

    @Override
    public Author author() {
      return key.author();
    }

    @Override
    public Bytes publicKey() {
      return key.publicKey();
    }

    @Override
    public Bytes sign(Bytes message) {
      return made.computeIfAbsent(
          new Signed(key.publicKey(), message), signed -> key.sign(message));
    }
  }

  /** Forgets what was put in first. */
  private static final class Remembered<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > REMEMBERED_MAX;
    }
  }
}
