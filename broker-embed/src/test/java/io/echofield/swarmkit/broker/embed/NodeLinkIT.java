package io.echofield.swarmkit.broker.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.LinkEvents;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.link.LinkStatus.State;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.link.mqtt.MqttLink;
import io.echofield.swarmkit.link.mqtt.MqttLinkSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's own link on the node's own broker. */
class NodeLinkIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int MESSAGES = 3_000;

  @TempDir Path folder;

  private InProcessBroker broker;
  private int port;
  private final List<MqttLink> links = new CopyOnWriteArrayList<>();

  /** Counts what a link tells. */
  private static final class Recorder implements LinkEvents {
    private final List<String> states = new CopyOnWriteArrayList<>();
    private final List<Incoming> received = new CopyOnWriteArrayList<>();

    @Override
    public void up() {
      states.add("up");
    }

    @Override
    public void down(String reason) {
      states.add("down: " + reason);
    }

    @Override
    public boolean received(Incoming incoming) {
      return received.add(incoming);
    }

    @Override
    public void vanished(NodeId node, long session) {
      // Wills are tested where the link is.
    }
  }

  @BeforeEach
  void startBroker() throws Exception {
    broker = new InProcessBroker(Swarm.settings(folder, 0, Anonymous.HEALTH));
    port = broker.start(state -> {}).port();
  }

  @AfterEach
  void stopAll() {
    links.forEach(link -> link.stop(0));
    broker.stop();
  }

  @Test
  void linksOfTheSwarmMeetAndOthersAreToldWhyNot() {
    Recorder heardByA = new Recorder();
    MqttLink a = start("node-a", account("node-a", "swarm"), heardByA);
    await().atMost(SOON).until(() -> heardByA.states.contains("up"));
    assertThat(a.offer(new Outgoing(Channel.BEACON, 0, number(7)))).isTrue();

    Recorder heardByB = new Recorder();
    start("node-b", account("node-b", "swarm"), heardByB);
    await().atMost(SOON).until(() -> !heardByB.received.isEmpty());
    assertThat(heardByB.received)
        .containsExactly(
            new Incoming(Channel.BEACON, Optional.of(new NodeId("node-a")), true, number(7)));

    for (int i = 0; i < MESSAGES; i++) {
      Outgoing next = new Outgoing(Channel.DELTA, 0, number(i));
      if (!a.offer(next)) {
        await().atMost(SOON).until(() -> a.offer(next));
      }
    }
    await().atMost(SOON).until(() -> heardByB.received.size() == 1 + MESSAGES);
    assertThat(heardByB.received.stream().skip(1).map(Incoming::payload))
        .isEqualTo(IntStream.range(0, MESSAGES).mapToObj(NodeLinkIT::number).toList());
    assertThat(heardByA.states).containsExactly("up");

    MqttLink nobody = start("node-c", plain("swarm"), new Recorder());
    MqttLink wrong = start("node-d", account("node-a", "swarm"), new Recorder());
    MqttLink foreign = start("node-e", account("node-e", "other"), new Recorder());
    for (MqttLink link : List.of(nobody, wrong, foreign)) {
      await().atMost(SOON).until(() -> link.status().state() == State.DOWN);
    }
    assertThat(nobody.status().next()).contains("swarm=true");
    assertThat(List.of(nobody, wrong, foreign))
        .extracting(MqttLink::status)
        .extracting(LinkStatus::reason)
        .allMatch(reason -> reason.startsWith("the broker at 127.0.0.1:" + port + " does not "));
  }

  private MqttLink start(String node, MqttLinkSettings settings, Recorder recorder) {
    MqttLink link = new MqttLink(settings, payload -> Optional.empty(), new Random(3));
    links.add(link);
    link.start(new LinkHello(new NodeId(node), 1, Bytes.ofHex("7b7d")), recorder);
    return link;
  }

  private MqttLinkSettings plain(String root) {
    return MqttLinkSettings.of(new LinkName("local"), "127.0.0.1", port, root);
  }

  private MqttLinkSettings account(String node, String root) {
    return plain(root).withUser(node, () -> Swarm.password(node).toCharArray());
  }

  private static Bytes number(int value) {
    return Bytes.copyOf(ByteBuffer.allocate(4).putInt(value).array());
  }
}
