package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.tools.demo.Cable;
import io.echofield.swarmkit.tools.field.FieldBroker;
import io.echofield.swarmkit.tools.field.FieldNode;
import io.echofield.swarmkit.tools.field.FieldSwarm;
import io.echofield.swarmkit.tools.field.PlainMqtt;
import io.echofield.swarmkit.tools.field.Wait;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Two brokers with a bridge that is cut and healed, and tasks on them of which each is cancelled
 * meanwhile by the side that made it. Counted is what does not show as cancelled afterwards, on
 * either side.
 */
final class BridgeHeal {
  private static final String OPEN = "open";
  private static final String CANCELLED = "cancelled";
  private static final String TOPIC = "tasks/";

  private static final long MEET_MILLIS_MAX = 60_000;
  private static final long EQUAL_MILLIS_MAX = 180_000;

  /** A bridge tries anew every second, and carries these few messages at once. */
  private static final long BRIDGE_MILLIS = 6_000;

  private static final long QUIET_MILLIS = 1_000;

  /** Brokers, the one with the bridge last, and the cable of the bridge. */
  private record Brokers(FieldBroker left, Cable cable, FieldBroker right)
      implements AutoCloseable {
    static Brokers start(Path folder) throws IOException, InterruptedException {
      Path ofLeft = Files.createDirectories(folder.resolve("left"));
      Path ofRight = Files.createDirectories(folder.resolve("right"));
      List<AutoCloseable> started = new ArrayList<>();
      boolean whole = false;
      try {
        FieldBroker left = FieldBroker.mosquitto(ofLeft);
        started.add(0, left);
        Cable cable = Cable.to(left.port());
        started.add(0, cable);
        FieldBroker right = FieldBroker.bridged(ofRight, cable.port());
        whole = true;
        return new Brokers(left, cable, right);
      } finally {
        if (!whole) {
          for (AutoCloseable one : started) {
            closeQuietly(one);
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      right.close();
      cable.close();
      left.close();
    }
  }

  private static void closeQuietly(AutoCloseable one) throws IOException {
    try {
      one.close();
    } catch (Exception e) {
      throw new IOException("cannot stop what was started: " + e.getMessage(), e);
    }
  }

  private BridgeHeal() {}

  /** A retained message for each task; QoS 1 on the bridge. */
  static long staleInMap(Path folder, int tasks) throws IOException, InterruptedException {
    try (Brokers brokers = Brokers.start(folder)) {
      publish(brokers.left().port(), tasks, 0, OPEN);
      publish(brokers.right().port(), tasks, 1, OPEN);
      Wait.until(
          "both brokers have all tasks",
          MEET_MILLIS_MAX,
          () ->
              kept(brokers.left().port()).size() == tasks
                  && kept(brokers.right().port()).size() == tasks);
      brokers.cable().cut();
      publish(brokers.left().port(), tasks, 0, CANCELLED);
      publish(brokers.right().port(), tasks, 1, CANCELLED);
      brokers.cable().heal();
      Thread.sleep(BRIDGE_MILLIS);
      return stale(kept(brokers.left().port())) + stale(kept(brokers.right().port()));
    }
  }

  private static void publish(int port, int tasks, int first, String status) throws IOException {
    try (PlainMqtt client = PlainMqtt.connect(port, "publisher")) {
      for (int task = first; task < tasks; task += 2) {
        client.keep(TOPIC + task, status);
      }
      client.settle();
    }
  }

  /** How long each retained message is. */
  private static SortedMap<String, Integer> kept(int port) throws IOException {
    SortedMap<String, Integer> kept = new TreeMap<>();
    try (PlainMqtt client = PlainMqtt.connect(port, "reader")) {
      client.subscribe(TOPIC + "#");
      long quietSince = System.nanoTime();
      while (System.nanoTime() - quietSince < QUIET_MILLIS * 1_000_000) {
        while (client.hasNext()) {
          PlainMqtt.Message message = client.next();
          kept.put(message.topic(), message.payloadBytes());
          quietSince = System.nanoTime();
        }
        Thread.onSpinWait();
      }
    }
    return kept;
  }

  private static long stale(SortedMap<String, Integer> kept) {
    return kept.values().stream().filter(bytes -> bytes != CANCELLED.length()).count();
  }

  /** An agent on each broker. */
  static long staleInLedgers(Path folder, int tasks) throws IOException, InterruptedException {
    FieldSwarm swarm =
        FieldSwarm.make(Files.createDirectories(folder.resolve("swarm")), List.of("a", "b"));
    try (Brokers brokers = Brokers.start(folder);
        Cable ofA = Cable.to(brokers.left().port());
        Cable ofB = Cable.to(brokers.right().port());
        FieldNode a = swarm.start("a", brokers.left(), ofA);
        FieldNode b = swarm.start("b", brokers.right(), ofB)) {
      Wait.until("the nodes hear each other", MEET_MILLIS_MAX, () -> a.hears("b") && b.hears("a"));
      List<String> ids = new ArrayList<>(a.addNotifies(FieldSwarm.ABSENT, texts(tasks, 0)));
      List<String> ofOther = b.addNotifies(FieldSwarm.ABSENT, texts(tasks, 1));
      Wait.until("both have all tasks", EQUAL_MILLIS_MAX, () -> FieldNode.same(a, b));
      brokers.cable().cut();
      cancel(a, ids);
      cancel(b, ofOther);
      brokers.cable().heal();
      Wait.until("the ledgers are equal", EQUAL_MILLIS_MAX, () -> FieldNode.same(a, b));
      ids.addAll(ofOther);
      return stale(a, ids) + stale(b, ids);
    }
  }

  private static List<String> texts(int tasks, int first) {
    List<String> texts = new ArrayList<>();
    for (int task = first; task < tasks; task += 2) {
      texts.add("check pump " + task);
    }
    return texts;
  }

  private static void cancel(FieldNode node, List<String> ids) throws IOException {
    for (String id : ids) {
      node.ask("task.cancel", Map.of("id", id));
    }
  }

  private static long stale(FieldNode node, List<String> ids) throws IOException {
    long stale = 0;
    for (String id : ids) {
      Doc shown = node.ask("task.show", Map.of("id", id));
      stale += shown.doc("task").text("status").equals(CANCELLED) ? 0 : 1;
    }
    return stale;
  }
}
