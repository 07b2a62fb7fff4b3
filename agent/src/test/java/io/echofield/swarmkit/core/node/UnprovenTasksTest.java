package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.node.SwarmTasks.MINUTE;
import static io.echofield.swarmkit.core.node.SwarmTasks.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that everybody sees and nobody carries out. */
class UnprovenTasksTest {
  private final VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 3);
  private final VirtualNode creator = swarm.node(0);
  private final VirtualNode target = swarm.node(1);

  @ParameterizedTest(name = "bound to a node: {0}")
  @ValueSource(booleans = {true, false})
  @Shows("M-11")
  void whatSomebodyForgedInTheNameOfAnOperatorIsShownAndNotExecuted(boolean bound) {
    swarm.run(MINUTE);
    Signer forger = ToyKeys.of("attacker").forging(creator.author());
    Entry forged = create(forger, 1, bound);
    target.importEntries(List.of(forged));
    swarm.run(5 * MINUTE);
    assertThat(swarm.converged()).isTrue();
    TaskId task = TaskId.of(forged.id());
    for (VirtualNode node : swarm.nodes()) {
      assertThat(view(node, task).status()).isEqualTo(TaskStatus.OPEN);
      assertThat(view(node, task).counts()).isFalse();
      assertThat(node.executed).isEmpty();
    }
    assertThat(target.core().waitingFor(task.key())).contains("its creator is not proven");
    Entry genuine = create(creator.keys(), 2, bound);
    target.importEntries(List.of(genuine));
    swarm.run(MINUTE);
    assertThat(view(target, TaskId.of(genuine.id())).status()).isEqualTo(TaskStatus.DONE);
  }

  @ParameterizedTest(name = "bound to a node: {0}")
  @ValueSource(booleans = {true, false})
  @Shows("M-10")
  void ofTwoTasksWithOneKeyNeitherIsExecuted(boolean bound) {
    swarm.run(MINUTE);
    // Others would make its true id of what was changed here.
    creator.crash();
    swarm.node(2).crash();
    Entry one = create(creator.keys(), 1, bound);
    Entry other = beginningAs(one, create(creator.keys(), 2, bound));
    target.importEntries(List.of(one, other));
    swarm.run(5 * MINUTE);
    TaskId task = TaskId.of(one.id());
    assertThat(target.core().ledger().reader().contains(other.id())).isTrue();
    assertThat(view(target, task).collision()).isTrue();
    assertThat(view(target, task).status()).isEqualTo(TaskStatus.OPEN);
    assertThat(target.core().waitingFor(task.key())).contains("two tasks share this id");
    assertThat(target.executed).isEmpty();
  }

  private Entry create(Signer signer, int number, boolean bound) {
    Body body =
        new Body.Create(
            Bytes.ofHex(String.format("%032x", number)),
            new ActionName("noop"),
            bound ? Optional.of(target.author()) : Optional.empty(),
            0,
            Spec.of(new TreeMap<>()),
            false,
            List.of(),
            Bytes.EMPTY);
    Draft draft =
        new Draft(
            new LogId(signer.author(), 9), number, 0, Bytes.EMPTY, HybridTime.ofWall(0), body);
    return swarm.parts().codec().compose(draft, signer);
  }

  /** The same entry if its id began as this one's: what nobody can find by trying. */
  private static Entry beginningAs(Entry one, Entry entry) {
    Bytes id = one.id().prefix().concat(entry.id().bytes().slice(8, EntryId.BYTES));
    return new Entry(
        new EntryId(id),
        entry.log(),
        entry.seq(),
        entry.group(),
        entry.task(),
        entry.hlc(),
        entry.body(),
        entry.canonical(),
        entry.signed());
  }
}
