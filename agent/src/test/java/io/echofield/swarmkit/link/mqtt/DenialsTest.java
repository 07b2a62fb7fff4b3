package io.echofield.swarmkit.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DenialsTest {
  private static final String TOPIC = "swarm/beacon/node-a";
  private final Denials denials = new Denials();

  @Test
  void aTopicDiesAfterSeveralDenialsAndIsTriedAgainLater() {
    assertThat(denials.denied(TOPIC, 0)).isFalse();
    assertThat(denials.denied(TOPIC, 1)).isFalse();
    assertThat(denials.isDead(TOPIC, 1)).isFalse();
    assertThat(denials.denied(TOPIC, 2)).isTrue();
    assertThat(denials.isDead(TOPIC, 2)).isTrue();
    assertThat(denials.isDead(TOPIC, 1 + Denials.DEAD_MILLIS)).isTrue();
    assertThat(denials.isDead(TOPIC, 2 + Denials.DEAD_MILLIS)).isFalse();
    assertThat(denials.isDead("swarm/health/node-a", 2)).isFalse();
    assertThat(denials.shown()).contains(TOPIC);
  }

  @Test
  void oneSuccessForgetsAll() {
    denials.denied(TOPIC, 0);
    denials.denied(TOPIC, 0);
    denials.taken(TOPIC);
    assertThat(denials.shown()).isEmpty();
    assertThat(denials.denied(TOPIC, 0)).isFalse();
  }

  @Test
  void suspicionNeedsMoreAndIsNotShownBefore() {
    for (int i = 1; i < Denials.SUSPICIONS_MAX; i++) {
      assertThat(denials.suspected(TOPIC, i)).isFalse();
    }
    assertThat(denials.shown()).isEmpty();
    assertThat(denials.suspected(TOPIC, 9)).isTrue();
    assertThat(denials.isDead(TOPIC, 9)).isTrue();
    assertThat(denials.shown()).contains(TOPIC);
  }
}
