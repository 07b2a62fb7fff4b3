package io.echofield.swarmkit.security;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a node must know to take part in a swarm.
 *
 * <p>An open swarm has no secret: all of it is derived from the name, as SHA-256 of a domain string
 * in ASCII, one zero byte and the name. {@code "echofield open swarm v1"} gives the id (first 16
 * bytes), {@code "echofield open frame v1"} the frame key, {@code "echofield open account v1"} the
 * account key. So it keeps out accidents, not people.
 *
 * <p>In a closed swarm the frame key is HMAC-SHA256(swarm key, "frame") and the account key is the
 * swarm key.
 *
 * @param name the swarm's name and first topic level, {@code [a-z0-9-]{1,8}}
 * @param frameKey 32 bytes, for the MAC of frames
 * @param accountKey 32 bytes, for the passwords of MQTT accounts
 * @param authorityPublicKey 32 bytes: whose roster items count; empty in an open swarm
 * @param open true: anybody on the link can write, and nothing that others wrote is executed
 */
public record SwarmCredentials(
    String name,
    SwarmId swarmId,
    Bytes frameKey,
    Bytes accountKey,
    Optional<Bytes> authorityPublicKey,
    boolean open) {
  public static final int KEY_BYTES = 32;
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9-]{1,8}");
  private static final String OPEN_SWARM = "echofield open swarm v1";
  private static final String OPEN_FRAME = "echofield open frame v1";
  private static final String OPEN_ACCOUNT = "echofield open account v1";

  public SwarmCredentials {
    if (!isLegalName(name)) {
      throw new IllegalArgumentException(
          "swarm name must match " + LEGAL + " but was \"" + name + "\"");
    }
    if (frameKey.size() != KEY_BYTES || accountKey.size() != KEY_BYTES) {
      throw new IllegalArgumentException("keys of a swarm must have " + KEY_BYTES + " bytes");
    }
  }

  public static boolean isLegalName(String name) {
    return LEGAL.matcher(name).matches();
  }

  /** The open swarm of this name: the same on every machine. */
  public static SwarmCredentials open(String swarmName) {
    SwarmId id = new SwarmId(derive(OPEN_SWARM, swarmName).slice(0, SwarmId.BYTES));
    return new SwarmCredentials(
        swarmName,
        id,
        derive(OPEN_FRAME, swarmName),
        derive(OPEN_ACCOUNT, swarmName),
        Optional.empty(),
        true);
  }

  static SwarmCredentials closed(
      String swarmName, SwarmId id, Bytes swarmKey, Bytes authorityPublicKey) {
    return new SwarmCredentials(
        swarmName, id, hmac(swarmKey, "frame"), swarmKey, Optional.of(authorityPublicKey), false);
  }

  private static Bytes derive(String domain, String name) {
    String input = domain + "\0" + name;
    return Bytes.copyOf(SwarmHash.sha256().digest(input.getBytes(StandardCharsets.UTF_8)));
  }

  private static Bytes hmac(Bytes key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
      return Bytes.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  /** Without the keys: this text may end in a log. */
  @Override
  public String toString() {
    return (open ? "open" : "closed") + " swarm " + name + " " + swarmId.bytes().hex();
  }
}
