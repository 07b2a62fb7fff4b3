package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.AgentFlags.Flag;
import io.echofield.swarmkit.testkit.Mosquitto;
import io.echofield.swarmkit.testkit.ProbePlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole agents in this process, over a real broker of another make and real folders. */
class AgentIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void twoAgentsOnAForeignBrokerEndWithEqualLedgers() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true");
        Agent a = start("node-a", "mqtt://127.0.0.1:" + broker.port());
        Agent b = start("node-b", "mqtt://127.0.0.1:" + broker.port())) {
      add(a.api(), "node-a", "from a");
      add(b.api(), "node-b", "from b");
      await().atMost(PATIENCE).until(() -> statuses(a.api()).equals(List.of("done", "done")));
      await().atMost(PATIENCE).until(() -> statuses(b.api()).equals(List.of("done", "done")));
      await().atMost(PATIENCE).until(() -> hash(a.api()).equals(hash(b.api())));
      await().atMost(PATIENCE).until(() -> owed(a.api()) == 0 && owed(b.api()) == 0);
      assertThat(nodes(a.api())).isEqualTo(Set.of("node-a", "node-b"));
    }
  }

  @Test
  void whatWasAddedWithEveryLinkDownArrivesOnceWhenTheBrokerComesUp() throws Exception {
    Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true");
    String link = "mqtt://127.0.0.1:" + broker.port();
    broker.kill();
    try (broker;
        Agent a = start("node-a", link);
        Agent b = start("node-b", link)) {
      String id = add(a.api(), "node-a", "while alone");
      await().atMost(PATIENCE).until(() -> statuses(a.api()).equals(List.of("done")));
      broker.restart();
      await().atMost(PATIENCE).until(() -> statuses(b.api()).equals(List.of("done")));
      await().atMost(PATIENCE).until(() -> hash(a.api()).equals(hash(b.api())));
      assertThat(kinds(b.api(), id)).isEqualTo(List.of("create", "running", "result", "done"));
    }
  }

  @Test
  void aPluginsCheckIsRunAndShown() throws Exception {
    try (Agent a = start("node-a", "file:" + folder.resolve("drop"))) {
      await().atMost(PATIENCE).until(() -> readings(a.api()).contains(ProbePlugin.READING));
      assertThat(readings(a.api())).contains("links", "links_up", "disk_free_pct");
    }
  }

  @Test
  void aRuleThatHoldsMakesOneTaskThatOnlySaysWhatItWouldDo() throws Exception {
    Path config = folder.resolve("rules.yaml");
    Files.writeString(
        config,
        """
        remediation:
          mode: dry-run
          rules: [{when: "disk_free_pct >= 0 for 2 cycles", do: clean-own-temp}]
        """);
    AgentFlags flags = flags("node-a").with(Flag.CONFIG, config.toString());
    try (Agent a = start(flags)) {
      Path old = Files.writeString(folder.resolve("node-a/tmp/old.txt"), "old");
      Files.setLastModifiedTime(old, FileTime.fromMillis(0));
      await().atMost(PATIENCE).until(() -> statuses(a.api()).equals(List.of("done")));
      String id = (String) rows(a.api().call("task.list", Map.of()), "tasks").get(0).get("id");
      assertThat(kinds(a.api(), id))
          .isEqualTo(List.of("create", "note", "running", "result", "done"));
      assertThat(texts(a.api(), id)).anyMatch(text -> text.startsWith("dry run: would delete 1 "));
      assertThat(old).exists();
      assertThat(statuses(a.api())).hasSize(1);
    }
  }

  private static Set<String> readings(AgentCalls agent) {
    Set<String> names = new HashSet<>();
    ApiAnswer answer = agent.call("health.show", Map.of());
    if (answer.document().containsKey("readings")) {
      rows(answer, "readings").forEach(row -> names.add((String) row.get("name")));
    }
    return names;
  }

  private static List<String> texts(AgentCalls agent, String id) {
    return rows(agent.call("task.history", Map.of("id", id)), "entries").stream()
        .map(row -> (String) row.get("text"))
        .toList();
  }

  private Agent start(String node, String link) throws AgentException {
    return start(flags(node).with(Flag.LINK, link));
  }

  private AgentFlags flags(String node) {
    return AgentFlags.none()
        .with(Flag.NODE_ID, node)
        .with(Flag.DATA_DIR, folder.resolve(node).toString())
        .with(Flag.HEALTH_INTERVAL, "1s")
        .with(Flag.SYNC_INTERVAL, "1s");
  }

  private Agent start(AgentFlags flags) throws AgentException {
    Surroundings here =
        new Surroundings(
            Map.of(), folder, folder.resolve("home"), "host", folder.resolve("none.yaml"));
    SettingsResult result = new SettingsLoader(here).load(flags);
    Settings settings = ((SettingsResult.Loaded) result).settings();
    return Agent.start(settings, RunningAgents.of(here), Optional.empty());
  }

  private static String add(AgentCalls agent, String on, String text) {
    ApiAnswer answer =
        agent.call(
            "task.add", Map.of("action", "notify", "on", on, "params", Map.of("text", text)));
    assertThat(answer.exit()).as("%s", answer).isEqualTo(Exit.OK);
    return (String) answer.document().get("id");
  }

  private static List<String> statuses(AgentCalls agent) {
    return rows(agent.call("task.list", Map.of()), "tasks").stream()
        .map(row -> (String) row.get("status"))
        .toList();
  }

  private static List<String> kinds(AgentCalls agent, String id) {
    return rows(agent.call("task.history", Map.of("id", id)), "entries").stream()
        .map(row -> (String) row.get("kind"))
        .toList();
  }

  private static Set<String> nodes(AgentCalls agent) {
    Set<String> names = new HashSet<>();
    rows(agent.call("node.list", Map.of()), "nodes")
        .forEach(row -> names.add((String) row.get("node")));
    return names;
  }

  private static Object hash(AgentCalls agent) {
    return agent.call("ledger.hash", Map.of()).document().get("ledger");
  }

  private static long owed(AgentCalls agent) {
    return rows(agent.call("outbox.list", Map.of()), "links").stream()
        .mapToLong(row -> (Long) row.get("owed"))
        .sum();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(ApiAnswer answer, String field) {
    return (List<Map<String, Object>>) answer.document().get(field);
  }
}
