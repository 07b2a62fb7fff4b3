package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * One connection to a broker, used once and thrown away.
 *
 * <p>Hides the two Paho clients. All methods are called from the link's thread only, and each
 * returns within its bound.
 */
interface BrokerConnection {
  /** For CONNACK, SUBACK: longer than a slow radio hop, shorter than an operator's patience. */
  long ANSWER_MILLIS_MAX = 10_000;

  /** For the last DISCONNECT. */
  long GOODBYE_MILLIS_MAX = 1_000;

  /**
   * From here on a reason code of MQTT is a refusal; lower ones, such as 16 "no matching
   * subscribers", are success.
   */
  int REASON_REFUSED_MIN = 0x80;

  /** Sends CONNECT and waits for the answer. */
  Welcome open(DialledSocket socket, Hello hello, Listener listener) throws ConnectException;

  /** Subscribes at QoS 1 and waits; one reason code for each filter, in order. */
  List<Integer> subscribe(List<Filter> filters) throws ConnectException;

  /** Sends at QoS 1; the answer goes to the listener. Does not wait for it. */
  void publish(SendQueue.Item item) throws ConnectException;

  boolean isOpen();

  /** Says goodbye, so that the broker does not publish the will, and closes. */
  void leave();

  /**
   * Closes without a word, so that the broker publishes the will. Harmless after any failure and
   * twice.
   */
  void abandon();

  /**
   * What the client says of itself.
   *
   * @param password empty without a user name
   * @param will UTF-8 JSON for {@code willTopic}, retained
   */
  record Hello(
      String clientId,
      Optional<String> userName,
      Optional<char[]> password,
      int keepAliveSeconds,
      String willTopic,
      Bytes will) {}

  /**
   * What the broker allows.
   *
   * @param receiveMaximum publishes it takes before it has answered the first
   */
  record Welcome(int receiveMaximum) {}

  /**
   * A subscription.
   *
   * @param noLocal do not send back what we published, where the broker knows how
   * @param needed whether the link is of use without it
   */
  record Filter(String topic, boolean noLocal, boolean needed) {}

  /** Told from Paho's threads; never blocks for long, never throws. */
  interface Listener {
    void arrived(String topic, byte[] payload, boolean retained);

    /** The broker answered a publish. */
    void answered(long itemId, int reasonCode);

    /** The connection ended and not by us; {@code reasonCode} of a DISCONNECT, or -1. */
    void lost(int reasonCode, String why);
  }

  /** The connection could not be made or used. {@code code} is Paho's or MQTT's reason code. */
  final class ConnectException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    ConnectException(int code, String message, Throwable cause) {
      super(message, cause);
      this.code = code;
    }

    int code() {
      return code;
    }

    /** Paho's words, with the cause where it tells more; an end of stream has none. */
    static String describe(String message, Throwable cause) {
      if (cause == null) {
        return message;
      }
      return cause.getMessage() == null ? "closed by the other side" : cause.getMessage();
    }
  }
}
