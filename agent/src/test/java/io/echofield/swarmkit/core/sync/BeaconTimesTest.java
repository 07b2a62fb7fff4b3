package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When a node says on a LAN that it is there, alone and among many. */
@Shows("X-5")
class BeaconTimesTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;

  /** So seldom that a beacon within a minute has a reason. */
  private static final long SELDOM_MILLIS = 10 * MINUTE;

  private static final long NEVER_MILLIS = 86_400_000;
  private static final LogId LOG = Cancels.log(7);

  private final Overheard said = new Overheard();
  private List<Stranger> others;
  private VirtualSwarm swarm;
  private VirtualNode node;
  private long brought;

  @Test
  void everyIntervalLessUpToATenth() {
    begin(10 * SECOND, 0);
    swarm.run(60 * MINUTE);
    List<Long> times = said.times(Channel.BEACON);
    assertThat(times).hasSizeBetween(360, 401);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isBetween(9 * SECOND, 10 * SECOND);
    }
  }

  @Test
  void amongAFewWithinASecondAfterAnyChange() {
    begin(SELDOM_MILLIS, LinkSession.SMALL_GROUP);
    for (int i = 0; i < 20; i++) {
      assertThat(untilBeacon(this::bring)).isBetween(0L, SECOND);
    }
    assertThat(untilBeacon(this::write)).isBetween(0L, SECOND);
  }

  @Test
  void amongManyWithinThreeSecondsAfterWhatAllHeard() {
    begin(SELDOM_MILLIS, LinkSession.SMALL_GROUP + 1);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waits.add(untilBeacon(this::bring));
    }
    assertThat(waits).allMatch(wait -> wait >= 0 && wait <= 3 * SECOND);
    assertThat(waits).as("few are early").filteredOn(wait -> wait > SECOND).hasSizeGreaterThan(10);
  }

  @Test
  void amongManyWithinASecondAfterWhatItAloneKnows() {
    begin(SELDOM_MILLIS, LinkSession.SMALL_GROUP + 1);
    for (int i = 0; i < 20; i++) {
      assertThat(untilBeacon(this::write)).isBetween(0L, SECOND);
    }
  }

  @Test
  void amongManyNotAtAllAfterTwoSaidTheSame() {
    begin(SELDOM_MILLIS, LinkSession.SMALL_GROUP + 1);
    assertThat(untilBeacon(() -> bringAndHear(Stranger::agrees, Stranger::agrees))).isNegative();
    assertThat(untilBeacon(() -> bringAndHear(Stranger::agrees, Stranger::differs)))
        .isBetween(0L, 3 * SECOND);
    assertThat(untilBeacon(() -> bringAndHear(Stranger::differs, Stranger::differs)))
        .isBetween(0L, 3 * SECOND);
  }

  /** A node that hears so many others, and rests. */
  private void begin(long beaconMillis, int heard) {
    swarm =
        new VirtualSwarm(
            new VirtualSettings(1, false, ToyKeys.RING, beaconMillis, NEVER_MILLIS, false));
    VirtualCell cell = swarm.cell("lan", LinkSessions.KEEPS_NOTHING);
    node = swarm.node(cell);
    node.start();
    swarm.run(MINUTE);
    others = Stranger.heard(node, cell, heard);
    swarm.run(MINUTE);
    swarm.watch(said);
  }

  /** Something comes over the link: everybody heard it. */
  private void bring() {
    others.get(0).brings(List.of(Cancels.at(LOG, ++brought, "heard by all")));
  }

  private void bringAndHear(Consumer<Stranger> one, Consumer<Stranger> other) {
    bring();
    one.accept(others.get(0));
    other.accept(others.get(1));
  }

  private void write() {
    assertThat(node.add(node, "wait")).isPresent();
  }

  /** How long after something the next beacon comes, -1: not within 20 s. */
  private long untilBeacon(Runnable what) {
    said.begin(swarm);
    what.run();
    swarm.run(20 * SECOND);
    return said.waits(Channel.BEACON).stream().findFirst().orElse(-1L);
  }
}
