package io.echofield.swarmkit.tools.demo;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One agent of the demo: a process of its own with a data folder of its own. */
final class DemoNode {
  private static final int LOG_LINES_SHOWN = 3;

  /** What a node started ends with it. */
  private static final long CHILD_MILLIS_MAX = 2_000;

  // fixed
  private final String name;
  private final Path dataDir;
  private final Path log;
  private final AgentFinder finder;

  // while it runs
  private Process process;
  private List<ProcessHandle> children = List.of();
  private Optional<AgentCalls> calls = Optional.empty();

  /** Finds the agent that runs on a data folder, if it is up already. */
  interface AgentFinder {
    Optional<AgentCalls> find(Path dataDir);
  }

  DemoNode(String name, Path folder, AgentFinder finder) {
    this.name = name;
    this.dataDir = folder.resolve(name);
    this.log = folder.resolve(name + ".log");
    this.finder = finder;
  }

  String name() {
    return name;
  }

  Path dataDir() {
    return dataDir;
  }

  /**
   * Starts the agent as a user would, by the same program. It ends when this process does, whatever
   * ends it: its standard input closes then.
   */
  void start(List<String> program, List<String> flags) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(
        List.of("agent", "run", "--until-stdin-closes", "--node-id", name, "--data-dir"));
    command.add(dataDir.toString());
    command.addAll(flags);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(dataDir.getParent().toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    // A configuration of this machine's own node is not the demo's.
    builder.environment().keySet().removeAll(List.of("ECHOFIELD_CONFIG", "ECHOFIELD_DATA"));
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    process = builder.start();
  }

  /**
   * What the node says of itself; without an answer if it does not run yet.
   *
   * @throws DemoException if its process has ended
   */
  Photo photo() throws DemoException {
    if (process != null && !process.isAlive()) {
      throw new DemoException(
          name + " ended with code " + process.exitValue() + ": " + lastWords(), false);
    }
    Doc status = ask("status", Map.of());
    Doc hash = ask("ledger.hash", Map.of());
    Doc tasks = ask("task.list", Map.of());
    return new Photo(name, status, hash.text("ledger"), tasks.docs("tasks"));
  }

  /**
   * Adds a task and returns its id.
   *
   * @throws DemoException if the node refuses
   */
  String addNotify(String on, String text) throws DemoException {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("action", "notify");
    arguments.put("on", on);
    arguments.put("params", Map.of("text", text));
    ApiAnswer answer =
        door()
            .orElseThrow(() -> new DemoException(name + " cannot be found any more", false))
            .call("task.add", arguments);
    if (answer.isError()) {
      throw new DemoException(
          name + " refused a task: " + new Doc(answer.document()).text("error"), false);
    }
    return new Doc(answer.document()).text("id");
  }

  /** Asks it to end. Returns at once. */
  void askToStop() {
    if (process != null) {
      children = process.descendants().toList();
      process.destroy();
    }
  }

  /** Waits until it and everything it started is gone, and kills what is not in time. */
  void awaitStopped(long millisMax) {
    if (process == null) {
      return;
    }
    List<ProcessHandle> all = new ArrayList<>(children);
    all.add(0, process.toHandle());
    for (ProcessHandle one : all) {
      if (!ended(one, one.pid() == process.pid() ? millisMax : CHILD_MILLIS_MAX)) {
        one.destroyForcibly();
        ended(one, CHILD_MILLIS_MAX);
      }
    }
    calls.ifPresent(AgentCalls::close);
  }

  private static boolean ended(ProcessHandle process, long millisMax) {
    try {
      process.onExit().get(millisMax, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      // Ending goes on; who interrupted is told afterwards.
      Thread.currentThread().interrupt();
    }
    return !process.isAlive();
  }

  private Doc ask(String verb, Map<String, Object> arguments) {
    Optional<ApiAnswer> answer =
        door().map(agent -> agent.call(verb, arguments)).filter(a -> !a.isError());
    return new Doc(answer.map(ApiAnswer::document).orElse(Map.of()));
  }

  private Optional<AgentCalls> door() {
    if (calls.isEmpty()) {
      calls = finder.find(dataDir);
    }
    return calls;
  }

  private String lastWords() {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      List<String> all = lines.filter(line -> !line.isBlank()).toList();
      List<String> last = all.subList(Math.max(0, all.size() - LOG_LINES_SHOWN), all.size());
      return String.join(" | ", last);
    } catch (IOException e) {
      return "it left no log (" + e.getMessage() + ")";
    }
  }

  /** The program that runs now, to be started again: the distribution's launcher. */
  static List<String> program() throws DemoException {
    String home = System.getProperty("echofield.home", "");
    File launcher = new File(home, "bin/echofield");
    if (home.isEmpty() || !launcher.canExecute()) {
      throw new DemoException(
          "the demo starts its nodes by bin/echofield, and there is none: start it by"
              + " tools/echofield",
          false);
    }
    return List.of(launcher.getPath());
  }
}
