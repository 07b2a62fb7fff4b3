package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** An MQTT 5 client of one test, with the reason codes it got. */
final class Client implements AutoCloseable {
  static final int SUCCESS = 0;

  private static final int NO_MATCHING_SUBSCRIBERS = 0x10;
  private static final long WAIT_MILLIS = 10_000;

  private final MqttAsyncClient paho;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private volatile boolean lost;
  private MqttProperties told;

  private Client(MqttAsyncClient paho) {
    this.paho = paho;
    paho.setCallback(new Listener());
  }

  static Client node(int port, String node) throws MqttException {
    return node(port, node, node, Optional.empty());
  }

  static Client node(int port, String node, String clientId, Optional<String> willTopic)
      throws MqttException {
    return connect(port, clientId, node, Swarm.password(node), willTopic);
  }

  static Client anonymous(int port, String clientId) throws MqttException {
    return connect(port, clientId, null, null, Optional.empty());
  }

  /**
   * @throws MqttException with the CONNACK's reason code when refused
   */
  static Client connect(
      int port, String clientId, String user, String password, Optional<String> willTopic)
      throws MqttException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setUserName(user);
    if (password != null) {
      options.setPassword(password.getBytes(UTF_8));
    }
    willTopic.ifPresent(topic -> options.setWill(topic, new MqttMessage(bytes("gone"))));
    Client client =
        new Client(
            new MqttAsyncClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence()));
    try {
      IMqttToken connected = client.paho.connect(options);
      connected.waitForCompletion(WAIT_MILLIS);
      client.told = connected.getResponseProperties();
    } catch (MqttException e) {
      client.paho.close(true);
      throw e;
    }
    return client;
  }

  /** The PUBACK's reason code; taken with nobody listening is a success too. */
  int publish(String topic, String text, boolean retained) throws MqttException {
    MqttMessage message = new MqttMessage(bytes(text));
    message.setQos(1);
    message.setRetained(retained);
    message.setProperties(new MqttProperties());
    IMqttToken token = paho.publish(topic, message);
    token.waitForCompletion(WAIT_MILLIS);
    int code = token.getReasonCodes()[0];
    return code == NO_MATCHING_SUBSCRIBERS ? SUCCESS : code;
  }

  /** The SUBACK's reason code. */
  int subscribe(String filter) throws MqttException {
    IMqttToken token = paho.subscribe(filter, 1);
    try {
      token.waitForCompletion(WAIT_MILLIS);
    } catch (MqttException e) {
      return e.getReasonCode();
    }
    return token.getReasonCodes()[0];
  }

  /** The properties of the CONNACK. */
  MqttProperties told() {
    return told;
  }

  /** What came, as {@code topic=text}. */
  List<String> received() {
    return received;
  }

  boolean isLost() {
    return lost;
  }

  /** Ends the connection without a DISCONNECT, so that the will is sent. */
  void die() throws MqttException {
    paho.disconnectForcibly(0, 0, false);
    paho.close(true);
  }

  @Override
  public void close() throws MqttException {
    if (paho.isConnected()) {
      paho.disconnect().waitForCompletion(WAIT_MILLIS);
    }
    paho.close(true);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private final class Listener implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      received.add(topic + "=" + new String(message.getPayload(), UTF_8));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      lost = true;
    }

    @Override
    public void mqttErrorOccurred(MqttException e) {
      // Shows as a lost connection.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // The publisher waits for its own token.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // The connect call waits.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // No enhanced authentication here.
    }
  }
}
