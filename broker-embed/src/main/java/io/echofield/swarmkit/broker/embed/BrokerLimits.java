package io.echofield.swarmkit.broker.embed;

/** Bounds of the embedded broker. Each says what happens when it is reached. */
final class BrokerLimits {
  /**
   * Larger packets close the connection (MQTT 5: reason 149). The largest frame of a node is 48
   * KiB.
   */
  static final int PACKET_BYTES_MAX = 65_536;

  /**
   * A PUBLISH or SUBSCRIBE on a longer topic closes the connection. Topics of a swarm have at most
   * 59 bytes.
   */
  static final int TOPIC_CHARACTERS_MAX = 128;

  /** A longer client id is refused. Fits {@code <node>~<purpose>} with 32 and 31 characters. */
  static final int CLIENT_ID_CHARACTERS_MAX = 64;

  /** One more connection is closed at once. */
  static final int CONNECTIONS_MAX = 1_000;

  /** A connection that has not sent CONNECT by then is closed. */
  static final int CONNECT_WAIT_MILLIS = 5_000;

  /**
   * MQTT 5: the client is told to use this instead. MQTT 3.1.1: a longer one, or none, is refused.
   */
  static final int KEEP_ALIVE_SECONDS_MAX = 600;

  /** Longer wishes are cut to this; then the session and what it queued are dropped. */
  static final int SESSION_EXPIRY_SECONDS_MAX = 3_600;

  /**
   * Messages waiting for one client; the oldest is dropped for a new one, and the ledgers' digests
   * make it come again.
   */
  static final int QUEUE_MESSAGES_MAX = 10_000;

  /**
   * Unacknowledged publishes a client may have in flight to the broker; told in CONNACK. One more
   * closes the connection.
   */
  static final int RECEIVE_MAXIMUM = 100;

  /** Topic aliases a client may set; told in CONNACK. A node writes to fewer than 25 topics. */
  static final int TOPIC_ALIASES_MAX = 32;

  /**
   * Bytes a second taken in from all clients together; beyond that the broker reads more slowly.
   */
  static final int INCOMING_BYTES_PER_SECOND_MAX = 16 * 1024 * 1024;

  private BrokerLimits() {}
}
