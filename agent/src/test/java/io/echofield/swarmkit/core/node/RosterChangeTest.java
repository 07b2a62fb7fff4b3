package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.node.SwarmTasks.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members that come and go: the swarm stays of one mind, and what counts now is attended to. */
class RosterChangeTest {
  private static final long HOUR = 60 * MINUTE;

  private final VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 3);
  private final VirtualCell cell = swarm.cell(0);
  private final VirtualNode a = swarm.node(0);
  private final VirtualNode b = swarm.node(1);
  private final VirtualNode x = swarm.node(2);

  @Test
  void whoeverJoinsAfterARevokeHoldsWhatTheOthersHold() {
    x.add(a, "noop");
    swarm.run(MINUTE);
    a.importEntries(revoke(x));
    swarm.run(MINUTE);
    VirtualNode late = swarm.node(cell);
    late.start();
    assertThat(swarm.runUntil(swarm::converged, 5 * MINUTE)).isNotNegative();
    fallsSilent();
  }

  @Test
  void whatARevokedMemberSignsIsTheSameForThoseWhoKnowOfItAndThoseWhoDoNot() {
    swarm.run(MINUTE);
    b.cut(cell);
    b.importEntries(revoke(x));
    x.add(a, "noop");
    swarm.run(MINUTE);
    b.heal(cell);
    swarm.run(MINUTE);
    x.add(a, "noop");
    assertThat(swarm.runUntil(swarm::converged, 5 * MINUTE)).isNotNegative();
    assertThat(a.core().roster().version()).isEqualTo(2);
    assertThat(a.core().ledger().log(ownLog(x)).signedSeq()).isPositive();
    fallsSilent();
  }

  @Test
  void aStrangerSignsNoHeadBeforeARosterNamesIt() {
    swarm.run(MINUTE);
    VirtualNode stranger = swarm.node(cell);
    stranger.start();
    stranger.add(a, "noop");
    assertThat(swarm.runUntil(swarm::converged, 5 * MINUTE)).isNotNegative();
    fallsSilent();
    stranger.restart();
    swarm.run(MINUTE);
    assertThat(stranger.core().ledger().log(ownLog(stranger)).signedSeq()).isZero();
    a.importEntries(member(2, stranger, Capability.R0));
    assertThat(swarm.runUntil(() -> signed(a, stranger) && swarm.converged(), 5 * MINUTE))
        .isNotNegative();
    fallsSilent();
  }

  private void fallsSilent() {
    swarm.run(5 * MINUTE);
    cell.frames.clear();
    swarm.run(HOUR);
    assertThat(cell.frames).doesNotContainKeys(Channel.SYNC, Channel.DELTA);
  }

  private boolean signed(VirtualNode node, VirtualNode author) {
    return node.core().ledger().log(ownLog(author)).signedSeq() > 0;
  }

  private static LogId ownLog(VirtualNode node) {
    return new LogId(node.author(), (int) node.core().epoch());
  }

  private List<Entry> revoke(VirtualNode node) {
    return List.of(
        swarm.parts().rosterItem(2, 1, new Body.RosterItem.Revoke(node.author(), List.of())));
  }

  private List<Entry> member(int version, VirtualNode node, Capability... capabilities) {
    Body.RosterItem.Item item =
        new Body.RosterItem.Member(
            node.id(), node.keys().publicKey(), List.of(capabilities), List.of(), 0);
    return List.of(swarm.parts().rosterItem(version, 1, item));
  }
}
