package io.echofield.swarmkit.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.drop.DropLink;
import io.echofield.swarmkit.link.drop.DropLinkSettings;
import io.echofield.swarmkit.link.mqtt.MqttLink;
import io.echofield.swarmkit.link.mqtt.MqttLinkSettings;
import io.echofield.swarmkit.testkit.Shows;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How large the frames are that a node is told to make for a link. */
@Shows("T-6")
class FrameSizeTest {
  private static final int FRAME_BYTES_MAX = 49_152;

  private final Link drop =
      new DropLink(new DropLinkSettings(new LinkName("drop"), Path.of("drop"), "swarm", 1_000));

  @Test
  void aBrokerAndAFolderGetFramesThatAPacketOf65536HasRoomFor() {
    MqttLinkSettings broker = MqttLinkSettings.of(new LinkName("mast"), "127.0.0.1", 1883, "swarm");
    Link mqtt = new MqttLink(broker, payload -> Optional.empty(), new Random(7));
    assertThat(mqtt.limits().frameBytesMax()).isEqualTo(FRAME_BYTES_MAX);
    assertThat(drop.limits().frameBytesMax()).isEqualTo(FRAME_BYTES_MAX);
  }

  @Test
  void aLargerOneIsNotTaken() {
    assertThat(drop.offer(beacon(FRAME_BYTES_MAX))).isTrue();
    assertThat(drop.offer(beacon(FRAME_BYTES_MAX + 1))).isFalse();
  }

  private static Outgoing beacon(int bytes) {
    return new Outgoing(Channel.BEACON, 0, Bytes.copyOf(new byte[bytes]));
  }
}
