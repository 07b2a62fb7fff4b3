package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long a node waits before it says what others could say too. */
class WaitingTest {
  private static final LinkLimits LAN = new LinkLimits(65_536, true, 262_144);
  private static final int DRAWN = 2_000;

  private LinkSession link;

  @Test
  @Shows("X-14")
  void whoHearsOneOtherDoesNotWait() {
    hear(LAN, 0);
    assertThat(drawn()).containsOnly(0L);
    hear(LAN, 1);
    assertThat(drawn()).containsOnly(0L);
  }

  @Test
  @Shows("X-14")
  void amongAFewAnyTimeIsAsLikely() {
    for (int heard : new int[] {2, LinkSession.SMALL_GROUP}) {
      hear(LAN, heard);
      List<Long> waits = drawn();
      assertThat(waits).allMatch(wait -> wait >= 0 && wait < 250);
      for (long from = 0; from < 250; from += 50) {
        assertThat(share(waits, from, from + 49)).isBetween(0.16, 0.24);
      }
    }
  }

  @Test
  @Shows("X-14")
  void amongManyFewAreEarly() {
    hear(LAN, LinkSession.SMALL_GROUP + 1);
    List<Long> waits = drawn();
    assertThat(waits).allMatch(wait -> wait >= 0 && wait <= 750);
    // Taken for 100: the chance of the first half is 1 / (sqrt(100 e) + 1).
    assertThat(share(waits, 0, 374)).isBetween(0.03, 0.09);
  }

  @Test
  @Shows("X-27")
  void theLongestWait() {
    hear(LAN, LinkSession.SMALL_GROUP);
    assertThat(link.backoffMaxMillis()).isEqualTo(250);
    hear(LAN, LinkSession.SMALL_GROUP + 1);
    assertThat(link.backoffMaxMillis()).isEqualTo(750);
    for (int heard : new int[] {0, 100}) {
      hear(LinkLimits.radio(200, 60), heard);
      assertThat(link.backoffMaxMillis()).isEqualTo(10_000);
      hear(LinkLimits.radio(180, 90), heard);
      assertThat(link.backoffMaxMillis()).isEqualTo(6_000);
    }
  }

  @Test
  @Shows("X-28")
  void aMemberThatWasSilentForTooLongIsNew() {
    // The age of a member's health in these settings, and four times its interval by radio.
    hear(LAN, 0);
    assertThat(link.silenceMillisMax()).isEqualTo(60_000);
    hear(LinkLimits.radio(200, 60), 0);
    assertThat(link.silenceMillisMax()).isEqualTo(4 * 15 * 60_000);
  }

  private void hear(LinkLimits limits, int members) {
    link = LinkSessions.alone(limits);
    for (int i = 0; i < members; i++) {
      link.listeners.hear(ToyKeys.of("member " + i).author(), 1, link.silenceMillisMax(), 0);
    }
  }

  private List<Long> drawn() {
    return Stream.generate(link::backoffMillis).limit(DRAWN).toList();
  }

  private static double share(List<Long> waits, long from, long to) {
    return waits.stream().filter(wait -> from <= wait && wait <= to).count() / (double) DRAWN;
  }
}
