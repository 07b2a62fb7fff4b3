package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.SwarmId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Every hash of the protocol, each under its own domain string and the swarm id, so that nothing
 * replays into another place or swarm.
 *
 * <p>A domain-separated input is: domain string in ASCII, one zero byte, the 16 bytes of the swarm
 * id, the content. Immutable.
 */
public final class SwarmHash {
  public static final int CHAIN_BYTES = 16;
  public static final Bytes CHAIN_START = Bytes.copyOf(new byte[CHAIN_BYTES]);
  private static final String ENTRY = "echofield entry v1";
  private static final String SIGN = "echofield sign v1";
  private static final String CHAIN = "echofield chain v1";
  private static final String HEAD = "echofield head v1";
  private static final String FRAME = "echofield frame v1";
  private static final String FINGERPRINT = "echofield fingerprint v1";
  private static final String BUNDLE = "echofield bundle v1";
  private static final String RANK = "echofield rank v1";

  private final Bytes swarmId;

  /** Has taken in what stands before every entry; only copies of it go on. */
  private final MessageDigest entries = sha256();

  public SwarmHash(SwarmId swarmId) {
    this.swarmId = swarmId.bytes();
    input(ENTRY, Bytes.EMPTY).into(entries);
  }

  public EntryId entryId(Bytes canonical) {
    MessageDigest digest = begun(entries);
    canonical.into(digest);
    return new EntryId(Bytes.copyOf(digest.digest()));
  }

  /** What the author of an S-kind signs. */
  public Bytes entrySignInput(Bytes unsignedPart) {
    return input(SIGN, unsignedPart);
  }

  /** The chain value after one more entry. */
  public Bytes chain(Bytes before, EntryId id) {
    byte[] digest = sha256().digest(input(CHAIN, before.concat(id.bytes())).toArray());
    return Bytes.copyOf(digest, 0, CHAIN_BYTES);
  }

  /** What the author signs in a head signature. */
  public Bytes headSignInput(LogId log, long seq, Bytes chain) {
    return input(
        HEAD, log.author().bytes().concat(number(log.epoch())).concat(number(seq)).concat(chain));
  }

  /** What the sender signs in a signed frame. */
  public Bytes frameSignInput(Bytes unsignedPart) {
    return input(FRAME, unsignedPart);
  }

  /** What the maker of a bundle signs; {@code digest}: SHA-256 of all bytes before the end. */
  public Bytes bundleSignInput(Bytes digest) {
    return input(BUNDLE, digest);
  }

  /** The first 8 bytes of the frame's HMAC-SHA256, big-endian. */
  public long frameMac(Bytes frameKey, Bytes covered) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(frameKey.toArray(), "HmacSHA256"));
      return firstLong(mac.doFinal(input(FRAME, covered).toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  /**
   * Fingerprint of a set of entries: salted, so that a made collision lasts for one beacon. {@code
   * space}: 0 HEADS, 1 LIVE.
   */
  public long fingerprint(int space, long salt, IdSum sum, long count) {
    Bytes content = number(space).concat(number(salt)).concat(sum.bytes()).concat(number(count));
    return firstLong(sha256().digest(input(FINGERPRINT, content).toArray()));
  }

  /** Highest-random-weight rank of an author for a task; compare unsigned. */
  public long rank(Bytes taskId, Author author) {
    return firstLong(sha256().digest(input(RANK, taskId.concat(author.bytes())).toArray()));
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static MessageDigest begun(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
    }
  }

  private Bytes input(String domain, Bytes content) {
    byte[] ascii = domain.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[ascii.length + 1 + swarmId.size() + content.size()];
    System.arraycopy(ascii, 0, all, 0, ascii.length);
    swarmId.copyTo(all, ascii.length + 1);
    content.copyTo(all, ascii.length + 1 + swarmId.size());
    return Bytes.copyOf(all);
  }

  /** The low 32 bits, big-endian. */
  private static Bytes number(long value) {
    return Bytes.copyOf(
        new byte[] {
          (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        });
  }

  private static long firstLong(byte[] bytes) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }
}
