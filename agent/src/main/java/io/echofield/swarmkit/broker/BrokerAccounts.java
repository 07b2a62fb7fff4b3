package io.echofield.swarmkit.broker;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * MQTT accounts of a swarm's nodes until a roster carries real ones.
 *
 * <p>User name = node id; password = lower-case base32 without padding of HMAC-SHA256(account key,
 * "mqtt:" + node id): 52 characters (K-8 of the protocol).
 */
public final class BrokerAccounts {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private BrokerAccounts() {}

  public static String password(Bytes accountKey, NodeId node) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(accountKey.toArray(), "HmacSHA256"));
      return base32(mac.doFinal(("mqtt:" + node.text()).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  private static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt((buffer >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }
}
