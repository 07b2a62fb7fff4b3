package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.tools.Shows;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator looks after a ledger: checks it, copies it, breaks it and makes it good again. */
class LedgerCareIT extends InLab {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAME = "node-a";

  @Test
  void aLedgerIsCheckedCopiedAndCompactedBesideItsAgent() throws Exception {
    Lab.Node node = lab.agent(NAME);
    String task = node.addNotify("hello");
    awaitDone(node, task);
    Lab.Result verified = lab.run("ledger", "verify", "-n", NAME, "-o", "json");
    assertThat(verified.exit()).as(verified.toString()).isZero();
    assertThat(verified.json().flag("good")).isTrue();
    assertThat(verified.json().number("entries")).isPositive();
    Path file = folder.resolve("ledger.bundle");
    Lab.Result snapshot = lab.run("ledger", "snapshot", file.toString(), "-n", NAME, "-o", "json");
    assertThat(snapshot.exit()).as(snapshot.toString()).isZero();
    assertThat(snapshot.json().number("entries")).isEqualTo(verified.json().number("entries"));
    assertThat(snapshot.json().number("bytes")).isEqualTo(Files.size(file));
    Lab.Result compacted = lab.run("ledger", "compact", "-n", NAME, "-o", "json");
    assertThat(compacted.exit()).as(compacted.toString()).isZero();
    assertThat(compacted.json().number("bytes_after")).isPositive();
    assertThat(node.taskIds()).contains(task);
    Lab.Result repair = lab.run("ledger", "repair", "-n", NAME);
    assertThat(repair.exit()).isEqualTo(73);
    assertThat(repair.err()).contains("echofield agent stop").hasLineCount(1);
  }

  @Test
  void whatAPeerHasComesBackAfterDamage() throws Exception {
    Lab.Node peer = agent("node-b");
    Lab.Node node = agent(NAME);
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tasks.add(node.addNotify("pump number " + i));
    }
    await().atMost(PATIENCE).until(() -> peer.taskIds().containsAll(tasks));
    await().atMost(PATIENCE).until(() -> node.ledger().equals(peer.ledger()));
    node.kill9();
    damageInJournal("pump number 3");

    Lab.Result refused = lab.run("status", "--data-dir", lab.data(NAME).toString());
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("is damaged at byte", "ledger repair").hasLineCount(1);
    Lab.Result verified = lab.run(atRest("ledger", "verify", "-o", "json"));
    assertThat(verified.exit()).isEqualTo(1);
    assertThat(verified.json().docs("faults").get(0).text("place")).contains(".log at byte ");
    Lab.Result repaired = lab.run(atRest("ledger", "repair", "-o", "json"));
    assertThat(repaired.exit()).as(repaired.toString()).isZero();
    assertThat(repaired.json().number("missing")).isPositive();
    assertThat(repaired.json().doc("after").flag("good")).isTrue();
    assertThat(repaired.json().texts("done").toString()).contains("was put aside", "are lost");

    Lab.Node again = agent(NAME);
    await().atMost(PATIENCE).until(() -> again.taskIds().containsAll(tasks));
    await().atMost(PATIENCE).until(() -> again.ledger().equals(peer.ledger()));
    String fresh = again.addNotify("after the repair");
    await().atMost(PATIENCE).until(() -> peer.taskIds().contains(fresh));
    again.stop();
    assertThat(lab.run(atRest("ledger", "verify")).exit()).isZero();
  }

  @Test
  @Shows("B-4")
  void withoutAPeerASnapshotBringsBackWhatItHas() throws Exception {
    Lab.Node node = lab.agent(NAME);
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(node.addNotify("pump number " + i));
      awaitDone(node, tasks.get(i));
    }
    Path file = folder.resolve("ledger.bundle");
    assertThat(lab.run("ledger", "snapshot", file.toString(), "-n", NAME).exit()).isZero();
    String ledger = node.ledger();
    node.stop();
    try (Stream<Path> files = Files.walk(lab.data(NAME).resolve("store/journal"))) {
      for (Path segment : files.filter(Files::isRegularFile).toList()) {
        Files.delete(segment);
      }
    }
    Lab.Result repaired =
        lab.run(atRest("ledger", "repair", "--snapshot", file.toString(), "-o", "json"));
    assertThat(repaired.exit()).as(repaired.toString()).isZero();
    assertThat(repaired.json().texts("done").toString()).contains("came back from");
    assertThat(repaired.json().number("missing")).isZero();
    Lab.Node again = lab.agent(NAME);
    assertThat(again.taskIds()).containsAll(tasks);
    assertThat(again.ledger()).isEqualTo(ledger);
  }

  @Test
  void rotIsMendedByTheNextStartAndTold() throws Exception {
    Lab.Node node = lab.agent(NAME);
    String task = node.addNotify("pump number 1");
    awaitDone(node, task);
    node.stop();
    Path segment = segment();
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(200);
      int was = file.read();
      file.seek(200);
      file.write(was ^ 4);
    }
    Lab.Result verified = lab.run(atRest("ledger", "verify"));
    assertThat(verified.exit()).isEqualTo(1);
    assertThat(verified.out()).contains("found a flipped bit", "at byte 200");
    Lab.Node again = lab.agent(NAME);
    assertThat(again.taskIds()).contains(task);
    Doc status = lab.run("status", "-n", NAME, "-o", "json").json();
    assertThat(status.docs("problems").toString()).contains("mended a flipped bit");
  }

  private Lab.Node agent(String name) throws IOException {
    String link = "file:" + folder.resolve("drop");
    return lab.agent(name, "--link", link, "--sync-interval", "1s");
  }

  private String[] atRest(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data-dir", lab.data(NAME).toString(), "-n", NAME));
    return all.toArray(String[]::new);
  }

  private static void awaitDone(Lab.Node node, String task) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                node.ask("task.show", Map.of("id", task))
                    .doc("task")
                    .text("status")
                    .equals("done"));
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.list(lab.data(NAME).resolve("store/journal"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  /** Makes one task's entry unreadable where it stands first. */
  private void damageInJournal(String text) throws IOException {
    Path segment = segment();
    String content = Files.readString(segment, StandardCharsets.ISO_8859_1);
    int at = content.indexOf(text);
    assertThat(at).isPositive();
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(at);
      file.write("XY".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
