package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.tools.bench.DoneSchedule.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The peer in "lost DONE": a task is one value with a hybrid logical time, and the newest write
 * wins. Clocks are perfect, and every write is newer than all that its node has seen. One thread.
 */
final class NewestWriteWins implements DoneSchedule.Keeper {
  private final List<Node> nodes = new ArrayList<>();
  private boolean ended;

  /** Ordered by time, then counter, then node. */
  private record Stamp(int time, int counter, int node) implements Comparable<Stamp> {
    @Override
    public int compareTo(Stamp other) {
      int byTime = Integer.compare(time, other.time);
      int byCounter = byTime != 0 ? byTime : Integer.compare(counter, other.counter);
      return byCounter != 0 ? byCounter : Integer.compare(node, other.node);
    }
  }

  private record Value(TaskStatus status, int holder, Stamp stamp) {}

  private static final class Node {
    private Value value = new Value(TaskStatus.OPEN, -1, new Stamp(-1, 0, 0));
    private boolean running;
  }

  NewestWriteWins() {
    for (int i = 0; i < DoneSchedule.NODES; i++) {
      nodes.add(new Node());
    }
  }

  @Override
  public List<Object> act(int number, Act act, int time) {
    Node node = nodes.get(number);
    Optional<TaskStatus> next = next(number, node, act);
    if (next.isEmpty()) {
      return List.of();
    }
    Stamp seen = node.value.stamp();
    Stamp stamp =
        seen.time() >= time
            ? new Stamp(seen.time(), seen.counter() + 1, number)
            : new Stamp(time, 0, number);
    node.value = new Value(next.get(), number, stamp);
    node.running = next.get() == TaskStatus.RUNNING;
    ended |= next.get() == TaskStatus.DONE;
    return List.of(node.value);
  }

  private static Optional<TaskStatus> next(int number, Node node, Act act) {
    TaskStatus status = node.value.status();
    boolean mine = node.value.holder() == number;
    return switch (act) {
      case CLAIM ->
          when(status == TaskStatus.OPEN || status == TaskStatus.FAILED, TaskStatus.CLAIMED);
      case TAKE_OVER ->
          when(
              !mine && (status == TaskStatus.CLAIMED || status == TaskStatus.RUNNING),
              TaskStatus.CLAIMED);
      case START -> when(mine && status == TaskStatus.CLAIMED, TaskStatus.RUNNING);
      case FAIL -> when(node.running, TaskStatus.FAILED);
      case END -> when(node.running, TaskStatus.DONE);
    };
  }

  private static Optional<TaskStatus> when(boolean legal, TaskStatus next) {
    return legal ? Optional.of(next) : Optional.empty();
  }

  @Override
  public void hear(int number, Object said) {
    Node node = nodes.get(number);
    Value value = (Value) said;
    if (value.stamp().compareTo(node.value.stamp()) > 0) {
      node.value = value;
    }
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean showsDone(int node) {
    return nodes.get(node).value.status() == TaskStatus.DONE;
  }
}
