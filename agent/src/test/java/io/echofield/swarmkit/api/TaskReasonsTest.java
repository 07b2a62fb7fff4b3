package io.echofield.swarmkit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.node.Command;
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What {@code why task} says of tasks that are for any node. */
class TaskReasonsTest {
  private static final long MINUTE = 60_000;

  private final VirtualSwarm swarm = VirtualSwarm.ofOneCell(1, 2);
  private final VirtualNode first = swarm.node(0);
  private final VirtualNode second = swarm.node(1);

  private TaskId add(
      String action, List<String> labels, Optional<TaskId> after, boolean exclusive) {
    Spec spec = Spec.of(new TreeMap<>());
    Command add =
        new Command.AddTask(
            new ActionName(action), Optional.empty(), labels, after, spec, exclusive, exclusive);
    return ((Reply.Accepted) first.command(add).orElseThrow()).task().orElseThrow();
  }

  private static Map<String, Object> why(VirtualNode node, TaskId task) {
    return new TaskReasons(node.core()).why(node.task(task).orElseThrow());
  }

  @Test
  void anOpenTaskSaysWhoMayClaimItAndWhyNotHere() {
    TaskId anywhere = add("wait", List.of(), Optional.empty(), false);
    TaskId north = add("noop", List.of("role=a", "site=north"), Optional.empty(), false);
    TaskId later = add("noop", List.of(), Optional.of(anywhere), false);
    swarm.run(5_000);
    assertThat(why(first, anywhere))
        .containsEntry("why", "Any member may claim it. Not here now: for ever.")
        .containsEntry("here", "for ever");
    assertThat(why(first, north))
        .containsEntry(
            "why",
            "Any member with role=a and site=north may claim it."
                + " Not here now: this node has no label role=a.");
    assertThat(why(first, later).get("why").toString())
        .endsWith(
            "it comes after task " + anywhere.toString().substring(0, 8) + ", which is open.");
  }

  @Test
  void aRunningTaskSaysWhoHoldsItUntilWhenAndWhatThen() {
    swarm.run(MINUTE);
    swarm.nodes().forEach(node -> node.remedyMillis = 10 * MINUTE);
    TaskId task = add("noop", List.of(), Optional.empty(), false);
    swarm.run(5_000);
    VirtualNode holder = first.executed.isEmpty() ? second : first;
    VirtualNode other = holder.equals(first) ? second : first;
    String name = other.core().nameOf(holder.author());
    assertThat(why(other, task))
        .containsEntry("holder", name)
        .containsEntry("lease_lost", false)
        .containsKey("lease_until");
    assertThat(why(other, task).get("why").toString())
        .startsWith(
            name
                + " is carrying it out. Unless "
                + name
                + " renews its lease, others may take over from 2026-09-21T14:1");
    assertThat(why(holder, task).get("why").toString()).contains("is renewed by its beacons");

    holder.cut(swarm.cell(0));
    swarm.run(3 * MINUTE);
    holder.heal(swarm.cell(0));
    swarm.run(5_000);
    assertThat(why(holder, task).get("why").toString())
        .contains("lost its lease: that runs to its end")
        .contains("It ran on ");
    swarm.run(20 * MINUTE);
    assertThat(why(first, task).get("why").toString()).contains(" did it. It ran on ");
  }

  @Test
  void anExclusiveTaskSaysThatNobodyTakesOver() {
    swarm.run(MINUTE);
    swarm.nodes().forEach(node -> node.remedyMillis = 10 * MINUTE);
    TaskId task = add("noop", List.of(), Optional.empty(), true);
    swarm.run(5_000);
    VirtualNode other = first.executed.isEmpty() ? first : second;
    assertThat(why(other, task).get("why").toString())
        .contains("It is exclusive: if ")
        .endsWith("vanished, nobody takes over by itself.");
  }
}
