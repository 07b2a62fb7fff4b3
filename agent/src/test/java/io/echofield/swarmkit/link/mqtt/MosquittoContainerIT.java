package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.testkit.LinkRecorder;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Two links meet on a Mosquitto in a container, over a published port, as on a machine of its own.
 */
class MosquittoContainerIT {
  private static final int MQTT_PORT = 1883;
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void twoLinksMeetOnABrokerInAContainer() {
    try (GenericContainer<?> broker = new GenericContainer<>(DockerImageName.parse(image()))) {
      // The port is open before the broker is: its own word counts.
      broker
          .withExposedPorts(MQTT_PORT)
          .waitingFor(Wait.forLogMessage(".*mosquitto.*running.*", 1));
      broker.start();
      MqttLink a = link(broker);
      MqttLink b = link(broker);
      LinkRecorder eventsOfA = start(a, "node-a");
      LinkRecorder eventsOfB = start(b, "node-b");

      Bytes payload = Bytes.ofHex("00ff00");
      await().atMost(SOON).until(() -> eventsOfA.ups() == 1 && eventsOfB.ups() == 1);
      assertThat(a.offer(new Outgoing(Channel.DELTA, 0, payload))).isTrue();
      await().atMost(SOON).until(() -> eventsOfB.payloads(Channel.DELTA).contains(payload));

      // The broker goes with its container; both links say so and end cleanly.
      broker.stop();
      await()
          .atMost(SOON)
          .until(() -> eventsOfA.states().size() > 1 && eventsOfB.states().size() > 1);
      a.stop(0);
      b.stop(0);
    }
  }

  private static String image() {
    return Optional.ofNullable(System.getenv("ECHOFIELD_IT_IMAGE"))
        .orElseThrow(
            () ->
                new AssertionError(
                    "ECHOFIELD_IT_IMAGE is not set: run tools/check, which builds the image of a broker and starts a container engine"));
  }

  private static MqttLink link(GenericContainer<?> broker) {
    return new MqttLink(
        MqttLinkSettings.of(
            new LinkName("container"), broker.getHost(), broker.getMappedPort(MQTT_PORT), "swarm"),
        payload -> Optional.empty(),
        new Random(11));
  }

  private static LinkRecorder start(MqttLink link, String node) {
    LinkRecorder events = new LinkRecorder();
    link.start(new LinkHello(new NodeId(node), 1, Bytes.EMPTY), events);
    return events;
  }
}
