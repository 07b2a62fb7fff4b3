package io.echofield.swarmkit.link.mqtt;

import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * MQTT 3.1.1 by Paho, for brokers that know nothing newer. The numbered rules are those of {@link
 * Mqtt5Connection}.
 *
 * <p>This version cannot refuse a single publish: a broker takes it and forgets it, or closes the
 * connection.
 */
final class Mqtt3Connection implements BrokerConnection {
  private static final int QOS = 1;

  /**
   * The version names no receive maximum; this is the smallest that known brokers start with, and
   * Paho's own bound is set above.
   */
  private static final int RECEIVE_MAXIMUM = 65;

  private static final int PAHO_IN_FLIGHT_MAX = 1_000;

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
      client.connect(options(socket, hello)).waitForCompletion(ANSWER_MILLIS_MAX);
      return new Welcome(RECEIVE_MAXIMUM);
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  private static MqttConnectOptions options(DialledSocket socket, Hello hello) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setSocketFactory(socket.asFactory());
    options.setAutomaticReconnect(false); // rule 6: the link reconnects
    options.setCleanSession(true); // rule 6: and owns what is unsent
    options.setMaxInflight(PAHO_IN_FLIGHT_MAX); // rule 2: the link's own window is far below
    options.setKeepAliveInterval(hello.keepAliveSeconds());
    hello.userName().ifPresent(options::setUserName);
    hello.password().ifPresent(options::setPassword);
    options.setWill(hello.willTopic(), hello.will().toArray(), QOS, true);
    return options;
  }

  @Override
  public List<Integer> subscribe(List<Filter> filters) throws ConnectException {
    String[] topics = filters.stream().map(Filter::topic).toArray(String[]::new);
    int[] levels = new int[topics.length];
    Arrays.fill(levels, QOS);
    try {
      IMqttToken token = client.subscribe(topics, levels);
      token.waitForCompletion(ANSWER_MILLIS_MAX);
      // Rule 5: a refused subscription is no exception here, it is granted level 128.
      return Arrays.stream(token.getGrantedQos()).boxed().toList();
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  @Override
  public void publish(SendQueue.Item item) throws ConnectException {
    MqttMessage message = new MqttMessage(item.payload().toArray());
    message.setQos(QOS);
    message.setRetained(item.retained());
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
      client.disconnect(0).waitForCompletion(GOODBYE_MILLIS_MAX);
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

  private static ConnectException failure(MqttException e) {
    String why = ConnectException.describe(e.getMessage(), e.getCause());
    return new ConnectException(e.getReasonCode(), why, e);
  }

  private record Ack(Listener listener, long itemId) implements IMqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      listener.answered(itemId, 0);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      // The connection ended before the answer: told once for all of them by connectionLost().
    }
  }

  /** Rule 6: callbacks only hand over. */
  private record Callback(Listener listener) implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
      boolean known = cause instanceof MqttException;
      listener.lost(
          -1, known ? failure((MqttException) cause).getMessage() : String.valueOf(cause));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      listener.arrived(topic, message.getPayload(), message.isRetained());
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Each publish has its own listener.
    }
  }
}
