package io.echofield.swarmkit.link.mqtt;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/**
 * MQTT 5 by Paho. The numbered rules are the faults of that client which this class keeps from
 * doing harm.
 */
final class Mqtt5Connection implements BrokerConnection {
  /** The health JSON of a node that never comes back leaves the broker after this. */
  static final long HEALTH_EXPIRY_SECONDS = 86_400;

  private static final int QOS = 1;
  private static final int RETAIN_HANDLING_ALWAYS = 0;
  private static final int RECEIVE_MAXIMUM_DEFAULT = 65_535;

  /** Never dialled: the socket that Paho gets is connected already. */
  private static final String NOWHERE = "tcp://127.0.0.1:1";

  // null until opened, and again when closed
  private MqttAsyncClient client;
  private Listener listener;

  @Override
  public Welcome open(DialledSocket socket, Hello hello, Listener told) throws ConnectException {
    PahoLog.silence();
    listener = told;
    try {
      // Rule 6: a fresh asynchronous client with nothing remembered for each connection.
      client = new MqttAsyncClient(NOWHERE, hello.clientId(), new MemoryPersistence());
      client.setCallback(new Callback(listener));
      IMqttToken token = client.connect(options(socket, hello));
      token.waitForCompletion(ANSWER_MILLIS_MAX);
      MqttProperties granted = token.getResponseProperties();
      Integer maximum = granted == null ? null : granted.getReceiveMaximum();
      return new Welcome(maximum == null ? RECEIVE_MAXIMUM_DEFAULT : maximum);
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  private static MqttConnectionOptions options(DialledSocket socket, Hello hello) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setSocketFactory(socket.asFactory());
    options.setAutomaticReconnect(false); // rule 6: the link reconnects
    options.setCleanStart(true); // rule 6: and owns what is unsent
    // Rule 3: topicAliasMaximum stays unset, or messages arrive with empty topics.
    options.setKeepAliveInterval(hello.keepAliveSeconds());
    hello.userName().ifPresent(options::setUserName);
    hello.password().ifPresent(password -> options.setPassword(utf8(password)));
    options.setWill(
        hello.willTopic(), new MqttMessage(hello.will().toArray(), QOS, true, describe(true)));
    options.setWillMessageProperties(describe(true));
    return options;
  }

  @Override
  public List<Integer> subscribe(List<Filter> filters) throws ConnectException {
    MqttSubscription[] subscriptions =
        filters.stream().map(Mqtt5Connection::subscription).toArray(MqttSubscription[]::new);
    try {
      IMqttToken token = client.subscribe(subscriptions, null, null, new MqttProperties());
      token.waitForCompletion(ANSWER_MILLIS_MAX);
      // Rule 5: a refused subscription is no exception here, only a code.
      return Arrays.stream(token.getReasonCodes()).boxed().toList();
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  /**
   * Retain-as-published stays off: the flag then says "kept for you, may be stale", as in MQTT
   * 3.1.1, and not that the sender asked to keep it, which the topic says anyway.
   */
  private static MqttSubscription subscription(Filter filter) {
    MqttSubscription subscription = new MqttSubscription(filter.topic(), QOS);
    subscription.setNoLocal(filter.noLocal());
    subscription.setRetainAsPublished(false);
    subscription.setRetainHandling(RETAIN_HANDLING_ALWAYS);
    return subscription;
  }

  @Override
  public void publish(SendQueue.Item item) throws ConnectException {
    // Rule 1: new properties for each publish. Paho writes topic aliases into them; shared ones put
    // messages on wrong topics.
    MqttMessage message =
        new MqttMessage(item.payload().toArray(), QOS, item.retained(), describe(item.json()));
    try {
      client.publish(item.topic(), message, null, new Ack(listener, item.id()));
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  @Override
  public boolean isOpen() {
    return client != null && client.isConnected();
  }

  @Override
  public void leave() {
    try {
      client
          .disconnect(0, null, null, MqttReturnCode.RETURN_CODE_SUCCESS, new MqttProperties())
          .waitForCompletion(GOODBYE_MILLIS_MAX);
    } catch (MqttException e) {
      // The connection is gone already, or the broker too slow: closing is all that is left.
    }
    abandon();
  }

  @Override
  public void abandon() {
    MqttAsyncClient closing = client;
    if (closing == null) {
      return;
    }
    client = null; // a second time Paho would throw at its own emptied fields
    // Rule 6: both, in this order, or threads and timers stay.
    try {
      closing.disconnectForcibly(0, 0, false);
    } catch (MqttException e) {
      // Not connected any more.
    }
    try {
      closing.close(true);
    } catch (MqttException e) {
      // Closed already.
    }
  }

  private static MqttProperties describe(boolean json) {
    MqttProperties properties = new MqttProperties();
    if (json) {
      properties.setContentType("application/json");
      properties.setPayloadFormat(true);
      properties.setMessageExpiryInterval(HEALTH_EXPIRY_SECONDS);
    }
    return properties;
  }

  private static ConnectException failure(MqttException e) {
    String why = ConnectException.describe(e.getMessage(), e.getCause());
    return new ConnectException(e.getReasonCode(), why, e);
  }

  /** MQTT 5 passwords are bytes; UTF-8 by custom. */
  private static byte[] utf8(char[] password) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  /** Rule 5: a denied publish reports success; only its reason code tells. */
  private record Ack(Listener listener, long itemId) implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      int[] codes = token.getReasonCodes();
      listener.answered(itemId, codes == null || codes.length == 0 ? 0 : codes[0]);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      // The connection ended before the answer: told once for all of them by disconnected().
    }
  }

  /** Rule 6: callbacks only hand over. */
  private record Callback(Listener listener) implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      listener.arrived(topic, message.getPayload(), message.isRetained());
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException exception = response.getException();
      if (exception == null) {
        listener.lost(response.getReturnCode(), "closed by the broker");
      } else {
        listener.lost(-1, failure(exception).getMessage());
      }
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      // Paho goes on or reports disconnected().
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Each publish has its own listener.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // Rule 6: never subscribe here, it deadlocks; open() waits for the token instead.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // Enhanced authentication is not used.
    }
  }
}
