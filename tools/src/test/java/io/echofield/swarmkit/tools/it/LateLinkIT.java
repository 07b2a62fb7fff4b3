package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.tools.show.Doc;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts alone loses nothing and sends nothing twice when a link comes up. */
class LateLinkIT {
  @Test
  void aTaskOfALonelyNodeReachesThePeerOnce(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      int port = Lab.freePort();
      Lab.Node lonely =
          lab.agent(
              "lonely",
              "--link",
              "mqtt://127.0.0.1:" + port + "?swarm=true",
              "--sync-interval",
              "1",
              "--health-interval",
              "1");
      await("its health cycle runs")
          .atMost(Lab.START_MAX)
          .until(() -> lonely.ask("status", Map.of()).has("score"));
      Doc link = lonely.ask("link.list", Map.of()).docs("links").get(0);
      assertThat(link.text("state")).isNotEqualTo("up");
      assertThat(link.text("reason")).isNotEmpty();
      String id = lonely.addNotify("said while alone");
      await("it is done").atMost(Lab.START_MAX).until(() -> done(lonely, id));

      Lab.Node late = lab.agent("late", "--broker", "127.0.0.1:" + port, "--sync-interval", "1");
      await("the task is on the peer")
          .atMost(Lab.START_MAX)
          .until(() -> late.taskIds().contains(id) && done(late, id));
      await("equal ledgers")
          .atMost(Lab.START_MAX)
          .until(() -> lonely.ledger().equals(late.ledger()));
      assertThat(late.taskIds()).containsExactly(id);
      assertThat(history(late, id)).isEqualTo(history(lonely, id)).doesNotHaveDuplicates();
      assertThat(history(late, id)).hasSize(4);
    }
  }

  private static boolean done(Lab.Node node, String id) {
    return node.ask("task.show", Map.of("id", id)).doc("task").text("status").equals("done");
  }

  private static List<String> history(Lab.Node node, String id) {
    return node.ask("task.history", Map.of("id", id)).docs("entries").stream()
        .map(entry -> entry.text("kind") + " " + entry.text("entry"))
        .toList();
  }
}
