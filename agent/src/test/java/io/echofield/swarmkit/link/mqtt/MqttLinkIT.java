package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.link.LinkStatus.State;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.testkit.BrokerDoor;
import io.echofield.swarmkit.testkit.BrokerDoor.Version5;
import io.echofield.swarmkit.testkit.LinkRecorder;
import io.echofield.swarmkit.testkit.Mosquitto;
import io.echofield.swarmkit.testkit.Shows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link against a real Mosquitto, in both versions of MQTT. */
class MqttLinkIT {
  private static final NodeId NODE_A = new NodeId("node-a");
  private static final NodeId NODE_B = new NodeId("node-b");
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final long GRACE_MILLIS = 2_000;

  @TempDir Path folder;

  private final List<MqttLink> links = new ArrayList<>();

  /** A node's end of a link. */
  private final class End {
    final LinkRecorder events = new LinkRecorder();
    final MqttLink link;

    End(NodeId node, MqttLinkSettings settings) {
      link = new MqttLink(settings, MqttLinkIT::readHealth, new Random(7));
      links.add(link);
      link.start(new LinkHello(node, 17, will(node, 17)), events);
    }

    End awaitUp() {
      await().atMost(SOON).until(() -> events.ups() > 0);
      return this;
    }

    void send(Channel channel, int slot, String text) {
      Outgoing outgoing = new Outgoing(channel, slot, bytes(text));
      if (!link.offer(outgoing)) {
        await().atMost(SOON).until(() -> link.offer(outgoing));
      }
    }

    List<String> texts(Channel channel) {
      return events.payloads(channel).stream().map(MqttLinkIT::text).toList();
    }
  }

  @AfterEach
  void stopLinks() {
    links.forEach(link -> link.stop(0));
  }

