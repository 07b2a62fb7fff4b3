package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents and one folder, no broker: the oldest way to start. */
class DropQuickstartIT {
  private static final Duration SYNC_INTERVAL = Duration.ofSeconds(2);

  @Test
  void whatOneIsToldTheOtherListsWithinTwoIntervals(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      String drop = folder.resolve("swarm_sync").toString();
      String[] flags = {
        "--sync-path", drop, "--health-interval", "2", "--sync-interval", "2", "--peers", "node-x"
      };
      Lab.Node a = lab.agent("node-a", flags);
      Lab.Node b = lab.agent("node-b", flags);
      await("each lists the other's health")
          .atMost(SYNC_INTERVAL.multipliedBy(5))
          .until(() -> hears(a, "node-b") && hears(b, "node-a"));
      assertThat(a.sees("node-x")).isEqualTo("silent");

      Lab.Result added =
          lab.run("task", "add", "notify", "-n", "node-a", "--param", "text=hi", "-o", "json");
      String id = added.json().text("id");
      await("listed on the other")
          .atMost(SYNC_INTERVAL.multipliedBy(2))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> b.taskIds().contains(id));
      await("equal ledgers").atMost(Lab.START_MAX).until(() -> a.ledger().equals(b.ledger()));
      assertThat(lab.run("task", "list", "-n", "node-b").out()).contains("notify", "node-a");
    }
  }

  private static boolean hears(Lab.Node node, String peer) {
    return Set.of("ok", "degraded", "critical").contains(node.sees(peer));
  }
}
