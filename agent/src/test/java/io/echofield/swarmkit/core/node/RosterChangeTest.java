package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.node.SwarmTasks.MINUTE;
import static io.echofield.swarmkit.core.node.SwarmTasks.accepted;
import static io.echofield.swarmkit.core.node.SwarmTasks.addAny;
import static io.echofield.swarmkit.core.node.SwarmTasks.runs;
import static io.echofield.swarmkit.core.node.SwarmTasks.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.CrashPoint;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members that come and go: the swarm stays of one mind, and what counts now is attended to. */
class RosterChangeTest {
  private static final long HOUR = 60 * MINUTE;

  private static final NodeId OPERATOR = new NodeId("operator");

  private final VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 3);
  private final VirtualCell cell = swarm.cell(0);
  private final VirtualNode a = swarm.node(0);
  private final VirtualNode b = swarm.node(1);
  private final VirtualNode x = swarm.node(2);

  @Test
  @Shows("K-6")
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
  @Shows("K-6")
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
  @Shows({"K-6", "X-30"})
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
    a.importEntries(operator(stranger.id()));
    assertThat(swarm.runUntil(() -> signed(a, stranger) && swarm.converged(), 5 * MINUTE))
        .isNotNegative();
    fallsSilent();
  }

  @Test
  @Shows("C-13")
  void aTaskThatSomebodyReopenedBeforeTheRosterNamedItIsCarriedOut() {
    TaskId task = a.add(x, "noop").orElseThrow();
    swarm.run(MINUTE);
    x.cut(cell);
    List<Entry> roster = operator(OPERATOR);
    x.importEntries(reopened(task, roster));
    swarm.run(MINUTE);
    assertThat(view(x, task).status()).isEqualTo(TaskStatus.DONE);
    assertThat(x.core().dueTasks()).isZero();
    x.importEntries(roster);
    swarm.run(MINUTE);
    assertThat(view(x, task).gen()).isEqualTo(1);
    assertThat(view(x, task).status()).isEqualTo(TaskStatus.DONE);
    assertThat(runs(x, task)).isEqualTo(2);
  }

  @Test
  @Shows("C-13")
  void aCrashWhileTasksAreLookedThroughForgetsNone() {
    for (int i = 0; i < 2 * TaskRunner.LOOKED_AT_MAX; i++) {
      x.add(x, "noop");
    }
    swarm.run(5 * MINUTE);
    assertThat(x.core().dueTasks()).isZero();
    TaskId last = x.acknowledged.stream().max(Comparator.comparing(TaskId::key)).orElseThrow();
    x.cut(cell);
    List<Entry> roster = operator(OPERATOR);
    x.importEntries(reopened(last, roster));
    x.crashes.add(CrashPoint.AFTER_COMMIT);
    x.importEntries(roster);
    assertThat(x.running()).isFalse();
    x.start();
    swarm.run(MINUTE);
    assertThat(x.core().roster().version()).isEqualTo(2);
    assertThat(runs(x, last)).isEqualTo(2);
  }

  @Test
  @Shows({"C-13", "C-14", "K-2"})
  void whatARevokedMemberDidForAnyIsDoneOnceMoreAndByItNeverAgain() {
    TaskId bound = a.add(x, "noop").orElseThrow();
    List<TaskId> any = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      any.add(addAny(a, "noop"));
    }
    swarm.run(2 * MINUTE);
    List<TaskId> ofX = new ArrayList<>(any);
    ofX.removeIf(task -> runs(x, task) == 0);
    assertThat(ofX).isNotEmpty();
    int executed = x.executed.size();
    a.importEntries(revoke(x));
    swarm.run(5 * MINUTE);
    assertThat(swarm.converged()).isTrue();
    assertThat(any)
        .allSatisfy(task -> assertThat(view(x, task).status()).isEqualTo(TaskStatus.DONE));
    assertThat(ofX).allSatisfy(task -> assertThat(runs(a, task) + runs(b, task)).isEqualTo(1));
    assertThat(view(x, bound).status()).isEqualTo(TaskStatus.OPEN);
    assertThat(x.core().waitingFor(bound.key())).get().asString().contains("no member");
    assertThat(x.executed).hasSize(executed);
  }

  /** A node that is no member yet and reopens a task as the operator that this roster makes it. */
  private List<Entry> reopened(TaskId task, List<Entry> roster) {
    VirtualNode operator = swarm.node(OPERATOR.text(), cell);
    operator.start();
    swarm.run(MINUTE);
    operator.cut(cell);
    operator.importEntries(roster);
    accepted(operator, new Command.ReopenTask(task.key()));
    LogId log = ownLog(operator);
    return operator.core().ledger().reader().log(log, 1, Long.MAX_VALUE, 10).stream()
        .map(StoredEntry::entry)
        .toList();
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

  private List<Entry> operator(NodeId name) {
    Body.RosterItem.Item item =
        new Body.RosterItem.Member(
            name,
            swarm.settings().keys().key(name.text()).publicKey(),
            List.of(Capability.R0, Capability.OPERATOR),
            List.of(),
            0);
    return List.of(swarm.parts().rosterItem(2, 1, item));
  }
}
