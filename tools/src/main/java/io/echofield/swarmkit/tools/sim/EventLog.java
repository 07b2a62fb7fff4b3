package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What was done, marked by &gt;, and what came of it, as lines that a person can read and a test
 * can compare. A task has the name that its scenario gives it, also where it is seen before it gets
 * it.
 */
final class EventLog implements SwarmWatcher, SimRun.Onlooker {
  private SimWorld world;

  /** Made when they are read: by then each task has its name. */
  private final List<Supplier<String>> lines = new ArrayList<>();

  private final SortedMap<String, String> seen = new TreeMap<>();

  /** The lines so far, and how much each cell carried. */
  List<String> lines() {
    List<String> all = new ArrayList<>(lines.stream().map(Supplier::get).toList());
    for (Map.Entry<String, VirtualCell> cell : world.cells().entrySet()) {
      String said = cell.getValue().frames.toString();
      all.add(cell.getKey() + " carried " + cell.getValue().bytes + " bytes in frames " + said);
    }
    all.add("trace " + world.swarm().trace());
    return all;
  }

  @Override
  public void begins(SimWorld begun) {
    world = begun;
    world.swarm().watch(this);
  }

  @Override
  public void does(Statement statement) {
    line(">", statement::text);
  }

  private void say(VirtualNode node, String text) {
    say(node, () -> text);
  }

  private void say(VirtualNode node, Supplier<String> text) {
    line(world.nameOf(node), text);
  }

  private void line(String who, Supplier<String> text) {
    String begin = "%14s  %s ".formatted(Times.seconds(world.swarm().nowMillis()), who);
    lines.add(() -> begin + text.get());
  }

  @Override
  public void began(VirtualNode node) {
    say(node, "starts");
  }

  @Override
  public void ended(VirtualNode node) {
    say(node, "stops");
  }

  @Override
  public void restored(VirtualNode node, boolean shown) {
    say(node, "gets an older copy of its folder");
  }

  @Override
  public void composed(VirtualNode node, Entry entry) {
    if (entry.body() instanceof Body.EpochStart) {
      say(node, "goes on in a new log");
    }
  }

  @Override
  public void started(VirtualNode node, Job.RunRemedy job) {
    String action = job.action().text();
    say(node, () -> "carries out " + nameOf(job.task().key(), action) + " in term " + job.term());
  }

  @Override
  public void acknowledged(VirtualNode node, TaskId task) {
    say(node, () -> "has " + nameOf(task.key(), "it") + " on disk");
  }

  @Override
  public void committed(VirtualNode node, Event event, Outcome outcome) {
    for (Write write : outcome.writes()) {
      if (write instanceof Write.Live live) {
        node.core().ledger().task(live.task()).ifPresent(view -> sees(node, live.task(), view));
      }
    }
  }

  /** A task looks another than before at this node. */
  private void sees(VirtualNode node, TaskKey key, TaskView view) {
    String what = view.body().action().text() + " of " + creator(view);
    String now = view.status().word();
    if (!now.equals(seen.put(world.nameOf(node) + " " + key, now))) {
      say(node, () -> "sees " + nameOf(key, what) + " " + now);
    }
  }

  private String nameOf(TaskKey task, String unnamed) {
    return world.nameOf(task).orElse(unnamed);
  }

  private String creator(TaskView view) {
    return world.nodes().values().stream()
        .filter(node -> node.author().equals(view.creator()))
        .map(world::nameOf)
        .findFirst()
        .orElse("a stranger");
  }
}