  @Test
  void twoLinksExchangeAllChannels() {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      exchangeAll(broker.port());
    }
  }

  @Test
  @Shows("T-3")
  void aBrokerOfMqtt311OnlyDoesToo() throws IOException {
    try (Mosquitto broker = Mosquitto.start(folder);
        BrokerDoor door = new BrokerDoor(broker.port(), Version5.REFUSED)) {
      exchangeAll(door.port());
      assertThat(door.refused()).as("each link tries version 5 once").isEqualTo(2);
    }
  }

  @Test
  void soDoesOneThatClosesOnVersion5WithoutAWord() throws IOException {
    try (Mosquitto broker = Mosquitto.start(folder);
        BrokerDoor door = new BrokerDoor(broker.port(), Version5.CLOSED)) {
      exchangeAll(door.port());
    }
  }

  private void exchangeAll(int port) {
    End a = new End(NODE_A, settings(port)).awaitUp();
    End b = new End(NODE_B, settings(port)).awaitUp();

    a.send(Channel.BEACON, 0, "beacon");
    a.send(Channel.HEAD, 0, "head");
    a.send(Channel.TAIL, 3, "tail 3");
    a.send(Channel.TAIL, 15, "tail 15");
    a.send(Channel.DELTA, 0, "delta \0 with a zero byte");
    a.send(Channel.SYNC, 0, "ranges");
    b.send(Channel.DELTA, 0, "delta of b");

    await().atMost(SOON).until(() -> b.events.received().size() >= 6);
    assertThat(b.texts(Channel.BEACON)).containsExactly("beacon");
    assertThat(b.texts(Channel.HEAD)).containsExactly("head");
    assertThat(b.texts(Channel.TAIL)).containsExactly("tail 3", "tail 15");
    assertThat(b.texts(Channel.DELTA)).containsExactly("delta \0 with a zero byte");
    assertThat(b.texts(Channel.SYNC)).containsExactly("ranges");
    assertThat(b.events.received(Channel.BEACON).get(0).writer()).contains(NODE_A);
    assertThat(b.events.received(Channel.SYNC).get(0).writer()).isEmpty();
    assertThat(b.events.received()).noneMatch(Incoming::retained);
    await().atMost(SOON).until(() -> a.texts(Channel.DELTA).contains("delta of b"));
    // Its own beacon may be another's who has its name: the node looks.
    await().atMost(SOON).until(() -> a.texts(Channel.BEACON).contains("beacon"));
    assertThat(a.texts(Channel.HEAD)).isEmpty();
    assertThat(a.texts(Channel.TAIL)).isEmpty();
    assertThat(a.texts(Channel.DELTA)).containsExactly("delta of b");

    LinkStatus status = b.link.status();
    assertThat(status.state()).isEqualTo(State.UP);
    assertThat(status.reason()).isEmpty();
    assertThat(status.receivedFrames()).isEqualTo(6);
    await().atMost(SOON).until(() -> a.link.status().sentFrames() == 6);
  }

  @Test
  void aLateJoinerAndTheWriterItselfSeeWhatTheBrokerKept() {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      End a = new End(NODE_A, settings(broker.port())).awaitUp();
      for (int slot = 0; slot < 16; slot++) {
        a.send(Channel.TAIL, slot, "segment " + slot);
      }
      a.send(Channel.HEAD, 0, "head of a");
      a.send(Channel.BEACON, 0, "beacon of a");
      a.send(Channel.DELTA, 0, "gone");
      a.link.stop(GRACE_MILLIS);

      End b = new End(NODE_B, settings(broker.port())).awaitUp();
      await().atMost(SOON).until(() -> b.events.received().size() >= 18);
      assertThat(b.events.received()).hasSize(18).allMatch(Incoming::retained);
      assertThat(b.texts(Channel.TAIL)).hasSize(16).doesNotHaveDuplicates();

      End again = new End(NODE_A, settings(broker.port())).awaitUp();
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(again.texts(Channel.BEACON)).contains("beacon of a");
                assertThat(again.texts(Channel.HEAD)).contains("head of a");
              });
    }
  }

  @Test
  void bothLinksComeBackAfterTheBrokerWasKilled() {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      End a = new End(NODE_A, settings(broker.port())).awaitUp();
      End b = new End(NODE_B, settings(broker.port())).awaitUp();
      long killedNanos = System.nanoTime();
      broker.kill();
      await().atMost(SOON).until(() -> a.events.states().size() + b.events.states().size() == 4);
      assertThat(Duration.ofNanos(System.nanoTime() - killedNanos))
          .as("a closed connection is noticed at once")
          .isLessThan(Duration.ofSeconds(2));
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(a.link.status().reason())
                      .isEqualTo("nothing listens on 127.0.0.1:" + broker.port()));
      assertThat(a.link.status().state()).isEqualTo(State.DOWN);
      assertThat(a.link.status().next()).contains("start the broker");
      // The newest retained payload waits for the broker, others are refused.
      assertThat(a.link.offer(new Outgoing(Channel.BEACON, 0, bytes("1")))).isTrue();
      assertThat(a.link.offer(new Outgoing(Channel.BEACON, 0, bytes("2")))).isTrue();
      assertThat(a.link.offer(new Outgoing(Channel.DELTA, 0, bytes("1")))).isFalse();

      broker.restart();

      await().atMost(SOON).until(() -> a.events.ups() == 2 && b.events.ups() == 2);
      await().atMost(SOON).until(() -> b.texts(Channel.BEACON).contains("2"));
      assertThat(b.texts(Channel.BEACON)).containsExactly("2");
      assertThat(a.events.states().get(1)).startsWith("down: connection to 127.0.0.1");
      b.send(Channel.DELTA, 0, "after");
      await().atMost(SOON).until(() -> a.texts(Channel.DELTA).contains("after"));
    }
  }

  @Test
  void fiveThousandMessagesArriveInOrderAndNoneOnAWrongTopic() {
    int count = 5_000;
    try (Mosquitto broker =
        Mosquitto.start(folder, "allow_anonymous true", "max_queued_messages 0")) {
      End a = new End(NODE_A, settings(broker.port())).awaitUp();
      End b = new End(NODE_B, settings(broker.port())).awaitUp();
      List<Channel> channels = List.of(Channel.DELTA, Channel.SYNC);
      for (int i = 0; i < count; i++) {
        Channel channel = channels.get(i % channels.size());
        a.send(channel, 0, channel + " " + i);
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> b.events.received().size() == count);
      for (int c = 0; c < channels.size(); c++) {
        Channel channel = channels.get(c);
        int first = c;
        assertThat(b.texts(channel))
            .isEqualTo(
                IntStream.range(0, count)
                    .filter(i -> i % channels.size() == first)
                    .mapToObj(i -> channel + " " + i)
                    .toList());
      }
      assertThat(a.events.states()).as("no refusal by Paho, no reconnect").containsExactly("up");
    }
  }

  @Test
  void theBrokerPublishesTheWillOfAVanishedNode() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      End b = new End(NODE_B, settings(broker.port())).awaitUp();
      Process watcher =
          broker.client("mosquitto_sub", "-t", "swarm/health/node-a", "-C", "1", "-W", "10");
      try (BrokerDoor door = new BrokerDoor(broker.port(), Version5.PASSED)) {
        new End(NODE_A, settings(door.port())).awaitUp();
      } // cut without a word, as when the node's machine vanishes

      await().atMost(SOON).until(() -> !b.events.vanished().isEmpty());
      assertThat(b.events.vanished().get(0)).isEqualTo(new LinkRecorder.Vanished(NODE_A, 17));
      assertThat(watcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(new String(watcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("offline node-a 17\n");
      assertThat(b.events.received()).isEmpty();
    }
  }

  @Test
  void stopSendsWhatWasTakenAndLeavesNoWill() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      End b = new End(NODE_B, settings(broker.port())).awaitUp();
      End a = new End(NODE_A, settings(broker.port())).awaitUp();
      for (int i = 0; i < 200; i++) {
        a.send(Channel.DELTA, 0, "delta " + i);
      }
      a.send(Channel.HEALTH, 0, "goodbye of node-a");
      a.link.stop(GRACE_MILLIS);

      assertThat(a.link.offer(new Outgoing(Channel.BEACON, 0, bytes("late")))).isFalse();
      assertThat(a.link.status().state()).isEqualTo(State.DOWN);
      assertThat(a.link.status().reason()).isEqualTo("stopped");
      await().atMost(SOON).until(() -> b.texts(Channel.DELTA).size() == 200);
      Process reader =
          broker.client("mosquitto_sub", "-t", "swarm/health/node-a", "-C", "1", "-W", "5");
      assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("goodbye of node-a\n");
      assertThat(b.events.vanished()).isEmpty();
      assertThat(a.events.states()).as("a stop is no fault").containsExactly("up");
    }
  }

  @Test
  @Shows("T-3")
  void healthIsJsonForStandardTools() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      End a = new End(NODE_A, settings(broker.port())).awaitUp();
      a.send(Channel.HEALTH, 0, "{\"v\":1}");
      a.link.stop(GRACE_MILLIS);
      Process reader =
          broker.client(
              "mosquitto_sub",
              "-V",
              "5",
              "-t",
              "swarm/health/#",
              "-C",
              "1",
              "-W",
              "5",
              "-F",
              "%r %q %C %F %E %p");
      assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("1 0 application/json 1 86")
          .endsWith(" {\"v\":1}\n");
    }
  }

  @Test
  void payloadsAboveTheFrameLimitAreRefusedAndTheLinkStaysUp() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      Path large = Files.write(folder.resolve("large"), new byte[3 * 1024 * 1024]);
      Path slightly = Files.write(folder.resolve("slightly"), new byte[64 * 1024 + 1]);
      Path legal = Files.write(folder.resolve("legal"), new byte[64 * 1024]);
      for (Path file : List.of(large, slightly, legal)) {
        publish(broker, "swarm/ledger/delta/x-" + file.getFileName(), "-r", "-f", file.toString());
      }
      publish(broker, "swarm/ledger/tail/x/99", "-r", "-m", "no such slot");
      End a = new End(NODE_A, settings(broker.port())).awaitUp();
      publish(broker, "swarm/ledger/delta/x", "-m", "small");

      await().atMost(SOON).until(() -> a.events.received().size() == 2);
      assertThat(a.events.payloads(Channel.DELTA))
          .extracting(Bytes::size)
          .containsExactly(65_536, 5);
      assertThat(a.link.status().refusedFrames()).isEqualTo(3);
      assertThat(a.events.states()).containsExactly("up");
    }
  }

  @Test
  void aDeniedPublishIsShownAndDoesNotStopTheRest() throws Exception {
    Path acl =
        Files.write(
            folder.resolve("acl"),
            List.of(
                "topic read swarm/#", "topic write swarm/ledger/#", "topic write swarm/health/#"));
    try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "acl_file " + acl)) {
      End a = new End(NODE_A, settings(broker.port())).awaitUp();
      End b = new End(NODE_B, settings(broker.port())).awaitUp();
      for (int i = 0; i < 10; i++) {
        a.send(Channel.BEACON, 0, "beacon " + i);
        a.send(Channel.DELTA, 0, "delta " + i);
      }
      await().atMost(SOON).until(() -> b.texts(Channel.DELTA).size() == 10);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                LinkStatus status = a.link.status();
                assertThat(status.state()).isEqualTo(State.UP);
                assertThat(status.refusedFrames()).isPositive();
                assertThat(status.reason())
                    .isEqualTo(
                        "the broker does not let a client without a user name publish swarm/beacon/node-a");
                assertThat(status.next()).contains("swarm=true");
              });
      assertThat(a.events.states()).containsExactly("up");
    }
  }

  @Test
  void aDeniedUserIsShownWithTheNextStep() throws Exception {
    Path passwords = Files.write(folder.resolve("passwords"), List.of());
    try (Mosquitto broker =
        Mosquitto.start(folder, "allow_anonymous false", "password_file " + passwords)) {
      End anonymous = new End(NODE_A, settings(broker.port()));
      End named = new End(NODE_B, settings(broker.port()).withUser("node-b", "wrong"::toCharArray));
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(anonymous.link.status().reason())
                    .isEqualTo(
                        "the broker at 127.0.0.1:"
                            + broker.port()
                            + " does not let a client without a user name in");
                assertThat(named.link.status().reason()).endsWith(" does not let node-b in");
              });
      assertThat(anonymous.link.status().next()).contains("swarm=true");
      assertThat(named.link.status().next()).contains("password file");
      assertThat(anonymous.link.status().state()).isEqualTo(State.DOWN);
      assertThat(anonymous.events.states()).isEmpty();
    }
  }

  @Test
  void aBrokerThatKnowsTheUserLetsItIn() throws Exception {
    Path passwords = folder.resolve("passwords");
    Process maker =
        new ProcessBuilder(
                "mosquitto_passwd", "-b", "-c", passwords.toString(), "node-a", "pässword")
            .inheritIO()
            .start();
    assertThat(maker.waitFor()).isZero();
    try (Mosquitto broker =
        Mosquitto.start(folder, "allow_anonymous false", "password_file " + passwords)) {
      new End(NODE_A, settings(broker.port()).withUser("node-a", "pässword"::toCharArray))
          .awaitUp();
    }
  }

  @Test
  void twentyLostConnectionsLeaveNoThread() {
    try (Mosquitto broker = Mosquitto.start(folder)) {
      End a = new End(NODE_A, settings(broker.port())).awaitUp();
      for (int cycle = 1; cycle <= 20; cycle++) {
        int expected = cycle + 1;
        broker.kill();
        broker.restart();
        await()
            .pollInterval(Duration.ofMillis(10))
            .atMost(SOON)
            .until(() -> a.events.ups() == expected);
      }
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(mqttThreads()).hasSizeLessThanOrEqualTo(5));
      a.link.stop(GRACE_MILLIS);
      await().atMost(SOON).untilAsserted(() -> assertThat(mqttThreads()).isEmpty());
    }
  }

  @Test
  void aPortThatAcceptsAndClosesLeavesNoThread() throws Exception {
    try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread closer = new Thread(() -> greetOrClose(door));
      closer.start();
      End a = new End(NODE_A, settings(door.getLocalPort()));
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(a.link.status().reason())
                      .contains("does not answer as an MQTT broker"));
      await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> a.events.states().isEmpty());
      a.link.stop(0);
    }
    await().atMost(SOON).untilAsserted(() -> assertThat(mqttThreads()).isEmpty());
  }

  /**
   * In turns: speaks first, as SSH does, or says nothing; then closes. Until the door is closed.
   */
  private static void greetOrClose(ServerSocket door) {
    byte[] greeting = "SSH-2.0-nothing\r\n".getBytes(StandardCharsets.US_ASCII);
    try {
      for (boolean speak = true; true; speak = !speak) {
        try (Socket client = door.accept()) {
          client.getOutputStream().write(greeting, 0, speak ? greeting.length : 0);
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Test
  void stopReturnsInTimeFromAServerThatNeverAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      End a = new End(NODE_A, settings(silent.getLocalPort()));
      try (Socket accepted = silent.accept()) {
        assertThat(accepted.isConnected()).isTrue();
        long startNanos = System.nanoTime();
        a.link.stop(100);
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
            .isLessThan(Duration.ofSeconds(2));
        await().atMost(SOON).untilAsserted(() -> assertThat(mqttThreads()).isEmpty());
      }
    }
  }

  @Test
  void aClosedPortIsDownWithReasonAndNextStep() {
    int port = Mosquitto.freePort();
    End a = new End(NODE_A, settings(port));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              LinkStatus status = a.link.status();
              assertThat(status.state()).isEqualTo(State.DOWN);
              assertThat(status.reason()).isEqualTo("nothing listens on 127.0.0.1:" + port);
              assertThat(status.next()).isNotEmpty();
              assertThat(status.sinceWallMillis()).isPositive();
            });
  }

  private static void publish(Mosquitto broker, String topic, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("-q", "1", "-t", topic));
    all.addAll(List.of(arguments));
    assertThat(broker.client("mosquitto_pub", all.toArray(String[]::new)).waitFor()).isZero();
  }

  private static MqttLinkSettings settings(int port) {
    return MqttLinkSettings.of(new LinkName("mast"), "127.0.0.1", port, "swarm")
        .withTimes(MqttLinkSettings.KEEP_ALIVE_MILLIS, 50, 400);
  }

  private static List<String> mqttThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("MQTT") || name.startsWith("link-"))
        .toList();
  }

  private static Bytes will(NodeId node, long session) {
    return bytes("offline " + node + " " + session);
  }

  private static Optional<VanishedHint> readHealth(Bytes payload) {
    String[] words = text(payload).split(" ", -1);
    return words[0].equals("offline") && words.length == 3
        ? Optional.of(new VanishedHint(new NodeId(words[1]), Long.parseLong(words[2])))
        : Optional.empty();
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }
}
