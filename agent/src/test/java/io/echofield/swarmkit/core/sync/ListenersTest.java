package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.sync.Listeners.Meeting;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final long AGE_MILLIS = 60_000;
  private static final Author PEER = ToyKeys.of("peer").author();

  private final Listeners listeners = new Listeners();

  @Test
  @Shows("X-28")
  void aMemberIsNewAtFirstAndAfterALongSilence() {
    assertThat(hear(1, 0)).isEqualTo(Meeting.NEW);
    assertThat(hear(1, AGE_MILLIS)).isEqualTo(Meeting.KNOWN);
    assertThat(hear(1, 2 * AGE_MILLIS + 1)).isEqualTo(Meeting.NEW);
  }

  @Test
  void aGreaterSessionIsAnotherLifeAndASmallerOneIsNothing() {
    hear(5, 0);
    assertThat(hear(6, 1)).isEqualTo(Meeting.OTHER_LIFE);
    assertThat(hear(5, 2)).isEqualTo(Meeting.KNOWN);
    assertThat(hear(6, 3)).isEqualTo(Meeting.KNOWN);
  }

  @Test
  @Shows("F-8")
  void aQuestionIsNewOnceAndEightAreRemembered() {
    hear(1, 0);
    for (int i = 0; i < 9; i++) {
      Message.Stamp stamp = new Message.Stamp(1, i);
      assertThat(listeners.newQuestion(PEER, stamp)).isTrue();
      listeners.asked(PEER, stamp);
      assertThat(listeners.newQuestion(PEER, stamp)).isFalse();
    }
    assertThat(listeners.newQuestion(PEER, new Message.Stamp(1, 0))).isTrue();
    assertThat(listeners.newQuestion(PEER, new Message.Stamp(1, 1))).isFalse();
  }

  @Test
  @Shows("F-8")
  void aBeaconIsNewsOnceAndNotOnceItIsOvertaken() {
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(1, 1))).isFalse();
    hear(1, 0);
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(1, 2))).isTrue();
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(1, 2))).isFalse();
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(1, 1))).isFalse();
    hear(2, 1);
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(2, 1))).isTrue();
  }

  @Test
  @Shows("X-28")
  void whoGoesOnInAnEarlierSessionIsNewAfterAWhile() {
    hear(15, 0);
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(15, 900))).isTrue();
    assertThat(hear(11, AGE_MILLIS)).isEqualTo(Meeting.KNOWN);
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(11, 1))).isFalse();
    assertThat(hear(11, AGE_MILLIS + 1)).isEqualTo(Meeting.NEW);
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(11, 2))).isTrue();
  }

  @Test
  @Shows("F-8")
  void whatWasSaidInAnEarlierSessionIsNoNewsAfterALaterOneWasHeard() {
    hear(15, 0);
    hear(16, 1);
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(15, 900))).isFalse();
    assertThat(listeners.newestBeacon(PEER, new Message.Stamp(16, 1))).isTrue();
  }

  @Test
  @Shows("X-28")
  void whoFellSilentDoesNotCountAnyMore() {
    hear(1, 0);
    listeners.forget(AGE_MILLIS, AGE_MILLIS);
    assertThat(listeners.count()).isOne();
    listeners.forget(AGE_MILLIS, 2 * AGE_MILLIS - 1);
    assertThat(listeners.count()).as("looked for once in a minute").isOne();
    listeners.forget(AGE_MILLIS, 2 * AGE_MILLIS);
    assertThat(listeners.count()).isZero();
  }

  private Meeting hear(long session, long nowMono) {
    return listeners.hear(PEER, session, AGE_MILLIS, nowMono);
  }
}
