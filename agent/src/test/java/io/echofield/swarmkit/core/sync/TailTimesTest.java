package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a node renews what a broker keeps of it for those who come later. */
@Shows("X-18")
class TailTimesTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;

  /** A new entry is signed a moment after it: that is a change too. */
  private static final long SIGNED_MILLIS = 100;

  private static final LogId LOG = Cancels.log(7);

  private final VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 1);
  private final VirtualCell cell = swarm.cell(0);
  private final VirtualNode node = swarm.node(0);
  private final Stranger stranger = new Stranger(node, cell, "stranger");
  private final Overheard said = new Overheard();

  @BeforeEach
  void rest() {
    swarm.run(MINUTE);
    swarm.watch(said);
  }

  @Test
  void whereNobodyIsHeardTwoSecondsAfterTheFirstChange() {
    begin();
    for (int i = 0; i < 5; i++) {
      write();
      swarm.run(700);
    }
    swarm.run(MINUTE);
    assertThat(renewals()).containsExactly(2 * SECOND, 2_100 + 2 * SECOND);
  }

  @Test
  void inCompanyTwoSecondsAfterTheLastChange() {
    meet();
    begin();
    write();
    swarm.run(SECOND);
    write();
    swarm.run(MINUTE);
    assertThat(renewals()).containsExactly(SECOND + SIGNED_MILLIS + 2 * SECOND);
  }

  @Test
  void inCompanyTenSecondsAfterAChangeWhateverFollows() {
    meet();
    begin();
    for (int i = 0; i <= 30; i++) {
      write();
      swarm.run(SECOND);
    }
    swarm.run(MINUTE);
    assertThat(renewals())
        .containsExactly(
            10 * SECOND, 20 * SECOND, 30 * SECOND, 30 * SECOND + SIGNED_MILLIS + 2 * SECOND);
  }

  @Test
  void tenSecondsAfterTheLastThatWasHeard() {
    comeBackWithSomethingNew();
    swarm.run(SECOND);
    stranger.differs();
    swarm.run(5 * SECOND);
    stranger.brings(List.of(Cancels.at(LOG, 1, "heard")));
    swarm.run(5 * MINUTE);
    assertThat(renewals()).containsExactly(6 * SECOND + 10 * SECOND);
  }

  @Test
  void twoMinutesAfterTheFirstThatWasHeardWhateverFollows() {
    comeBackWithSomethingNew();
    swarm.run(SECOND);
    stranger.differs();
    for (int seq = 1; seq <= 60; seq++) {
      swarm.run(5 * SECOND);
      stranger.brings(List.of(Cancels.at(LOG, seq, "heard")));
    }
    swarm.run(5 * MINUTE);
    assertThat(renewals()).containsExactly(SECOND + 2 * MINUTE);
  }

  @Test
  void atOnceWhenTheNodeSaysGoodbye() {
    meet();
    begin();
    write();
    swarm.run(50);
    node.goodbye();
    assertThat(renewals()).containsExactly(50L);
  }

  /** Somebody is heard, holds the same, and says nothing any more. */
  private void meet() {
    stranger.agrees();
    swarm.run(20 * SECOND);
  }

  /** What the medium keeps of it does not have what it wrote while the link was down. */
  private void comeBackWithSomethingNew() {
    node.cut(cell);
    write();
    swarm.run(MINUTE);
    begin();
    node.heal(cell);
  }

  private void begin() {
    said.begin(swarm);
  }

  /** A task that waits for ever: nothing else is written because of it. */
  private void write() {
    assertThat(node.add(node, "wait")).isPresent();
  }

  private List<Long> renewals() {
    return said.waits(Channel.TAIL);
  }
}
