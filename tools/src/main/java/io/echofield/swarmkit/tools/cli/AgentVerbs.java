package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.RunningAgent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verbs that start and end a node. */
final class AgentVerbs {
  private AgentVerbs() {}

  @Command(
      name = "agent",
      customSynopsis = "echofield agent run|once|stop",
      description = "A node: it watches its own health, keeps the ledger and speaks on its links.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "run",
      customSynopsis = "echofield agent run [-n NODE] [--sync-path DIR] [--link URI]... [--broker]",
      description = {
        "Runs a node until SIGTERM, Ctrl-C or \"echofield agent stop\".",
        "It needs no link to start: what it is told is kept, and goes out when a link comes up."
      },
      footerHeading = "%nExamples%n",
      footer = {
        "  echofield agent run --node-id node-a --sync-path /tmp/swarm_sync",
        "  echofield agent run --node-id node-b --broker 127.0.0.1:1883",
        "  echofield agent run --node-id node-c --link \"mqtt://127.0.0.1:1883?swarm=true\"",
        "  echofield agent run -c echo_config.yaml"
      })
  static final class Run implements Callable<Integer> {
    private final Globals globals;
    @Mixin private AgentOptions options = new AgentOptions();

    @Option(names = "--run-once", description = "one cycle and end, as \"agent once\"")
    private boolean once;

    @Option(names = "--until-stdin-closes", hidden = true)
    private boolean untilStdinCloses;

    Run(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
      AgentProcess process = new AgentProcess(globals, options.flags(globals));
      return once ? process.once() : process.run(untilStdinCloses);
    }
  }

  @Command(
      name = "once",
      customSynopsis = "echofield agent once [-n NODE] [--sync-path DIR] [--link URI]... [-o json]",
      description = {
        "One cycle of a node, then ends: for cron, and for machines that sleep.",
        "It looks at the node's health, carries out what is due, and syncs on every link that comes up."
      },
      footerHeading = "%nExamples%n",
      footer = "  echofield agent once --node-id node-a --sync-path /media/usb/swarm_sync")
  static final class Once implements Callable<Integer> {
    private final Globals globals;
    @Mixin private AgentOptions options = new AgentOptions();

    Once(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
      return new AgentProcess(globals, options.flags(globals)).once();
    }
  }

  @Command(
      name = "stop",
      customSynopsis = "echofield agent stop [-n NODE]",
      description = "Ends a running node cleanly. It stays a member; others see it as offline.",
      footerHeading = "%nExamples%n",
      footer = "  echofield agent stop -n node-a")
  static final class Stop implements Callable<Integer> {
    private final Globals globals;

    Stop(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
      RunningAgent agent =
          AgentChoice.running(globals)
              .orElseThrow(
                  () ->
                      new Failure(
                          Exit.UNAVAILABLE, "no such agent runs", "see: ps -C java, or say -n"));
      String name = agent.node().text();
      if (globals.isDryRun()) {
        return DryRun.say(globals, "stop " + name);
      }
      CompletableFuture<ProcessHandle> gone =
          ProcessHandle.of(agent.pid())
              .map(ProcessHandle::onExit)
              .orElseGet(() -> CompletableFuture.completedFuture(null));
      try (AgentCalls calls = AgentChoice.calls(agent, globals.timeoutMillis())) {
        ApiAnswer answer = calls.call("stop", Map.of());
        if (answer.isError()) {
          return Answers.print(globals, answer, "", (doc, paint, now) -> List.of());
        }
      }
      awaitEnd(name, gone);
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "echofield.agent.stop/1");
      document.put("node", name);
      document.put("pid", agent.pid());
      return Answers.print(
          globals,
          new ApiAnswer(Exit.OK, document),
          "",
          (doc, paint, now) -> List.of(name + " has stopped"));
    }

    private void awaitEnd(String name, CompletableFuture<ProcessHandle> gone)
        throws InterruptedException {
      try {
        gone.get(globals.timeoutMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new Failure(
            Exit.UNAVAILABLE, name + " is still stopping", "wait longer with --timeout", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
