package io.echofield.swarmkit.tools.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.app.RunningAgent;
import io.echofield.swarmkit.app.RunningAgents;
import io.echofield.swarmkit.app.Surroundings;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A user at a terminal: a home of its own in a scratch folder, and the built distribution.
 *
 * <p>Everything started here is killed by its own process id when the lab closes, and whatever it
 * left running too: all of it carries the scratch folder in its arguments.
 */
final class Lab implements AutoCloseable {
  static final Duration START_MAX = Duration.ofSeconds(30);
  private static final long COMMAND_SECONDS_MAX = 90;
  private static final int CALL_MILLIS_MAX = 10_000;

  private final Path folder;
  private final Path home;
  private final RunningAgents agents;
  private final List<Process> started = new ArrayList<>();

  /** What a command left: its exit code and both streams. */
  record Result(int exit, String out, String err) {
    Doc json() {
      try {
        return new Doc(JSON.std.mapFrom(out));
      } catch (IOException e) {
        throw new AssertionError("no JSON on stdout: " + this, e);
      }
    }
  }

  Lab(Path folder) {
    this.folder = folder;
    this.home = Path.of(System.getProperty("echofield.home"));
    this.agents =
        RunningAgents.of(
            new Surroundings(
                Map.of("XDG_RUNTIME_DIR", folder.toString()),
                folder,
                folder,
                "lab",
                folder.resolve("none.yaml")));
  }

  Path folder() {
    return folder;
  }

  /** A data folder of a node. */
  Path data(String node) {
    return folder.resolve("data").resolve(node);
  }

  /** The distribution under test. */
  Path home() {
    return home;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Runs the command to its end. */
  Result run(String... arguments) throws IOException, InterruptedException {
    return runLong(COMMAND_SECONDS_MAX, arguments);
  }

  /** A command that may take longer than others. */
  Result runLong(long secondsMax, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/echofield").toString());
    command.addAll(List.of(arguments));
    return runProgram(command, secondsMax);
  }

  Result runProgram(List<String> command) throws IOException, InterruptedException {
    return runProgram(command, COMMAND_SECONDS_MAX);
  }

  private Result runProgram(List<String> command, long secondsMax)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process = start(command, out, err);
    try {
      if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end: " + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts the command and lets it run. */
  Process startCommand(Path out, Path err, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/echofield").toString());
    command.addAll(List.of(arguments));
    return start(command, out, err);
  }

  Process start(List<String> command, Path out, Path err) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    equip(builder.environment());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** An environment in which the user's own files are those of the scratch folder. */
  void equip(Map<String, String> environment) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    environment.keySet().removeIf(name -> name.startsWith("ECHOFIELD_"));
    environment.put("XDG_RUNTIME_DIR", folder.toString());
    environment.put("HOME", folder.toString());
    environment.put(
        "ECHOFIELD_JAVA_OPTS", "-Duser.home=" + folder + " -Djava.io.tmpdir=" + temporary);
    environment.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
  }

  /** Starts {@code agent run} for a node with its own data folder, and waits until it answers. */
  Node agent(String name, String... flags) throws IOException {
    return agentIn(data(name), name, flags);
  }

  /** As {@link #agent}, with this data folder. */
  Node agentIn(Path data, String name, String... flags) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("agent", "run", "--node-id", name, "--data-dir", data.toString()));
    arguments.addAll(List.of(flags));
    Path log = folder.resolve(name + "-" + started.size() + ".log");
    Process process = startCommand(log, log, arguments.toArray(String[]::new));
    await(name + " answers")
        .atMost(START_MAX)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(name + " ended: " + Files.readString(log, UTF_8));
              }
              return calls(data).isPresent();
            });
    return new Node(name, process, calls(data).orElseThrow(), log);
  }

  /** All agents that run for the lab's user, whoever started them. */
  List<Node> registered() {
    List<Node> nodes = new ArrayList<>();
    for (RunningAgent agent : agents.list()) {
      calls(agent)
          .ifPresent(calls -> nodes.add(new Node(agent.node().text(), null, calls, folder)));
    }
    return nodes;
  }

  private Optional<AgentCalls> calls(Path data) {
    return agents.find(Optional.empty(), Optional.of(data)).stream()
        .findFirst()
        .flatMap(Lab::calls);
  }

  /** Empty if it is gone again. */
  private static Optional<AgentCalls> calls(RunningAgent agent) {
    try {
      return Optional.of(agent.calls(CALL_MILLIS_MAX));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Processes of this machine that carry the scratch folder in their arguments. */
  List<ProcessHandle> leftovers() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(
            process ->
                process.info().commandLine().filter(l -> l.contains(folder.toString())).isPresent())
        .toList();
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
    leftovers().forEach(ProcessHandle::destroyForcibly);
    await("nothing of the lab runs").atMost(START_MAX).until(() -> leftovers().isEmpty());
  }

  /** A running agent of the lab. */
  record Node(String name, Process process, AgentCalls calls, Path log) {
    Doc ask(String verb, Map<String, Object> arguments) {
      ApiAnswer answer = calls.call(verb, arguments);
      if (answer.isError()) {
        throw new AssertionError(name + " " + verb + ": " + answer.document());
      }
      return new Doc(answer.document());
    }

    String addNotify(String text) {
      return ask("task.add", Map.of("action", "notify", "params", Map.of("text", text))).text("id");
    }

    String ledger() {
      return ask("ledger.hash", Map.of()).text("ledger");
    }

    List<String> taskIds() {
      return ask("task.list", Map.of()).docs("tasks").stream().map(t -> t.text("id")).toList();
    }

    /** A word for how it sees a peer, empty if it never heard of it. */
    String sees(String peer) {
      return ask("node.list", Map.of()).docs("nodes").stream()
          .filter(node -> node.text("node").equals(peer))
          .map(node -> node.text("state"))
          .findFirst()
          .orElse("");
    }

    /** The port of its own broker, once it listens. */
    int brokerPort() {
      return await(name + "'s broker listens")
          .atMost(START_MAX)
          .until(
              () -> {
                String broker = ask("status", Map.of()).text("broker");
                return broker.endsWith(" running")
                    ? Integer.parseInt(broker.replaceAll(".*:(\\d+) .*", "$1"))
                    : 0;
              },
              port -> port > 0);
    }

    /** As by a power cut, and returns when it is dead. */
    void kill9() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    /** Ends it as a user would. */
    void stop() throws InterruptedException {
      process.destroy();
      if (!process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not stop");
      }
    }
  }
}
