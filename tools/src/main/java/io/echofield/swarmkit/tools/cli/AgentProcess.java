package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.Agent;
import io.echofield.swarmkit.app.AgentException;
import io.echofield.swarmkit.app.AgentFlags;
import io.echofield.swarmkit.app.RunningAgents;
import io.echofield.swarmkit.app.Settings;
import io.echofield.swarmkit.app.SettingsResult;
import io.echofield.swarmkit.app.Surroundings;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.embed.ChildBroker;
import io.echofield.swarmkit.tools.show.StatusPage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A node as a process of its own: from flags to an exit code. */
final class AgentProcess {
  /** A round waits for checks and for links that come up; both have bounds of their own. */
  private static final Duration ROUND_MAX = Duration.ofSeconds(30);

  private final Globals globals;
  private final SettingsResult.Loaded loaded;

  AgentProcess(Globals globals, AgentFlags flags) {
    this.globals = globals;
    this.loaded = Configured.load(flags);
    Settings settings = loaded.settings();
    Logging.setUp(globals.isVerbose() ? "debug" : settings.logLevel().word(), globals.isVerbose());
    Configured.tellNotices(globals, loaded);
  }

  /** Runs until a signal, a stop by the API, or the end of standard input where that is wanted. */
  int run(boolean untilStdinCloses) {
    Agent agent = start();
    Thread hook = stopOnSignal(agent);
    CompletableFuture<Optional<Throwable>> end = agent.ended().copy();
    agent.brokerStart().ifPresentOrElse(first -> tellUpOrEndWithBroker(first, end), this::tellUp);
    if (untilStdinCloses) {
      endWithStdin(end);
    }
    Optional<Throwable> broken = end.join();
    stop(agent);
    remove(hook);
    broken.ifPresent(AgentProcess::rethrow);
    return Exit.OK;
  }

  /** One round, then the status as the answer. */
  int once() throws InterruptedException {
    Agent agent = start();
    Thread hook = stopOnSignal(agent);
    boolean done = agent.awaitRound(ROUND_MAX.toMillis());
    Map<String, Object> status = agent.api().call("status", Map.of()).document();
    stop(agent);
    remove(hook);
    if (!done) {
      throw new Failure(
          Exit.UNAVAILABLE,
          "the round did not end within " + ROUND_MAX.toSeconds() + " s",
          "echofield status says what it waited for");
    }
    Map<String, Object> document = new LinkedHashMap<>(status);
    document.put("schema", "echofield.agent.once/1");
    return Answers.print(globals, new ApiAnswer(Exit.OK, document), "", StatusPage::lines);
  }

  private Agent start() {
    try {
      return Agent.start(
          loaded.settings(),
          RunningAgents.of(Surroundings.ofThisProcess()),
          Optional.of(ChildBroker::new));
    } catch (AgentException e) {
      throw new Failure(e.exit(), e.getMessage(), e.next(), e);
    }
  }

  private void tellUp() {
    if (!globals.isQuiet()) {
      Settings settings = loaded.settings();
      String name = settings.nodeId().text();
      globals
          .terminal()
          .err()
          .println(
              "echofield: %s runs, with its data in %s; see: echofield status -n %s"
                  .formatted(name, settings.dataDir(), name));
    }
  }

  /** SIGTERM and Ctrl-C mean a clean stop, which is a success. */
  private Thread stopOnSignal(Agent agent) {
    Thread hook =
        new Thread(
            () -> {
              stop(agent);
              Runtime.getRuntime().halt(Exit.OK);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /** Who comes second waits: nobody may end the process while the other still stops the node. */
  private synchronized void stop(Agent agent) {
    agent.close();
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came meanwhile: the hook ends the process, and System.exit waits for it.
    }
  }

  /** A port in use or a folder without rights does not pass by waiting. */
  private void tellUpOrEndWithBroker(
      CompletableFuture<?> first, CompletableFuture<Optional<Throwable>> end) {
    CompletableFuture<?> unused =
        first.whenComplete(
            (endpoints, thrown) -> {
              Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
              if (cause instanceof BrokerException broker
                  && broker.reason() != BrokerException.Reason.FAILED) {
                end.complete(Optional.of(cause));
              } else {
                tellUp();
              }
            });
  }

  private static void endWithStdin(CompletableFuture<Optional<Throwable>> end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // It cannot be read any more: that is its end.
              }
              end.complete(Optional.empty());
            },
            "stdin");
    thread.setDaemon(true);
    thread.start();
  }

  private static void rethrow(Throwable broken) {
    if (broken instanceof BrokerException broker) {
      throw BrokerVerbs.failure(broker);
    }
    throw new Failure(
        Exit.FAILED,
        "the node broke: " + broken.getMessage(),
        "its log says more; start it again",
        broken);
  }
}
