package io.echofield.swarmkit.tools.bench;

import static io.echofield.swarmkit.tools.measure.Metric.Better.HIGHER;
import static io.echofield.swarmkit.tools.measure.Metric.Better.LOWER;

import io.echofield.swarmkit.tools.demo.Cable;
import io.echofield.swarmkit.tools.field.FieldBroker;
import io.echofield.swarmkit.tools.field.FieldNode;
import io.echofield.swarmkit.tools.field.FieldSwarm;
import io.echofield.swarmkit.tools.field.PlainMqtt;
import io.echofield.swarmkit.tools.field.Wait;
import io.echofield.swarmkit.tools.measure.Benchmark;
import io.echofield.swarmkit.tools.measure.Metric;
import io.echofield.swarmkit.tools.measure.Parameter;
import io.echofield.swarmkit.tools.measure.Plan;
import io.echofield.swarmkit.tools.measure.Reading;
import io.echofield.swarmkit.tools.measure.Series;
import io.echofield.swarmkit.tools.measure.Target;
import io.echofield.swarmkit.tools.measure.Trial;
import io.echofield.swarmkit.tools.measure.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node that knows nothing joins one that holds many live tasks, over a broker that never saw
 * them, beside the usual way to do it: a map of retained messages.
 */
final class Joiner implements Benchmark {
  static final String JOINED = "join";
  static final String MAP = "retained map";
  static final String SIGNED_MAP = "retained map, signed";

  /** From the start of the joiner's process, or of the subscriber's connection. */
  static final Metric TIME = new Metric("until equal", "s", LOWER);

  /** What came to the joiner, whatever it was. */
  static final Metric RECEIVED = new Metric("received", "MB", LOWER);

  /** What the joiner said. */
  static final Metric SENT = new Metric("sent", "MB", LOWER);

  /** Payloads that the broker keeps before the join. */
  static final Metric RETAINED = new Metric("retained", "MB", LOWER);

  /** Memory of the broker's process after the join, beyond what it had when it was empty. */
  static final Metric GROWTH = new Metric("broker growth", "MB", LOWER);

  /** The same at its highest. */
  static final Metric PEAK = new Metric("broker growth at most", "MB", LOWER);

  static final Metric TASKS = new Metric("tasks", "held", HIGHER);

  private static final double MEGABYTE = 1e6;

  private static final Parameter SIZE =
      new Parameter("tasks", "live tasks that one node holds", 100_000, 1, 1_000_000);

  private static final String HOLDER = "holder";
  private static final String JOINER = "joiner";
  private static final long MEET_MILLIS_MAX = 60_000;
  private static final long EQUAL_MILLIS_MAX = 1_800_000;

  /** The holder's hints are on the broker by then: they follow a link's coming up within 2 s. */
  private static final long SETTLE_MILLIS = 5_000;

  /** No message comes for so long: there are no more. */
  private static final long QUIET_MILLIS = 500;

  @Override
  public String name() {
    return "joiner-100k";
  }

  @Override
  public String measures() {
    return "A new node gets all live tasks of another over a broker that keeps no copy of them:"
        + " bytes, seconds, the broker's memory; beside one retained JSON message for each task.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(SIZE);
  }

  /** Makes the tasks once: with a new broker and a new joiner each round begins from the same. */
  @Override
  public Plan prepare(Values values, Path folder) throws IOException, InterruptedException {
    int tasks = values.getInt(SIZE);
    FieldSwarm swarm = FieldSwarm.make(folder, List.of(HOLDER, JOINER));
    List<RetainedMap.Task> made = new ArrayList<>();
    try (FieldNode holder = swarm.start(HOLDER)) {
      List<String> texts = RetainedMap.texts(tasks);
      List<String> ids = holder.addNotifies(FieldSwarm.ABSENT, texts);
      for (int i = 0; i < tasks; i++) {
        made.add(new RetainedMap.Task(ids.get(i), texts.get(i)));
      }
    }
    Series ours = new Series(JOINED, Trial.OURS, RECEIVED);
    List<Target> targets =
        List.of(
            Target.times(0.35, ours, new Series(JOINED, SIGNED_MAP, RECEIVED)),
            Target.times(0.35, ours, new Series(JOINED, MAP, RECEIVED)),
            Target.number(1, new Series(JOINED, Trial.OURS, GROWTH)));
    List<Trial> trials =
        List.of(
            new Trial(JOINED, Trial.OURS, where -> join(swarm, where, tasks)),
            new Trial(JOINED, SIGNED_MAP, where -> map(where, made, true)),
            new Trial(JOINED, MAP, where -> map(where, made, false)));
    return new Plan(0, trials, targets, Map.of("broker", FieldBroker.kindHere()));
  }

