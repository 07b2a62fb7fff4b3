package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose disk is full goes on without what it cannot do, says so, and needs no hand but the
 * one that makes space. The disk is a real small one, mounted for the test.
 */
class FullDiskIT {
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final int ADDS_MAX = 5_000;
  private static final int BLOCK_BYTES = 4_096;

  @TempDir private Path folder;
  private Lab lab;
  private Path disk;
  private Path drop;

  @BeforeEach
  void mount() throws Exception {
    lab = new Lab(folder);
    disk = Files.createDirectories(lab.data("small"));
    drop = folder.resolve("swarm_sync");
    asRoot("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    lab.close();
    asRoot("umount", "-l", disk.toString());
  }

  @Test
  void aFullDiskIsSaidAndSeenAndLeftBehindWithoutARestart() throws Exception {
    Lab.Node small = agent("small");
    Lab.Node large = agent("large");
    String before = small.addNotify("before");
    await("the peer has it").atMost(SECONDS).until(() -> large.taskIds().contains(before));

    Path filler = fill();
    Lab.Result refused = addUntilRefused(small);
    assertThat(refused.exit()).as(refused.toString()).isEqualTo(73);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().strip().lines()).as(refused.err()).hasSize(1);
    assertThat(refused.err()).contains("no space left", "" + disk, "make space");
    List<String> acknowledged = small.taskIds();

    assertAnswers(before);
    await("the peer sees it").atMost(SECONDS).until(() -> large.sees("small").equals("critical"));
    assertThat(healthFile()).contains("\"state\":\"critical\"", "store_full");
    String meanwhile = large.addNotify("meanwhile");
    await("it was heard of").atMost(SECONDS).until(() -> deferred(small) > 0);
    assertThat(small.taskIds()).isEqualTo(acknowledged);

    Files.delete(filler);
    await("it takes tasks again")
        .atMost(SECONDS)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> add().exit() == 0);
    await("what was deferred came")
        .atMost(SECONDS)
        .until(() -> small.taskIds().contains(meanwhile));
    await("equal ledgers").atMost(SECONDS).until(() -> small.ledger().equals(large.ledger()));
    assertThat(large.taskIds()).containsAll(acknowledged);
    // Not that it is ok: this machine may be busy.
    await("its fault is over").atMost(SECONDS).until(() -> !large.sees("small").equals("critical"));
    assertThat(healthFile()).doesNotContain("store_full");
    assertThat(small.process().isAlive()).isTrue();
  }

  @Test
  void onAFullDiskANodeIsLookedAtButNotStarted() throws Exception {
    Lab.Node small = agent("small");
    String task = small.addNotify("before");
    small.stop();
    fill();
    Lab.Result run = lab.run("agent", "run", "-n", "small", "--data-dir", disk.toString());
    assertThat(run.exit()).as(run.toString()).isEqualTo(73);
    assertThat(run.err().strip().lines().filter(line -> line.startsWith("echofield: "))).hasSize(1);
    assertThat(run.err()).contains("no space left", "" + disk).doesNotContain("Exception");
    Lab.Result list =
        lab.run("task", "list", "-n", "small", "--data-dir", disk.toString(), "-o", "jsonl");
    assertThat(list.exit()).as(list.toString()).isZero();
    assertThat(list.out()).contains(task);
    Lab.Result add =
        lab.run(
            "task",
            "add",
            "notify",
            "-n",
            "small",
            "--data-dir",
            disk.toString(),
            "--param",
            "text=x");
    assertThat(add.exit()).as(add.toString()).isEqualTo(73);
    assertThat(add.err()).contains("no space left");
  }

  private void assertAnswers(String task) throws Exception {
    assertThat(lab.run("task", "list", "-n", "small", "-o", "jsonl").out()).contains(task);
    Lab.Result status = lab.run("status", "-n", "small");
    assertThat(status.exit()).as(status.toString()).isEqualTo(2);
    assertThat(status.out())
        .contains("small is critical", "no space left", "next: make space; writing goes on");
    Lab.Result health = lab.run("health", "show", "-n", "small");
    assertThat(health.exit()).isEqualTo(2);
    assertThat(health.out()).contains("store_full", "critical", "no space left");
    Lab.Result nodes = lab.run("node", "list", "-n", "large");
    assertThat(nodes.out()).contains("store_full");
  }

  private static long deferred(Lab.Node node) {
    return node.ask("status", Map.of()).number("deferred");
  }

  /** What the drop folder keeps of the node's health, for every tool. */
  private String healthFile() throws IOException {
    try (var files = Files.walk(drop)) {
      for (Path file : files.filter(f -> f.endsWith("health.json")).toList()) {
        String json = Files.readString(file);
        if (new Doc(JSON.std.mapFrom(json)).text("node").equals("small")) {
          return json;
        }
      }
    }
    throw new AssertionError("no health of small in " + drop);
  }

  private Lab.Node agent(String name) throws IOException {
    return lab.agent(
        name, "--sync-path", drop.toString(), "--health-interval", "2", "--sync-interval", "1");
  }

  private Lab.Result add() throws Exception {
    return lab.run("task", "add", "notify", "-n", "small", "--param", "text=more");
  }

  /** What the store has allocated ahead is still its own: it may take some tasks. */
  private Lab.Result addUntilRefused(Lab.Node node) throws Exception {
    Map<String, Object> task =
        Map.of("action", "notify", "params", Map.of("text", "x".repeat(100)));
    int adds = 0;
    while (node.calls().call("task.add", task).exit() == 0) {
      adds++;
      assertThat(adds).as("tasks on a full disk").isLessThan(ADDS_MAX);
    }
    return add();
  }

  /** Takes every byte that is left. */
  private Path fill() throws IOException {
    Path filler = disk.resolve("filler");
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return filler;
  }

  private static void asRoot(String... command) throws Exception {
    List<String> words = new ArrayList<>();
    if (!System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("sudo", "-n"));
    }
    words.addAll(List.of(command));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", words, output).isZero();
  }
}
