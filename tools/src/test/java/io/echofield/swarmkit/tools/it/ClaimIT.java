package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Body.RosterItem.Member;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.security.KeyCeremony;
import io.echofield.swarmkit.security.KeyException;
import io.echofield.swarmkit.security.NewSwarm;
import io.echofield.swarmkit.security.NodeKeyFile;
import io.echofield.swarmkit.tools.show.Doc;
import io.echofield.swarmkit.wire.EntryWire;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three agents of a closed swarm on one broker share tasks that are for any of them. */
class ClaimIT {
  private static final List<String> NAMES = List.of("a", "b", "c");

  @Test
  void oneOfThreeAgentsRunsATaskForAny(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      closeSwarm(lab);
      Lab.Node a = agent(lab, "a", "--broker");
      String link = "mqtt://127.0.0.1:" + a.brokerPort() + "?swarm=true";
      List<Lab.Node> nodes =
          List.of(a, agent(lab, "b", "--link", link), agent(lab, "c", "--link", link));
      await("all see each other")
          .atMost(Lab.START_MAX)
          .until(() -> nodes.stream().allMatch(ClaimIT::seesAll));

      List<String> tasks = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        Lab.Result added =
            lab.run(
                "task", "add", "notify", "--any", "--param", "text=" + i, "-n", "a", "-o", "json");
        assertThat(added.exit()).as(added.err()).isZero();
        tasks.add(added.json().text("id"));
      }
      await("all are done")
          .atMost(Lab.START_MAX)
          .until(() -> tasks.stream().allMatch(id -> show(a, id).text("status").equals("done")));
      await("equal ledgers")
          .atMost(Lab.START_MAX)
          .until(() -> nodes.stream().map(Lab.Node::ledger).distinct().count() == 1);
      for (String id : tasks) {
        assertThat(show(a, id).number("attempts")).isEqualTo(1);
        assertThat(show(a, id).texts("starters")).hasSize(1);
      }
      assertThat(a.ask("status", Map.of()).number("double_runs")).isZero();

      Lab.Result risky =
          lab.run("task", "add", "notify", "--any", "--exclusive", "-n", "a", "--param", "text=x");
      assertThat(risky.exit()).isEqualTo(77);
      assertThat(risky.err()).contains("--yes").contains("--on NODE");
      Lab.Result reopened = lab.run("task", "reopen", tasks.get(0), "-n", "a");
      assertThat(reopened.exit()).as(reopened.err()).isZero();
      await("it is done again")
          .atMost(Lab.START_MAX)
          .until(() -> again(show(nodes.get(1), tasks.get(0))));
    }
  }

  private static boolean again(Doc task) {
    return task.number("gen") == 1 && task.text("status").equals("done");
  }

  private static Lab.Node agent(Lab lab, String name, String... flags) throws Exception {
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of("--sync-interval", "1", "--health-interval", "1"));
    return lab.agent(name, all.toArray(String[]::new));
  }

  private static boolean seesAll(Lab.Node node) {
    return NAMES.stream()
        .filter(name -> !name.equals(node.name()))
        .allMatch(name -> List.of("ok", "degraded").contains(node.sees(name)));
  }

  private static Doc show(Lab.Node node, String id) {
    return node.ask("task.show", Map.of("id", id)).doc("task");
  }

  /** Every node is a member that may cause harmless actions on every other. */
  private static void closeSwarm(Lab lab) throws KeyException {
    SecureRandom random = new SecureRandom();
    List<Member> members = new ArrayList<>();
    for (String name : NAMES) {
      members.add(
          new Member(
              new NodeId(name),
              NodeKeyFile.loadOrCreate(lab.data(name).resolve("keys"), random).publicKey(),
              List.of(Capability.R0, Capability.R1),
              List.of(),
              0));
    }
    NewSwarm swarm =
        new KeyCeremony(random, swarmId -> new EntryWire(new SwarmHash(swarmId)))
            .make("swarm", members, HybridTime.ofWall(System.currentTimeMillis()));
    for (String name : NAMES) {
      swarm.install(lab.data(name).resolve("keys"));
    }
  }
}
