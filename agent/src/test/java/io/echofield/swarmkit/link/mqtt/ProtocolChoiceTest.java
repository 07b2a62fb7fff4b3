package io.echofield.swarmkit.link.mqtt;

import static io.echofield.swarmkit.link.mqtt.ProtocolChoice.CONNECTION_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.link.mqtt.ProtocolChoice.Version;
import org.junit.jupiter.api.Test;

class ProtocolChoiceTest {
  private static final int BAD_CREDENTIALS = 134;
  private final ProtocolChoice choice = new ProtocolChoice();

  @Test
  void startsWithVersion5AndFallsBackAtOnceWhenTheBrokerDoesNotKnowIt() {
    assertThat(choice.next()).isInstanceOf(Mqtt5Connection.class);
    assertThat(choice.failed(ProtocolChoice.MALFORMED_PACKET)).isTrue();
    assertThat(choice.next()).isInstanceOf(Mqtt3Connection.class);
    choice.connected();
    assertThat(choice.failed(CONNECTION_LOST)).isFalse();
    assertThat(choice.version()).as("remembered").isEqualTo(Version.V3);
  }

  @Test
  void aRefusedUserIsNoReasonForAnotherVersion() {
    assertThat(choice.failed(BAD_CREDENTIALS)).isFalse();
    assertThat(choice.version()).isEqualTo(Version.V5);
  }

  @Test
  void twoSilentClosesInARowTryTheOtherVersion() {
    choice.failed(CONNECTION_LOST);
    choice.connected();
    choice.failed(CONNECTION_LOST);
    assertThat(choice.version()).isEqualTo(Version.V5);
    choice.failed(CONNECTION_LOST);
    assertThat(choice.version()).isEqualTo(Version.V3);
    choice.failed(CONNECTION_LOST);
    choice.failed(CONNECTION_LOST);
    assertThat(choice.version()).as("and back").isEqualTo(Version.V5);
  }

  @Test
  void aBrokerThatKnowsOnlyNewerOnesGetsVersion5Again() {
    choice.failed(ProtocolChoice.UNSUPPORTED_VERSION);
    assertThat(choice.failed(ProtocolChoice.OLD_UNACCEPTABLE_VERSION)).isFalse();
    assertThat(choice.version()).isEqualTo(Version.V5);
  }
}
