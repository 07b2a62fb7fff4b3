package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.HIGHER;
import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.tools.demo.Cable;
import io.echofield.swarmkit.tools.field.FieldBroker;
import io.echofield.swarmkit.tools.field.FieldNode;
import io.echofield.swarmkit.tools.field.FieldSwarm;
import io.echofield.swarmkit.tools.field.Wait;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Reading;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Two agents with a broker between them are cut off, go on for a while, and become equal again.
 *
 * <p>Every task is for a member that never runs, so it is one entry, the signed create, and there
 * is nothing to exchange but those and what comes of them: no status, no result.
 */
final class PartitionHeal implements Benchmark {
  static final String HEALED = "heal";

  /** From the moment when the cables are whole; the links' pauses between attempts included. */
  static final Metric EQUAL = new Metric("heal to equal", "s", LOWER);

  /** From the moment when both links were up again. */
  static final Metric SYNCED = new Metric("links up to equal", "s", LOWER);

  /** What came to both nodes meanwhile, for each task made in the cut. */
  static final Metric RECEIVED = new Metric("received", "bytes/task", LOWER);

  /** What both nodes said meanwhile. */
  static final Metric SENT = new Metric("sent", "bytes/task", LOWER);

  static final Metric TASKS = new Metric("tasks", "in each ledger", HIGHER);
  static final Metric ENTRIES = new Metric("entries", "in each ledger", HIGHER);

  private static final Parameter SIZE =
      new Parameter("tasks", "tasks made on each side of the cut", 10_000, 1, 100_000);

  private static final long MEET_MILLIS_MAX = 60_000;
  private static final long EQUAL_MILLIS_MAX = 1_200_000;

  @Override
  public String name() {
    return "partition-heal";
  }

  @Override
  public String measures() {
    return "Two agents and a broker: both cables are cut, tasks are made on each side, the cables"
        + " heal. Seconds and bytes until both ledgers and histories are equal.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(SIZE);
  }

  /** No peer, no warm-up: each round has agents of its own, which are cold as agents are. */
  @Override
  public Plan prepare(Values values, Path folder) throws IOException, InterruptedException {
    int tasks = values.getInt(SIZE);
    String broker = FieldBroker.kindHere();
    Trial trial = new Trial(HEALED, Trial.OURS, where -> heal(where, tasks));
    return new Plan(0, List.of(trial), List.of(), Map.of("broker", broker));
  }

  private static List<Reading> heal(Path folder, int tasks)
      throws IOException, InterruptedException {
    FieldSwarm swarm = FieldSwarm.make(folder, List.of("a", "b"));
    try (FieldBroker broker = swarm.broker();
        Cable left = Cable.to(broker.port());
        Cable right = Cable.to(broker.port());
        FieldNode a = swarm.start("a", broker, left);
        FieldNode b = swarm.start("b", broker, right)) {
      Wait.until("the nodes hear each other", MEET_MILLIS_MAX, () -> a.hears("b") && b.hears("a"));
      Wait.until("the new swarm is in sync", MEET_MILLIS_MAX, () -> FieldNode.same(a, b));
      left.cut();
      right.cut();
      Wait.until("the cut is noticed", MEET_MILLIS_MAX, () -> !a.linksUp() && !b.linksUp());
      long before = a.history().entries();
      work(a, tasks);
      work(b, tasks);
      long received = left.bytesBack() + right.bytesBack();
      long sent = left.bytesThere() + right.bytesThere();
      left.heal();
      right.heal();
      double up =
          Wait.until("the links are up", EQUAL_MILLIS_MAX, () -> a.linksUp() && b.linksUp());
      double synced =
          Wait.until("the histories are equal", EQUAL_MILLIS_MAX, () -> FieldNode.same(a, b));
      received = left.bytesBack() + right.bytesBack() - received;
      sent = left.bytesThere() + right.bytesThere() - sent;
      FieldNode.Tasks reached = FieldNode.equalTasks(a, b);
      long entries = a.history().entries();
      if (reached.count() != 2L * tasks || entries != before + 2L * tasks) {
        throw new IOException(
            "%d tasks were made, but there are %d tasks and %d new entries"
                .formatted(2 * tasks, reached.count(), entries - before));
      }
      return List.of(
          new Reading(EQUAL, up + synced),
          new Reading(SYNCED, synced),
          new Reading(RECEIVED, (double) received / (2 * tasks)),
          new Reading(SENT, (double) sent / (2 * tasks)),
          new Reading(TASKS, reached.count()),
          new Reading(ENTRIES, entries));
    }
  }

  private static void work(FieldNode node, int tasks) throws IOException, InterruptedException {
    List<String> texts =
        IntStream.range(0, tasks).mapToObj(i -> "check pump " + i + " of " + node.name()).toList();
    node.addNotifies(FieldSwarm.ABSENT, texts);
  }
}
