package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a node says by radio how it is and what it holds. */
@Shows("X-6")
class RadioTimesTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long LONGEST_MILLIS = 64 * MINUTE;

  private final VirtualSwarm swarm = VirtualSwarm.closed(1);
  private final VirtualCell radio = swarm.cell("radio", LinkLimits.radio(200, 60));
  private final VirtualNode node = swarm.node(radio);
  private final Overheard said = new Overheard();
  private HealthState health = HealthState.OK;

  @Test
  void inPeaceDigestsAreSaidOnceInSixtyFourMinutesAndStatusFourTimesAnHour() {
    rest();
    swarm.run(60 * LONGEST_MILLIS);
    assertThat(digests().size()).isBetween(59, 61);
    assertThat(statuses().size()).isBetween(60 * 64 / 15 - 1, 60 * 64 / 15 + 1);
  }

  @Test
  void afterAChangeDigestsAreSaidWithinAMinuteAndThenMoreAndMoreSeldom() {
    rest();
    long begin = swarm.nowMillis();
    node.add(node, "wait");
    swarm.run(8 * HOUR);
    List<Long> times = digests().stream().map(at -> at - begin).toList();
    // Of each interval in the second half.
    long from = 0;
    for (int doublings = 0; doublings <= 6; doublings++) {
      long interval = MINUTE << doublings;
      assertThat(times.get(doublings)).isBetween(from + interval / 2, from + interval);
      from += interval;
    }
  }

  @Test
  void twoThatSayTheSameSpareItOthers() {
    rest();
    Stranger one = new Stranger(node, radio, "one");
    Stranger other = new Stranger(node, radio, "other");
    for (int i = 0; i < 90; i++) {
      if (i == 30) {
        said.sayings.clear();
      }
      one.agrees();
      other.agrees();
      swarm.run(10 * MINUTE);
    }
    assertThat(digests()).isEmpty();
    assertThat(statuses()).hasSizeGreaterThan(30);
  }

  @Test
  void aLinkThatComesUpBeginsWithTheStatus() {
    rest();
    node.cut(radio);
    swarm.run(MINUTE);
    node.heal(radio);
    Message.Beacon first = said.of(Message.Beacon.class).get(0);
    assertThat(said.sayings.get(0).atMillis()).isEqualTo(swarm.nowMillis());
    assertThat(first.health()).isPresent();
    assertThat(first.headsCount()).isPositive();
  }

  @Test
  void aStateThatChangedIsToldWithinAMinute() {
    rest();
    for (int i = 0; i < 10; i++) {
      health = i % 2 == 0 ? HealthState.CRITICAL : HealthState.OK;
      HealthState told = health;
      assertThat(swarm.runUntil(() -> node.core().report().orElseThrow().state() == told, MINUTE))
          .isNotNegative();
      assertThat(swarm.runUntil(() -> newest().filter(told::equals).isPresent(), MINUTE))
          .isNotNegative();
    }
  }

  /** Alone for so long that nothing is said any more than it must. */
  private void rest() {
    swarm.tamper(
        new Tamper() {
          @Override
          public Event event(VirtualNode any, Event event) {
            return event instanceof Event.CheckFinished checked
                ? new Event.CheckFinished(
                    checked.now(), List.of(new Reading("load1", 420, health)), List.of())
                : event;
          }
        });
    node.start();
    swarm.run(10 * HOUR);
    swarm.watch(said);
  }

  private List<Long> digests() {
    return times(false);
  }

  private List<Long> statuses() {
    return times(true);
  }

  private List<Long> times(boolean withHealth) {
    return said.on(Channel.BEACON).stream()
        .filter(saying -> health(saying).isPresent() == withHealth)
        .map(Overheard.Saying::atMillis)
        .toList();
  }

  private Optional<HealthState> newest() {
    List<Overheard.Saying> beacons = said.on(Channel.BEACON);
    for (int i = beacons.size() - 1; i >= 0; i--) {
      Optional<HealthReport> report = health(beacons.get(i));
      if (report.isPresent()) {
        return report.map(HealthReport::state);
      }
    }
    return Optional.empty();
  }

  private static Optional<HealthReport> health(Overheard.Saying saying) {
    return ((Message.Beacon) saying.message()).health();
  }
}
