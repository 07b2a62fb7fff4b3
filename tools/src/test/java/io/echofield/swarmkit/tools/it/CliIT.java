package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a user sees who got something wrong: one clear line, the right code, never a stack trace.
 */
class CliIT extends InLab {
  @Test
  void anUnknownKeyIsNamedWithItsPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("c.yaml"), "node_id: a\nsync:\n  intervall: 5s\n");
    Lab.Result result = lab.run("agent", "run", "-c", file.toString());
    refused(result, 78, "c.yaml:3:3", "intervall", "interval");
    Lab.Result check = lab.run("config", "check", file.toString(), "-o", "json");
    assertThat(check.exit()).isEqualTo(78);
    assertThat(check.json().docs("faults")).hasSize(1);
    assertThat(check.json().docs("faults").get(0).number("line")).isEqualTo(3);
  }

  @Test
  void aBadDurationIsAFlagsOrAFilesFault() throws Exception {
    refused(lab.run("agent", "run", "--health-interval", "soon"), 64, "--health-interval", "soon");
    Path file = Files.writeString(folder.resolve("c.yaml"), "health: {interval: 5 apples}\n");
    refused(lab.run("agent", "once", "-c", file.toString()), 78, "c.yaml:1:", "5 apples");
  }

  @Test
  void aPortInUseIsNotWaitedFor() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      String data = lab.data("a").toString();
      refused(
          lab.run("agent", "run", "-n", "a", "--data-dir", data, "--http", address),
          69,
          "" + taken.getLocalPort());
      refused(
          lab.run("agent", "run", "-n", "a", "--data-dir", data, "--broker", address),
          69,
          "" + taken.getLocalPort());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    // Not by rights: root may write everywhere.
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    String data = file.resolve("data").toString();
    refused(lab.run("agent", "run", "-n", "a", "--data-dir", data), 73, data);
    refused(lab.run("agent", "run", "-n", "a", "--data-dir", file.toString()), 73, "" + file);
  }

  @Test
  void aSecondAgentOnOneFolderIsToldWhoHoldsIt() throws Exception {
    Lab.Node first = lab.agent("a");
    Lab.Result second = lab.run("agent", "run", "-n", "b", "--data-dir", lab.data("a").toString());
    refused(second, 73, lab.data("a").toString(), "" + first.process().pid());
    assertThat(first.ask("status", Map.of()).text("node")).isEqualTo("a");
  }

  @Test
  void oneAgentIsFoundSeveralMustBeNamedNoneIsSaid() throws Exception {
    refused(lab.run("status"), 69, "no agent runs", "echofield agent run");
    Lab.Node a = lab.agent("a");
    assertThat(lab.run("ledger", "hash").out().strip()).isEqualTo(a.ledger());
    lab.agent("b");
    refused(lab.run("ledger", "hash"), 64, "a (", "b (", "-n");
    assertThat(lab.run("ledger", "hash", "-n", "b").exit()).isZero();
    assertThat(lab.run("agent", "stop", "-n", "b").out()).isEqualTo("b has stopped\n");
    assertThat(lab.run("task", "add", "notify", "--param", "text=x").exit()).isZero();
    refused(lab.run("task", "show", "ffffffff"), 1, "no task ffffffff");
    refused(lab.run("task", "add", "Not Legal"), 64, "Not Legal");
  }

  @Test
  void aStoppedNodeIsLookedAtWithoutAnAgent() throws Exception {
    Lab.Node a = lab.agent("a");
    String id = a.addNotify("before");
    a.stop();
    String data = lab.data("a").toString();
    assertThat(lab.run("task", "list", "--data-dir", data, "-o", "jsonl").out()).contains(id);
    Lab.Result added =
        lab.run("task", "add", "notify", "--data-dir", data, "--param", "text=y", "-o", "json");
    assertThat(added.exit()).as(added.err()).isZero();
    assertThat(lab.agent("a").taskIds()).contains(id, added.json().text("id"));
  }

  @Test
  void aConfigurationIsWrittenOnceAndIsRight() throws Exception {
    assertThat(lab.run("config", "init").exit()).isZero();
    assertThat(lab.run("config", "check").out()).contains("echo_config.yaml is right");
    refused(lab.run("config", "init"), 73, "echo_config.yaml", "left as it is");
    Lab.Result shown = lab.run("config", "show", "--effective", "-n", "n", "-o", "json");
    assertThat(shown.json().docs("settings"))
        .anySatisfy(
            one -> {
              assertThat(one.text("setting")).isEqualTo("node_id");
              assertThat(one.text("value")).isEqualTo("n");
              assertThat(one.text("from")).isEqualTo("--node-id");
            });
  }

  @Test
  void keysCloseASwarmOnce() throws Exception {
    String data = lab.data("a").toString();
    Lab.Node open = lab.agent("a");
    open.addNotify("while it is open");
    refused(lab.run("keys", "init", "-n", "a", "--data-dir", data), 73, "echofield agent stop");
    open.stop();
    Lab.Result made = lab.run("keys", "init", "-n", "a", "--data-dir", data, "-o", "json");
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(Path.of(made.json().text("archive"))).isDirectory();
    refused(lab.run("keys", "init", "-n", "a", "--data-dir", data), 73, "already");
    Lab.Node a = lab.agent("a");
    assertThat(a.taskIds()).isEmpty();
    assertThat(a.ask("status", Map.of()).doc("swarm").flag("open")).isFalse();
    assertThat(a.ask("status", Map.of()).doc("swarm").number("roster_version")).isEqualTo(1);
    assertThat(a.ask("status", Map.of()).doc("continuity").text("state")).isEqualTo("whole");
  }

  private static void refused(Lab.Result result, int exit, String... said) {
    assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().strip().lines()).as(result.err()).hasSize(1);
    assertThat(result.err()).startsWith("echofield: ").contains(said).doesNotContain("Exception");
  }
}
