package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.testkit.Shows;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  private static final NodeId NODE = new NodeId("rover-07");
  private final Topics topics = new Topics("swarm", "all");

  @ParameterizedTest
  @CsvSource({
    "HEALTH, 0, swarm/health/rover-07",
    "BEACON, 0, swarm/beacon/rover-07",
    "HEAD, 0, swarm/ledger/head/rover-07",
    "TAIL, 0, swarm/ledger/tail/rover-07/0",
    "TAIL, 15, swarm/ledger/tail/rover-07/15",
    "DELTA, 0, swarm/ledger/delta/rover-07",
    "SYNC, 0, swarm/sync/all",
  })
  void eachPlaceHasOneTopicAndBack(Channel channel, int slot, String topic) {
    assertThat(topics.topic(channel, slot, NODE)).isEqualTo(topic);
    Optional<NodeId> writer = channel == Channel.SYNC ? Optional.empty() : Optional.of(NODE);
    assertThat(topics.parse(topic)).contains(new Topics.Place(channel, writer, slot));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "swarm",
        "swarm/",
        "swarm/health",
        "swarm/health/",
        "swarm/health/Rover",
        "swarm/health/-x",
        "swarm/health/a/b",
        "swarm/health/#",
        "swarm/beacon/+",
        "swarm/beacon/a\0b",
        "other/beacon/rover-07",
        "Swarm/beacon/rover-07",
        "/swarm/beacon/rover-07",
        "swarm/ledger",
        "swarm/ledger/head",
        "swarm/ledger/head/",
        "swarm/ledger/head/rover-07/0",
        "swarm/ledger/tail/rover-07",
        "swarm/ledger/tail/rover-07/16",
        "swarm/ledger/tail/rover-07/-1",
        "swarm/ledger/tail/rover-07/01",
        "swarm/ledger/tail/rover-07/+1",
        "swarm/ledger/tail/rover-07/\u0661",
        "swarm/ledger/tail/rover-07/9999999999999",
        "swarm/ledger/delta/rover-07/x",
        "swarm/ledger/other/rover-07",
        "swarm/sync/cell-2",
        "swarm/sync",
        "swarm/r/rover-07",
        "$SYS/broker/version",
        "swarm/beacon/a23456789-123456789-123456789-123",
      })
  void everyOtherTopicIsNobodys(String topic) {
    assertThat(topics.parse(topic)).isEmpty();
  }

  @Test
  @Shows("T-2")
  void theLongestTopicFitsANarrowProxy() {
    Topics longest = new Topics("a2345678", "c".repeat(32));
    NodeId node = new NodeId("n".repeat(NodeId.CHARACTERS_MAX));
    for (Channel channel : Channel.values()) {
      String topic = longest.topic(channel, channel == Channel.TAIL ? 15 : 0, node);
      assertThat(topic.getBytes(StandardCharsets.UTF_8))
          .hasSizeLessThanOrEqualTo(Topics.TOPIC_BYTES_MAX);
      assertThat(topic.chars().filter(c -> c == '/').count()).isLessThanOrEqualTo(7);
      assertThat(longest.parse(topic)).isPresent();
    }
  }

  @Test
  void aSlotOutsideTheRingIsAMistakeOfTheCaller() {
    assertThatThrownBy(() -> topics.topic(Channel.TAIL, 16, NODE))
        .hasMessage("slot of TAIL must be 0 to 15 but was 16");
    assertThatThrownBy(() -> topics.topic(Channel.BEACON, 1, NODE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
