package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.tools.field.PlainMqtt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The peer of {@link Joiner}: every task is one retained JSON message under its id, and who joins
 * subscribes to all of them.
 *
 * <p>The JSON is what {@code task show} says of an open task, reduced to what the task is: id,
 * action, target, priority, parameters, creator; and, signed, the 64 bytes by which its creator
 * vouches for it, in Base64. They are random here, since only their length counts. Nobody checks
 * them, and all goes at QoS 0: that is the peer's best case.
 */
final class RetainedMap {
  private static final String TOPIC = "swarm/task/";
  private static final int SIGNATURE_BYTES = 64;

  /** What differs between tasks. */
  record Task(String id, String text) {}

  private RetainedMap() {}

  /** The parameter of each task. */
  static List<String> texts(int tasks) {
    return IntStream.range(0, tasks).mapToObj(i -> "check pump " + i).toList();
  }

  private static String json(Task task, String signature) {
    return "{\"id\":\"%s\",\"action\":\"notify\",\"target\":\"absent\",\"priority\":5,"
            .formatted(task.id())
        + "\"parameters\":{\"text\":\"%s\"},\"creator\":\"holder\"%s}"
            .formatted(task.text(), signature);
  }

  /** Publishes all of them, and returns the bytes of their payloads when the broker has them. */
  static long publish(int port, List<Task> tasks, boolean signed) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    byte[] signature = new byte[SIGNATURE_BYTES];
    long bytes = 0;
    try (PlainMqtt client = PlainMqtt.connect(port, "publisher")) {
      for (Task task : tasks) {
        random.nextBytes(signature);
        String proof =
            signed
                ? ",\"signature\":\"" + Base64.getEncoder().encodeToString(signature) + "\""
                : "";
        String json = json(task, proof);
        client.keep(TOPIC + task.id(), json);
        bytes += json.getBytes(StandardCharsets.UTF_8).length;
      }
      client.settle();
    }
    return bytes;
  }

  /**
   * Subscribes, and returns how many tasks came when as many came as there are.
   *
   * @throws IOException if fewer came
   */
  static int receive(int port, int tasks) throws IOException {
    Set<String> topics = new HashSet<>();
    try (PlainMqtt client = PlainMqtt.connect(port, "joiner")) {
      client.subscribe(TOPIC + "#");
      while (topics.size() < tasks) {
        topics.add(client.next().topic());
      }
    }
    return topics.size();
  }
}
