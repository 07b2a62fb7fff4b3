package io.echofield.swarmkit.tools.field;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.app.RunningAgent;
import io.echofield.swarmkit.app.RunningAgents;
import io.echofield.swarmkit.app.Surroundings;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Body.RosterItem.Member;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.security.KeyCeremony;
import io.echofield.swarmkit.security.KeyException;
import io.echofield.swarmkit.security.NewSwarm;
import io.echofield.swarmkit.security.NodeKeyFile;
import io.echofield.swarmkit.tools.demo.Cable;
import io.echofield.swarmkit.wire.EntryWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Members of one swarm with data folders and keys of their own, in a scratch folder, known to
 * nobody but themselves: commands of the user do not see them.
 *
 * <p>One member never runs: a task for it is one entry and stays open. One thread.
 */
public final class FieldSwarm {
  /** The member that never runs. */
  public static final String ABSENT = "absent";

  static final String BROKER = "broker";
  private static final String SWARM = "swarm";
  private static final long START_MILLIS_MAX = 60_000;

  /** A ledger hash over 100,000 tasks that nobody has folded yet takes a while. */
  private static final int CALL_MILLIS_MAX = 120_000;

  private final Path folder;
  private final RunningAgents agents;

  private FieldSwarm(Path folder) {
    this.folder = folder;
    this.agents =
        RunningAgents.of(
            new Surroundings(environment(), folder, folder, "field", folder.resolve("none.yaml")));
  }

  /**
   * Makes the swarm's keys, and a roster in which every member may cause harmless actions on every
   * other; the authority is not kept.
   *
   * @param folder exists and is empty
   */
  public static FieldSwarm make(Path folder, List<String> names) throws IOException {
    FieldSwarm swarm = new FieldSwarm(folder);
    SecureRandom random = new SecureRandom();
    List<String> all = new ArrayList<>(names);
    all.add(ABSENT);
    try {
      List<Member> members = new ArrayList<>();
      for (String name : all) {
        members.add(
            new Member(
                new NodeId(name),
                NodeKeyFile.loadOrCreate(swarm.keys(name), random).publicKey(),
                List.of(Capability.R0, Capability.R1),
                List.of(),
                0));
      }
      KeyCeremony ceremony =
          new KeyCeremony(random, swarmId -> new EntryWire(new SwarmHash(swarmId)));
      NewSwarm made = ceremony.make(SWARM, members, HybridTime.ofWall(System.currentTimeMillis()));
      all.add(BROKER);
      for (String name : all) {
        made.install(swarm.keys(name));
      }
      return swarm;
    } catch (KeyException e) {
      throw new IOException("cannot make keys: " + e.getMessage(), e);
    }
  }

  /**
   * A member's node from an empty data folder: everything but its keys is removed. Not while it
   * runs.
   */
  public void forget(String name) throws IOException {
    Path keys = keys(name);
    try (var files = Files.walk(dataDir(name))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!file.startsWith(keys) && !keys.startsWith(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  Path folder() {
    return folder;
  }

  Path dataDir(String name) {
    return folder.resolve(name);
  }

  private Path keys(String name) {
    return dataDir(name).resolve("keys");
  }

  Map<String, String> environment() {
    return Map.of("XDG_RUNTIME_DIR", folder.toString(), "HOME", folder.toString());
  }

  /** A broker for its members, with nothing in it. */
  public FieldBroker broker() throws IOException, InterruptedException {
    return FieldBroker.of(this);
  }

  /** Starts a member's agent without links, and waits until it answers. */
  public FieldNode start(String name) throws IOException, InterruptedException {
    return start(name, List.of());
  }

  /** Starts a member's agent with one link through a cable, and waits until it answers. */
  public FieldNode start(String name, FieldBroker broker, Cable cable)
      throws IOException, InterruptedException {
    return start(name, List.of("--link", "mqtt://127.0.0.1:" + cable.port() + broker.linkQuery()));
  }

  private FieldNode start(String name, List<String> flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program().toString(), "agent", "run", "--node-id", name));
    command.addAll(List.of("--data-dir", dataDir(name).toString(), "--swarm", SWARM));
    command.addAll(flags);
    Path log = folder.resolve(name + ".log");
    FieldProcess process = FieldProcess.start(name, command, folder, log, environment());
    boolean ready = false;
    try {
      Wait.until(
          name + " answers",
          START_MILLIS_MAX,
          () -> {
            process.check();
            return calls(name).isPresent();
          });
      FieldNode node = new FieldNode(name, process, calls(name).orElseThrow());
      ready = true;
      return node;
    } finally {
      if (!ready) {
        process.close();
      }
    }
  }

  private Optional<AgentCalls> calls(String name) {
    return agents.find(Optional.empty(), Optional.of(dataDir(name))).stream()
        .findFirst()
        .flatMap(FieldSwarm::calls);
  }

  /** Empty if it is gone again. */
  private static Optional<AgentCalls> calls(RunningAgent agent) {
    try {
      return Optional.of(agent.calls(CALL_MILLIS_MAX));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The program that runs now, to be started again: the distribution's launcher. */
  static Path program() throws IOException {
    Path launcher = Path.of(System.getProperty("echofield.home", ""), "bin/echofield");
    if (!Files.isExecutable(launcher)) {
      throw new IOException(
          "agents are started by bin/echofield, and there is none: start this by tools/echofield");
    }
    return launcher;
  }
}
