package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The access policy as real clients meet it, over MQTT 5 and 3.1.1. */
class AccessIT {
  private static final int NOT_AUTHORIZED = 0x87;
  private static final int BAD_CLIENT_ID = 0x85;

  @TempDir static Path folder;
  private static InProcessBroker broker;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    broker = new InProcessBroker(Swarm.settings(folder, 0));
    port = broker.start(state -> {}).port();
  }

  @AfterAll
  static void stop() {
    broker.stop();
  }

  @Test
  void nodesReadEachOthersTopics() throws Exception {
    try (Client reader = Client.node(port, "reader");
        Client writer = Client.node(port, "writer", "writer~link", Optional.empty())) {
      assertThat(reader.subscribe("swarm/#")).isEqualTo(1);
      String[] topics = {
        "swarm/health/writer",
        "swarm/ledger/tail/writer/3",
        "swarm/ledger/delta/writer",
        "swarm/sync/all"
      };
      for (String topic : topics) {
        assertThat(writer.publish(topic, "x", false)).as(topic).isEqualTo(Client.SUCCESS);
      }
      for (String topic : topics) {
        await().until(() -> reader.received().contains(topic + "=x"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"swarm/health/other", "swarm/ledger/head/other", "other/health/n1"})
  void foreignTopicIsNotPublishedAndTheWriterIsThrownOut(String topic) throws Exception {
    try (Client reader = Client.node(port, "reader");
        Client writer = Client.node(port, "n1")) {
      assertThat(reader.subscribe("swarm/#")).isEqualTo(1);
      assertThat(writer.publish(topic, "forged", true)).isEqualTo(NOT_AUTHORIZED);
      await().until(writer::isLost);
      try (Client again = Client.node(port, "n1")) {
        assertThat(again.publish("swarm/health/n1", "true", false)).isEqualTo(Client.SUCCESS);
      }
      await().until(() -> reader.received().contains("swarm/health/n1=true"));
      assertThat(reader.received()).noneMatch(message -> message.endsWith("=forged"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "+/health/#", "$SYS/#", "other/#"})
  void nodesSubscribeBelowTheirSwarmOnly(String filter) throws Exception {
    try (Client node = Client.node(port, "n1")) {
      assertThat(node.subscribe(filter)).isEqualTo(NOT_AUTHORIZED);
    }
  }

  @Test
  void ownWillIsSentWhenTheNodeDies() throws Exception {
    try (Client reader = Client.node(port, "reader")) {
      assertThat(reader.subscribe("swarm/health/#")).isEqualTo(1);
      Client.node(port, "n1", "n1", Optional.of("swarm/health/n1")).die();
      await().until(() -> reader.received().contains("swarm/health/n1=gone"));
    }
  }

  @Test
  void foreignWillIsRefusedAtConnect() throws Exception {
    refused(NOT_AUTHORIZED, () -> Client.node(port, "n1", "n1", Optional.of("swarm/health/other")));
  }

  @ParameterizedTest(name = "user {0} client {1} password of {2}")
  @CsvSource({"n1, n1, n2, 134", "n1, n2, n1, 133", "N1, N1, n1, 134"})
  void wrongCredentialsAreRefused(String user, String clientId, String passwordOf, int code) {
    refused(
        code,
        () -> Client.connect(port, clientId, user, Swarm.password(passwordOf), Optional.empty()));
  }

  @Test
  void anonymousReadsHealthAndNothingElse() throws Exception {
    try (Client watcher = Client.anonymous(port, "watcher");
        Client node = Client.node(port, "n1")) {
      assertThat(watcher.subscribe("swarm/health/#")).isEqualTo(1);
      assertThat(watcher.subscribe("swarm/health/n1")).isEqualTo(1);
      assertThat(watcher.subscribe("swarm/#")).isEqualTo(NOT_AUTHORIZED);
      assertThat(watcher.subscribe("swarm/beacon/+")).isEqualTo(NOT_AUTHORIZED);
      assertThat(node.publish("swarm/beacon/n1", "secret", false)).isEqualTo(Client.SUCCESS);
      assertThat(node.publish("swarm/health/n1", "well", false)).isEqualTo(Client.SUCCESS);
      await().until(() -> watcher.received().contains("swarm/health/n1=well"));
      assertThat(watcher.received()).noneMatch(message -> message.endsWith("=secret"));
      assertThat(watcher.publish("swarm/health/n1", "x", false)).isEqualTo(NOT_AUTHORIZED);
      await().until(watcher::isLost);
    }
  }

  @Test
  void anonymousHasNoWill() {
    refused(
        NOT_AUTHORIZED,
        () -> Client.connect(port, "watcher", null, null, Optional.of("swarm/health/n1")));
  }

  @Test
  void anonymousNeverTakesOverTheSessionOfANode() throws Exception {
    try (Client node = Client.node(port, "n1");
        Client impostor = Client.anonymous(port, "n1")) {
      assertThat(impostor.subscribe("swarm/health/#")).isEqualTo(1);
      assertThat(node.publish("swarm/health/n1", "still here", false)).isEqualTo(Client.SUCCESS);
      assertThat(node.isLost()).isFalse();
    }
  }

  @Test
  void overlongClientIdsAreRefused() throws Exception {
    String longest = "a".repeat(BrokerLimits.CLIENT_ID_CHARACTERS_MAX);
    Client.anonymous(port, longest).close();
    refused(BAD_CLIENT_ID, () -> Client.anonymous(port, longest + "a"));
    refused(BAD_CLIENT_ID, () -> Client.anonymous(port, longest + "aaaaaaaa"));
  }

  @Test
  void boundsAreToldAtConnectAndKept() throws Exception {
    try (Client node = Client.node(port, "n1")) {
      assertThat(node.told().getReceiveMaximum()).isEqualTo(BrokerLimits.RECEIVE_MAXIMUM);
      assertThat(node.told().getTopicAliasMaximum()).isEqualTo(BrokerLimits.TOPIC_ALIASES_MAX);
      assertThat(node.told().getMaximumPacketSize()).isEqualTo(BrokerLimits.PACKET_BYTES_MAX);
      assertThat(node.told().isSharedSubscriptionAvailable()).isFalse();
      int room = BrokerLimits.PACKET_BYTES_MAX - 100;
      assertThat(node.publish("swarm/health/n1", "x".repeat(room), false)).isZero();
    }
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
      silent.setSoTimeout(2 * BrokerLimits.CONNECT_WAIT_MILLIS);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void anOverlargePacketEndsTheConnection() throws Exception {
    try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), port)) {
      raw.setSoTimeout(2 * BrokerLimits.CONNECT_WAIT_MILLIS);
      // A CONNECT that announces 65,537 more bytes than its header, and none of them.
      raw.getOutputStream().write(new byte[] {0x10, (byte) 0x81, (byte) 0x80, 0x04});
      assertThat(raw.getInputStream().readAllBytes()).hasSizeLessThan(64);
    }
  }

  @Test
  void plainToolsReadHealth() throws Exception {
    for (String version : new String[] {"311", "5"}) {
      Tool published =
          Tool.run(
              "mosquitto_pub",
              port,
              "-V",
              version,
              "-u",
              "n1",
              "-P",
              Swarm.password("n1"),
              "-i",
              "n1~pub",
              "-q",
              "1",
              "-r",
              "-t",
              "swarm/health/n1",
              "-m",
              "{\"v\":" + version + "}");
      assertThat(published).isEqualTo(new Tool(0, ""));
      Tool read =
          Tool.run(
              "mosquitto_sub", port, "-V", version, "-t", "swarm/health/#", "-C", "1", "-W", "9");
      assertThat(read).isEqualTo(new Tool(0, "{\"v\":" + version + "}"));
      Tool denied =
          Tool.run("mosquitto_sub", port, "-V", version, "-t", "swarm/#", "-C", "1", "-W", "9");
      assertThat(denied.output()).contains("All subscription requests were denied");
    }
  }

  @Test
  void olderClientsAreHeldToTheSameRules() throws Exception {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setUserName("n1");
    options.setPassword(Swarm.password("n1").toCharArray());
    try (MqttClient node = new MqttClient("tcp://127.0.0.1:" + port, "n1~old", null)) {
      options.setWill("swarm/health/other", new byte[1], 1, true);
      refusedOld(5, () -> node.connect(options));
      options.setWill("swarm/health/n1", new byte[1], 1, true);
      node.connect(options);
      node.publish("swarm/health/n1", new byte[] {1}, 1, false);
      assertThat(node.isConnected()).isTrue();
      assertThatThrownBy(() -> node.publish("swarm/health/other", new byte[] {1}, 1, false))
          .isInstanceOf(org.eclipse.paho.client.mqttv3.MqttException.class);
      await().until(() -> !node.isConnected());
      options.setKeepAliveInterval(BrokerLimits.KEEP_ALIVE_SECONDS_MAX + 1);
      refusedOld(5, () -> node.connect(options));
      options.setKeepAliveInterval(60);
      options.setPassword("wrong".toCharArray());
      refusedOld(4, () -> node.connect(options));
    }
  }

  private static void refused(int code, ThrowingCallable connect) {
    assertThatThrownBy(connect)
        .isInstanceOfSatisfying(
            MqttException.class, e -> assertThat(e.getReasonCode()).isEqualTo(code));
  }

  private static void refusedOld(int code, ThrowingCallable connect) {
    assertThatThrownBy(connect)
        .isInstanceOfSatisfying(
            org.eclipse.paho.client.mqttv3.MqttException.class,
            e -> assertThat(e.getReasonCode()).isEqualTo(code));
  }
}
