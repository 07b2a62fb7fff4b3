package io.echofield.swarmkit.link.mqtt;

/**
 * Which version of MQTT to try next on one link: 5 first, and 3.1.1 where that is all the broker
 * knows. Remembered for the life of the link. One thread.
 */
final class ProtocolChoice {
  /** Versions that we speak. */
  enum Version {
    V5("5"),
    V3("3.1.1");

    final String text;

    Version(String text) {
      this.text = text;
    }
  }

  /**
   * Some old brokers close without an answer; a broker that just died does so too, but not twice in
   * a row.
   */
  static final int SILENT_CLOSES_MAX = 2;

  /** What Paho v5 says of a CONNACK that is not MQTT 5 (rule 7). */
  static final int MALFORMED_PACKET = 50_001;

  static final int UNSUPPORTED_VERSION = 132;
  static final int OLD_UNACCEPTABLE_VERSION = 1;
  static final int CONNECTION_LOST = 32_109;

  private Version version = Version.V5;
  private int silentCloses;

  Version version() {
    return version;
  }

  BrokerConnection next() {
    return version == Version.V5 ? new Mqtt5Connection() : new Mqtt3Connection();
  }

  void connected() {
    silentCloses = 0;
  }

  /**
   * CONNECT failed with this code of Paho or MQTT.
   *
   * @return whether the other version should be tried at once
   */
  boolean failed(int code) {
    boolean wrongVersion =
        version == Version.V5
            ? code == MALFORMED_PACKET || code == UNSUPPORTED_VERSION
            : code == OLD_UNACCEPTABLE_VERSION;
    silentCloses = code == CONNECTION_LOST ? silentCloses + 1 : 0;
    if (wrongVersion || silentCloses >= SILENT_CLOSES_MAX) {
      version = version == Version.V5 ? Version.V3 : Version.V5;
      silentCloses = 0;
    }
    return wrongVersion && version == Version.V3;
  }
}
