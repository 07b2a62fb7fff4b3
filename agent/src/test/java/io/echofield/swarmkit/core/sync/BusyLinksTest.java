package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Phase;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where something new comes all the time, what is old comes nevertheless, and nobody chatters. */
class BusyLinksTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final LogId GONE = Cancels.log(7);

  @Test
  @Shows("R-2")
  void signaturesDoNotTakeTheWholeShareOfARadio() {
    VirtualSwarm swarm = VirtualSwarm.closed(1);
    VirtualCell radio = swarm.cell("radio", LinkLimits.radio(200, 60));
    VirtualNode writer = swarm.node(radio);
    VirtualNode far = swarm.node(radio);
    swarm.startAll();
    swarm.run(10 * MINUTE);
    for (int i = 0; i < 300; i++) {
      writer.add(writer, "wait");
      swarm.run(2 * SECOND);
    }
    LogId log = new LogId(writer.author(), (int) writer.core().epoch());
    assertThat(far.core().ledger().log(log).count()).isGreaterThan(20);
  }

  @Test
  @Shows("R-2")
  void byRadioWhatLostItsMeaningIsNotPushedAndNothingIsKept() {
    VirtualSwarm swarm = VirtualSwarm.closed(4);
    VirtualCell radio = swarm.cell("radio", LinkLimits.radio(200, 60));
    VirtualNode writer = swarm.node(radio);
    writer.start();
    writer.cut(radio);
    writer.add(writer, "noop");
    swarm.run(MINUTE);
    Overheard said = new Overheard();
    swarm.watch(said);
    writer.heal(radio);
    swarm.run(10 * MINUTE);
    List<Phase> pushed =
        said.entries().stream()
            .map(Entry::body)
            .filter(Body.Life.class::isInstance)
            .map(body -> ((Body.Life) body).phase())
            .toList();
    assertThat(pushed).as("it ran before").containsExactly(Phase.DONE);
    assertThat(said.on(Channel.TAIL)).isEmpty();
    assertThat(said.on(Channel.HEAD)).isEmpty();
  }

  @Test
  @Shows("X-37")
  void whatNobodyCanSendIsNotAskedForAgainWithEachNewEntry() {
    VirtualSwarm swarm = VirtualSwarm.closed(2);
    VirtualCell cell = swarm.cell("lan");
    VirtualNode writer = swarm.node(cell);
    VirtualNode other = swarm.node(cell);
    swarm.startAll();
    swarm.run(MINUTE);
    writer.importEntries(List.of(Cancels.at(GONE, 1, "one"), Cancels.at(GONE, 3, "three")));
    Wants wants = new Wants();
    swarm.watch(wants);
    for (int i = 0; i < 240; i++) {
      writer.add(other, "noop");
      swarm.run(5 * SECOND);
    }
    assertThat(wants.count).as("in 20 minutes").isLessThan(60);
  }

  @Test
  @Shows("X-21")
  void whatWasMissedByRadioComesWhileOthersGoOnTalking() {
    VirtualSwarm swarm = VirtualSwarm.closed(3);
    VirtualCell radio = swarm.cell("radio", LinkLimits.radio(200, 200));
    VirtualNode writer = swarm.node(radio);
    VirtualNode missing = swarm.node(radio);
    VirtualNode canceller = swarm.node(radio);
    swarm.startAll();
    swarm.run(30 * MINUTE);
    missing.cut(radio);
    canceller.cut(radio);
    TaskId lost = canceller.add(writer, "noop").orElseThrow();
    swarm.run(SECOND);
    missing.heal(radio);
    canceller.heal(radio);
    long waited = 0;
    while (waited < 120 * MINUTE && missing.task(lost).isEmpty()) {
      writer.add(writer, "noop");
      swarm.run(15 * SECOND);
      waited += 15 * SECOND;
    }
    assertThat(missing.task(lost)).isPresent();
  }

  /** How many questions were asked. */
  private static final class Wants implements SwarmWatcher {
    private int count;

    @Override
    public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
      boolean want =
          node.swarm()
              .decode(frame)
              .fold(read -> read.message() instanceof Message.Want, reason -> false);
      count += want ? 1 : 0;
    }
  }
}