  private static List<Reading> join(FieldSwarm swarm, Path folder, int tasks)
      throws IOException, InterruptedException {
    swarm.forget(JOINER);
    try (FieldBroker broker = FieldBroker.mosquitto(folder);
        Cable far = Cable.to(broker.port());
        Cable near = Cable.to(broker.port())) {
      long empty = broker.residentBytes();
      try (FieldNode holder = swarm.start(HOLDER, broker, far)) {
        Wait.until("the holder's link is up", MEET_MILLIS_MAX, holder::linksUp);
        Thread.sleep(SETTLE_MILLIS);
        long retained = retainedBytes(broker);
        long start = System.nanoTime();
        try (FieldNode joiner = swarm.start(JOINER, broker, near)) {
          Wait.until(
              "the histories are equal", EQUAL_MILLIS_MAX, () -> FieldNode.same(joiner, holder));
          double seconds = (System.nanoTime() - start) / 1e9;
          List<Reading> readings =
              readings(seconds, near.bytesBack(), near.bytesThere(), retained, broker, empty);
          long held = FieldNode.equalTasks(holder, joiner).count();
          if (held != tasks) {
            throw new IOException("%d tasks were made, but %d are there".formatted(tasks, held));
          }
          readings.add(new Reading(TASKS, held));
          return readings;
        }
      }
    }
  }

  private static List<Reading> map(Path folder, List<RetainedMap.Task> tasks, boolean signed)
      throws IOException, InterruptedException {
    try (FieldBroker broker = FieldBroker.mosquitto(folder);
        Cable near = Cable.to(broker.port())) {
      long empty = broker.residentBytes();
      long retained = RetainedMap.publish(broker.port(), tasks, signed);
      long start = System.nanoTime();
      int held = RetainedMap.receive(near.port(), tasks.size());
      double seconds = (System.nanoTime() - start) / 1e9;
      List<Reading> readings =
          readings(seconds, near.bytesBack(), near.bytesThere(), retained, broker, empty);
      readings.add(new Reading(TASKS, held));
      return readings;
    }
  }

  private static List<Reading> readings(
      double seconds, long received, long sent, long retained, FieldBroker broker, long empty)
      throws IOException {
    List<Reading> readings = new ArrayList<>();
    readings.add(new Reading(TIME, seconds));
    readings.add(new Reading(RECEIVED, received / MEGABYTE));
    readings.add(new Reading(SENT, sent / MEGABYTE));
    readings.add(new Reading(RETAINED, retained / MEGABYTE));
    readings.add(new Reading(GROWTH, (broker.residentBytes() - empty) / MEGABYTE));
    readings.add(new Reading(PEAK, (broker.residentBytesMost() - empty) / MEGABYTE));
    return readings;
  }

  /** Payloads of all that the broker keeps, but for what it says of itself. */
  private static long retainedBytes(FieldBroker broker) throws IOException, InterruptedException {
    long bytes = 0;
    try (PlainMqtt client = PlainMqtt.connect(broker.port(), "count")) {
      client.subscribe("#");
      long quietSince = System.nanoTime();
      while (System.nanoTime() - quietSince < QUIET_MILLIS * 1_000_000) {
        if (client.hasNext()) {
          PlainMqtt.Message message = client.next();
          bytes += message.retained() ? message.payloadBytes() : 0;
          quietSince = System.nanoTime();
        } else {
          Thread.sleep(Wait.LOOK_MILLIS);
        }
      }
    }
    return bytes;
  }
}
