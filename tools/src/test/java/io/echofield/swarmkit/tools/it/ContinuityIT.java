package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator puts an old copy of a data folder back, or takes one to a second machine. */
class ContinuityIT extends InLab {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAME = "node-a";

  @Test
  void anOldCopyPutBackIsSaidAndLosesNothing() throws Exception {
    Lab.Node peer = agent(lab.data("node-b"), "node-b");
    Path data = lab.data(NAME);
    Lab.Node first = agent(data, NAME);
    assertThat(continuity(first).text("state")).isEqualTo("whole");
    String before = first.addNotify("before the copy");
    awaitTasks(peer, before);
    first.stop();
    Path copy = folder.resolve("copy");
    copy(data, copy);
    Lab.Node second = agent(data, NAME);
    assertThat(continuity(second).text("state")).isEqualTo("whole");
    String one = second.addNotify("after the copy");
    String two = second.addNotify("after the copy too");
    awaitTasks(peer, one, two);
    second.stop();
    remove(data);
    copy(copy, data);

    // A command that opens the folder while no agent runs notices it, and it still shows later.
    Lab.Result offline = lab.run("task", "list", "--data-dir", data.toString(), "-o", "jsonl");
    assertThat(offline.out()).contains(before).doesNotContain(one);
    Lab.Node restored = agent(data, NAME);
    Lab.Result status = lab.run("status", "-n", NAME, "-o", "json");
    // Not its exit code: the machine may be busy, and then the node is degraded.
    Doc continuity = status.json().doc("continuity");
    assertThat(continuity.text("state")).isEqualTo("restored");
    assertThat(continuity.text("since")).isNotEmpty();
    assertThat(problems(status.json())).anyMatch(p -> p.contains("restored from a copy"));
    String fresh = restored.addNotify("after the restore");
    awaitTasks(restored, before, one, two, fresh);
    awaitTasks(peer, fresh);
    await().atMost(PATIENCE).until(() -> restored.ledger().equals(peer.ledger()));
    assertThat(lab.run("status", "-n", NAME).out()).contains("restored", "nothing to do");
  }

  @Test
  void twoThatRunWithOneIdentityAreToldWhatToDo() throws Exception {
    Lab.Node peer = agent(lab.data("node-b"), "node-b");
    Path data = lab.data(NAME);
    Lab.Node first = agent(data, NAME);
    awaitTasks(peer, first.addNotify("before the copy"));
    first.stop();
    Path copy = lab.data("copy");
    copy(data, copy);
    Lab.Node original = agent(data, NAME);
    Lab.Node copied = agent(copy, NAME);
    assertThat(continuity(copied).text("state")).isIn("copied", "elsewhere");
    // What is written a while after both began shows each that the other is alive.
    await().atMost(PATIENCE).until(() -> uptimeSeconds(original) > 4 && uptimeSeconds(copied) > 4);
    String left = original.addNotify("of the original");
    String right = copied.addNotify("of the copy");
    for (Lab.Node node : List.of(original, copied, peer)) {
      awaitTasks(node, left, right);
    }
    for (Lab.Node node : List.of(original, copied)) {
      await().atMost(PATIENCE).until(() -> continuity(node).text("state").equals("elsewhere"));
    }
    await().atMost(PATIENCE).until(() -> original.ledger().equals(peer.ledger()));
    await().atMost(PATIENCE).until(() -> copied.ledger().equals(peer.ledger()));
    Lab.Result status = lab.run("status", "--data-dir", copy.toString(), "-o", "json");
    assertThat(status.exit()).as(status.toString()).isEqualTo(2);
    assertThat(problems(status.json())).anyMatch(p -> p.contains("--node-id"));
  }

  private Lab.Node agent(Path data, String name) throws IOException {
    String link = "file:" + folder.resolve("drop");
    return lab.agentIn(data, name, "--link", link, "--sync-interval", "1s");
  }

  private static Doc continuity(Lab.Node node) {
    return node.ask("status", Map.of()).doc("continuity");
  }

  private static long uptimeSeconds(Lab.Node node) {
    return node.ask("status", Map.of()).number("uptime_s");
  }

  private static List<String> problems(Doc status) {
    return status.docs("problems").stream()
        .map(p -> p.text("what") + " " + p.text("next"))
        .toList();
  }

  private static void awaitTasks(Lab.Node node, String... ids) {
    await(node.name() + " has the tasks")
        .atMost(PATIENCE)
        .until(() -> node.taskIds().containsAll(List.of(ids)));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(
                  file,
                  to.resolve(from.relativize(file).toString()),
                  StandardCopyOption.COPY_ATTRIBUTES);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static void remove(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException error)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
