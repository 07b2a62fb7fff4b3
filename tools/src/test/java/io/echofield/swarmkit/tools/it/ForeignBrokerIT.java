package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same agents with a broker that is not ours: Debian's mosquitto. */
class ForeignBrokerIT {
  @Test
  void twoAgentsMeetThroughMosquitto(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      int port = mosquitto(lab);
      String[] flags = {
        "--link",
        "mqtt://127.0.0.1:" + port,
        "--health-interval",
        "1",
        "--sync-interval",
        "1",
        "--swarm",
        "ours"
      };
      Lab.Node a = lab.agent("a", flags);
      String early = a.addNotify("before the other is there");
      Lab.Node b = lab.agent("b", flags);
      String late = b.addNotify("from the other side");
      await("both have both tasks, done")
          .atMost(Lab.START_MAX)
          .until(() -> a.ledger().equals(b.ledger()) && a.taskIds().size() == 2);
      assertThat(b.taskIds()).containsExactlyInAnyOrder(early, late);
      Lab.Result health =
          lab.runProgram(
              List.of(
                  "mosquitto_sub", "-p", "" + port, "-t", "ours/health/a", "-C", "1", "-W", "9"));
      assertThat(health.json().text("node")).isEqualTo("a");
      b.stop();
      await("a clean stop is a goodbye")
          .atMost(Duration.ofSeconds(5))
          .until(() -> a.sees("b").equals("offline"));
    }
  }

  private static int mosquitto(Lab lab) throws IOException {
    int port = Lab.freePort();
    Path config = lab.folder().resolve("mosquitto.conf");
    Files.writeString(config, "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
    // Debian has it in sbin, which is not on everybody's PATH.
    String program =
        Stream.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst()
            .orElse("mosquitto");
    Path log = lab.folder().resolve("mosquitto.log");
    lab.start(List.of(program, "-c", config.toString()), log, log);
    await("mosquitto listens")
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              new Socket(InetAddress.getLoopbackAddress(), port).close();
              return true;
            });
    return port;
  }
}
