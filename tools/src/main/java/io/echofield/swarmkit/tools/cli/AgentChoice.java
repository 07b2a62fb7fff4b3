package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.Agent;
import io.echofield.swarmkit.app.AgentException;
import io.echofield.swarmkit.app.AgentFlags;
import io.echofield.swarmkit.app.AgentFlags.Flag;
import io.echofield.swarmkit.app.Origin;
import io.echofield.swarmkit.app.RunningAgent;
import io.echofield.swarmkit.app.RunningAgents;
import io.echofield.swarmkit.app.Settings;
import io.echofield.swarmkit.app.SettingsResult;
import io.echofield.swarmkit.app.Surroundings;
import io.echofield.swarmkit.core.id.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which agent of this machine is meant, and the way to it. */
final class AgentChoice {
  private static final int DEMO_TIMEOUT_MILLIS = 5_000;

  private AgentChoice() {}

  /** The running agent that is meant; if none runs, its store opened in this process. */
  static AgentCalls open(Globals globals) {
    Optional<RunningAgent> running = running(globals);
    return running.isPresent()
        ? calls(running.get(), globals.timeoutMillis())
        : offline(globals, stored(globals));
  }

  /**
   * The running agent that is meant, if one runs.
   *
   * @throws Failure if several may be meant
   */
  static Optional<RunningAgent> running(Globals globals) {
    RunningAgents known = RunningAgents.of(Surroundings.ofThisProcess());
    boolean said =
        Stream.of(globals.config(), globals.nodeId(), globals.dataDir())
            .anyMatch(Optional::isPresent);
    List<RunningAgent> all = known.list();
    if (!said && all.size() < 2) {
      return all.stream().findFirst();
    }
    List<RunningAgent> meant = said ? named(globals, known) : configured(globals, known);
    if (meant.size() > 1 || (meant.isEmpty() && !said)) {
      String list =
          all.stream()
              .map(agent -> agent.node().text() + " (" + agent.dataDir() + ")")
              .collect(Collectors.joining(", "));
      throw new Failure(Exit.USAGE, "several agents run: " + list, "say which by -n or --data-dir");
    }
    return meant.stream().findFirst();
  }

  /** For programs that know the data folder. */
  static Optional<AgentCalls> find(Path dataDir) {
    return RunningAgents.of(Surroundings.ofThisProcess())
        .find(Optional.empty(), Optional.of(dataDir))
        .stream()
        .findFirst()
        .map(agent -> calls(agent, DEMO_TIMEOUT_MILLIS));
  }

  static AgentCalls calls(RunningAgent agent, int timeoutMillis) {
    try {
      return agent.calls(timeoutMillis);
    } catch (IOException e) {
      throw new Failure(
          Exit.UNAVAILABLE,
          "cannot read the token of " + agent.node().text() + ": " + e.getMessage(),
          "is it an agent of this user?",
          e);
    }
  }

  /** By node id and folder where they were said; a configuration file says both. */
  private static List<RunningAgent> named(Globals globals, RunningAgents known) {
    if (globals.config().isPresent()) {
      return configured(globals, known);
    }
    Optional<Path> folder = globals.dataDir().map(dir -> Path.of(dir).toAbsolutePath());
    return known.find(globals.nodeId().map(AgentChoice::nodeId), folder);
  }

  private static List<RunningAgent> configured(Globals globals, RunningAgents known) {
    Settings settings = Configured.load(AgentOptions.globalFlags(globals)).settings();
    return known.find(Optional.of(settings.nodeId()), Optional.of(settings.dataDir()));
  }

  private static NodeId nodeId(String text) {
    try {
      return new NodeId(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, "--node-id: " + e.getMessage(), "", e);
    }
  }

  /** The settings of the node that is meant although it does not run. */
  static Settings stored(Globals globals) {
    AgentFlags flags = AgentOptions.globalFlags(globals);
    SettingsResult.Loaded loaded = Configured.load(flags);
    Path folder = loaded.settings().dataDir();
    if (Files.isDirectory(folder)) {
      return loaded.settings();
    }
    boolean usual = loaded.chosen().get("data_dir").origin().equals(Origin.DEFAULT);
    List<Path> others =
        usual && globals.nodeId().isEmpty() ? folders(folder.getParent()) : List.of();
    if (others.size() == 1) {
      return Configured.load(flags.with(Flag.NODE_ID, others.get(0).getFileName().toString()))
          .settings();
    }
    if (others.size() > 1) {
      String list =
          others.stream().map(o -> o.getFileName().toString()).collect(Collectors.joining(", "));
      throw new Failure(
          Exit.USAGE, "no agent runs, and several have data here: " + list, "say which by -n");
    }
    throw new Failure(
        Exit.UNAVAILABLE,
        "no agent runs, and there is no data in " + folder,
        "start one by: echofield agent run");
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> below = Files.list(parent)) {
      return below.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new Failure(Exit.CANNOT_CREATE, "cannot read " + parent, "check its owner", e);
    }
  }

  private static AgentCalls offline(Globals globals, Settings settings) {
    Logging.setUp(globals.isVerbose() ? "info" : "error", globals.isVerbose());
    try {
      Agent stored = Agent.offline(settings);
      return new Owned(stored.api(), stored);
    } catch (AgentException e) {
      throw new Failure(e.exit(), e.getMessage(), e.next(), e);
    }
  }

  /** Calls to a store that was opened for them. */
  private record Owned(AgentCalls calls, Agent stored) implements AgentCalls {
    @Override
    public ApiAnswer call(String verb, Map<String, Object> arguments) {
      return calls.call(verb, arguments);
    }

    @Override
    public void close() {
      stored.close();
    }
  }
}
