package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * V-4: what a command was answered yes for is on that node's disk from then on, and with everybody
 * in the end.
 *
 * <p>Of what only a store held that was replaced by an older copy nothing can be asked.
 */
final class AcknowledgedSurvives extends Checker {
  private final SortedMap<EntryId, VirtualNode> acknowledged = new TreeMap<>();
  private List<EntryId> committed = List.of();
  private VirtualNode committer;

  @Override
  public int invariant() {
    return 4;
  }

  @Override
  public void committed(VirtualNode node, Event event, Outcome outcome) {
    committer = node;
    committed = new ArrayList<>();
    if (!outcome.replies().isEmpty()) {
      for (Write write : outcome.writes()) {
        if (write instanceof Write.Append append
            && append.stored().entry().author().equals(node.author())) {
          committed.add(append.stored().entry().id());
        }
      }
    }
  }

  @Override
  public void acknowledged(VirtualNode node, TaskId task) {
    if (node.store().reader().byPrefix(task.bytes(), 1).isEmpty()) {
      violated(node, "said yes to task " + task + ", which is not on its disk");
    } else if (node.equals(committer)) {
      committed.forEach(id -> acknowledged.put(id, node));
    }
  }

  @Override
  public void began(VirtualNode node) {
    acknowledged.forEach(
        (id, author) -> {
          if (author.equals(node) && !node.store().reader().contains(id)) {
            violated(node, "started without entry " + id + ", which it had acknowledged");
          }
        });
  }

  @Override
  public void restored(VirtualNode node, boolean shown) {
    for (EntryId id : List.copyOf(acknowledged.keySet())) {
      boolean own = node.equals(acknowledged.get(id)) && !node.store().reader().contains(id);
      if (world().nodes().values().stream().noneMatch(n -> n.store().reader().contains(id))) {
        acknowledged.remove(id);
      } else if (own) {
        acknowledged.put(id, anyHolder(id));
      }
    }
  }

  private VirtualNode anyHolder(EntryId id) {
    return world().nodes().values().stream()
        .filter(node -> node.store().reader().contains(id))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void quiescent() {
    for (VirtualNode node : world().running()) {
      for (EntryId id : acknowledged.keySet()) {
        if (!node.store().reader().contains(id)) {
          violated(node, "does not hold entry " + id + ", which was acknowledged");
          return;
        }
      }
    }
  }
}
