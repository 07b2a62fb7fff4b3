package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private static final int WIDE = 1_000;
  private final SendQueue queue = new SendQueue();

  @Test
  void keepsTheOrder() {
    offer("delta", false, 1);
    offer("delta", false, 2);
    offer("beacon", true, 3);
    offer("delta", false, 4);
    assertThat(drain()).containsExactly("delta 1", "delta 2", "beacon 3", "delta 4");
  }

  @Test
  void aNewerRetainedPayloadTakesThePlaceOfTheOlder() {
    offer("beacon", true, 1);
    offer("delta", false, 2);
    offer("head", true, 3);
    offer("beacon", true, 4);
    assertThat(queue.bytes()).isEqualTo(3);
    assertThat(drain()).containsExactly("beacon 4", "delta 2", "head 3");
  }

  @Test
  void whatIsInFlightIsNotReplaced() {
    offer("beacon", true, 1);
    SendQueue.Item first = queue.take(1).orElseThrow();
    offer("beacon", true, 2);
    assertThat(queue.take(1)).as("the window is full").isEmpty();
    assertThat(queue.settle(first.id())).contains(first);
    assertThat(drain()).containsExactly("beacon 2");
  }

  @Test
  @Shows("X-31")
  void aBurstIsAnEighthOfWhatMayWait() {
    assertThat(MqttLink.BURST_BYTES).isEqualTo(256 * 1_024).isEqualTo(SendQueue.BYTES_MAX / 8);
  }

  @Test
  void refusesWhatDoesNotFitByCount() {
    for (int i = 0; i < SendQueue.FRAMES_MAX; i++) {
      assertThat(offer("delta", false, 1)).isTrue();
    }
    assertThat(offer("delta", false, 1)).isFalse();
    SendQueue.Item taken = queue.take(WIDE).orElseThrow();
    assertThat(offer("delta", false, 1)).as("what is in flight counts").isFalse();
    queue.settle(taken.id());
    assertThat(offer("delta", false, 1)).isTrue();
  }

  @Test
  void refusesWhatDoesNotFitByBytesButReplacesInPlace() {
    Bytes half = Bytes.copyOf(new byte[SendQueue.BYTES_MAX / 2]);
    assertThat(queue.offer("tail/0", true, false, half)).isTrue();
    assertThat(queue.offer("tail/1", true, false, half)).isTrue();
    assertThat(offer("delta", false, 1)).isFalse();
    assertThat(queue.offer("tail/1", true, false, half)).isTrue();
    assertThat(queue.bytes()).isEqualTo(SendQueue.BYTES_MAX);
  }

  @Test
  void aLostConnectionKeepsTheNewestRetainedAndDropsTheRest() {
    offer("beacon", true, 1);
    offer("head", true, 2);
    offer("delta", false, 3);
    offer("delta", false, 4);
    for (int i = 0; i < 3; i++) {
      assertThat(queue.take(WIDE)).isPresent();
    }
    offer("beacon", true, 5);
    assertThat(queue.connectionLost()).as("dropped").isEqualTo(2);
    assertThat(queue.bytes()).isEqualTo(2);
    assertThat(drain()).containsExactly("head 2", "beacon 5");
  }

  @Test
  void twoOfOneTopicInFlightComeBackAsTheNewer() {
    offer("beacon", true, 1);
    assertThat(queue.take(WIDE)).isPresent();
    offer("beacon", true, 2);
    assertThat(queue.take(WIDE)).isPresent();
    assertThat(queue.connectionLost()).isZero();
    assertThat(drain()).containsExactly("beacon 2");
    assertThat(queue.isIdle()).isTrue();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void forgetsATopic() {
    offer("beacon", true, 1);
    offer("delta", false, 2);
    offer("delta", false, 3);
    assertThat(queue.forget("delta")).isEqualTo(2);
    assertThat(queue.bytes()).isEqualTo(1);
    assertThat(drain()).containsExactly("beacon 1");
  }

  private boolean offer(String topic, boolean retained, int value) {
    return queue.offer(topic, retained, false, Bytes.copyOf(new byte[] {(byte) value}));
  }

  private List<String> drain() {
    List<String> all = new ArrayList<>();
    for (Optional<SendQueue.Item> item = queue.take(WIDE);
        item.isPresent();
        item = queue.take(WIDE)) {
      all.add(item.get().topic() + " " + item.get().payload().at(0));
      assertThat(queue.settle(item.get().id())).isPresent();
    }
    return all;
  }
}
