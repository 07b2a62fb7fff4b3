package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Reading;
import io.echofield.swarmkit.tools.measure.Series;
import io.echofield.swarmkit.tools.measure.Target;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs to be equal again: two replicas hold the same tasks, one of them changes some while
 * the link is down, and all bytes of both directions count from the moment it is up until both hold
 * the same and have shown it.
 */
final class PartitionSync implements Benchmark {
  static final Metric CARRIED = new Metric("carried", "bytes", LOWER);
  static final Metric MESSAGES = new Metric("sent", "messages", LOWER);

  /** Of a peer's program. */
  private static final String TASK = "sync";

  private static final List<String> PEERS = List.of(Peers.YJS, Peers.LORO, Peers.AUTOMERGE);

  private static final Parameter TASKS =
      new Parameter("tasks", "tasks that both hold", 10_000, 1, 1_000_000);
  private static final Parameter CHANGES =
      new Parameter(
          "changes",
          "changes of the smallest difference; ten and 100 times as many too",
          10,
          1,
          10_000);

  private static final int WRITERS = 8;
  private static final int STEPS = 3;
  private static final int STEP = 10;
  private static final List<Double> GOALS = List.of(1.5, 1.1, 1.0);
  private static final long SEED = 1;

  @Override
  public String name() {
    return "partition-sync";
  }

  @Override
  public String measures() {
    return "Two replicas of many tasks, one of which started some of them while they were apart:"
        + " all bytes both ways until they are equal. Ours are frames with their MAC between two"
        + " nodes; peers are their messages alone.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(TASKS, CHANGES);
  }

  @Override
  public Plan prepare(Values values, Path folder) throws Exception {
    TaskLoad load = new TaskLoad(SEED, values.getInt(TASKS), WRITERS, false);
    List<List<TaskLoad.Step>> changes = new ArrayList<>();
    List<Path> files = new ArrayList<>(List.of(Peers.workload(folder, "tasks", load.steps())));
    for (int i = 0, count = values.getInt(CHANGES); i < STEPS; i++, count *= STEP) {
      int possible = Math.min(count, load.tasksOf(0));
      changes.add(load.started(0, possible));
      files.add(Peers.workload(folder, "changes-" + i, changes.get(i)));
    }
    Peers peers =
        Peers.start(
            PeerPrograms.ofDistribution(System.getenv()), PEERS, TASK, files.toArray(Path[]::new));
    List<Trial> trials = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      int place = i;
      List<TaskLoad.Step> steps = changes.get(i);
      String workload = steps.size() + " changes";
      trials.add(new Trial(workload, Trial.OURS, unused -> new TwoNodes(load, steps).run()));
      peers
          .ready()
          .forEach(
              (side, peer) ->
                  trials.add(new Trial(workload, side, unused -> theirs(peer, place, steps))));
      if (peers.has(Peers.YJS, Peers.LORO)) {
        targets.add(
            Target.times(
                GOALS.get(i),
                carried(workload, Trial.OURS),
                carried(workload, Peers.YJS),
                carried(workload, Peers.LORO)));
      }
    }
    return new Plan(0, trials, targets, peers.versions(), peers.missing(), peers.helpers());
  }

  private static Series carried(String workload, String side) {
    return new Series(workload, side, CARRIED);
  }

  /** A peer's program does all differences each time; one is taken. */
  private static List<Reading> theirs(PeerProcess peer, int place, List<TaskLoad.Step> steps)
      throws IOException {
    Doc answer = peer.run().docs("rounds").get(place);
    if (answer.number("changes") != steps.size()) {
      throw new IllegalStateException("the peer made " + answer.number("changes") + " changes");
    }
    return List.of(
        new Reading(CARRIED, answer.real("bytes")), new Reading(MESSAGES, answer.real("messages")));
  }
}
