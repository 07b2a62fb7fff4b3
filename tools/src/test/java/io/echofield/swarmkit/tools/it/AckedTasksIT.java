package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.tools.show.Doc;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent has acknowledged survives its death. */
class AckedTasksIT {
  private static final int LIVES = 4;
  private static final int TASKS_MAX = 2_000;

  @Test
  void everyAcknowledgedTaskIsThereAfterKill9(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      Set<String> acknowledged = new LinkedHashSet<>();
      for (int life = 1; life <= LIVES; life++) {
        Lab.Node node = lab.agent("a");
        assertThat(node.taskIds()).containsAll(acknowledged);
        int before = acknowledged.size();
        addUntilDead(node, acknowledged, before + 7 * life);
        node.kill9();
        assertThat(acknowledged.size()).as("added in life %d", life).isGreaterThan(before);
      }
      Lab.Node last = lab.agent("a");
      assertThat(last.taskIds()).containsAll(acknowledged);
      String id = acknowledged.iterator().next();
      assertThat(last.ask("task.history", Map.of("id", id)).docs("entries"))
          .extracting(entry -> entry.text("entry"))
          .doesNotHaveDuplicates();
    }
  }

  /** Goes on adding while the node is killed: the last one may be lost, no acknowledged one. */
  private static void addUntilDead(Lab.Node node, Set<String> acknowledged, int killAt) {
    CompletableFuture<Process> killed = CompletableFuture.completedFuture(node.process());
    for (int i = 0; i < TASKS_MAX; i++) {
      ApiAnswer answer =
          node.calls()
              .call("task.add", Map.of("action", "notify", "params", Map.of("text", "n" + i)));
      if (answer.isError()) {
        break;
      }
      acknowledged.add(new Doc(answer.document()).text("id"));
      if (acknowledged.size() == killAt) {
        killed = CompletableFuture.supplyAsync(() -> node.process().destroyForcibly());
      }
    }
    killed.join();
  }
}
