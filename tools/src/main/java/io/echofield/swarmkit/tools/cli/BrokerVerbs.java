package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.AgentFlags;
import io.echofield.swarmkit.app.AgentFlags.Flag;
import io.echofield.swarmkit.app.NodeFolders;
import io.echofield.swarmkit.app.Settings;
import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.LocalBroker;
import io.echofield.swarmkit.broker.embed.ChildBroker;
import io.echofield.swarmkit.security.KeyException;
import io.echofield.swarmkit.security.SwarmCredentials;
import io.echofield.swarmkit.security.SwarmKeyFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verbs about the embedded broker. */
final class BrokerVerbs {
  private BrokerVerbs() {}

  /** A broker's failure with the exit code that fits. */
  static Failure failure(BrokerException e) {
    return switch (e.reason()) {
      case PORT_IN_USE -> new Failure(Exit.UNAVAILABLE, e.getMessage(), "choose another port", e);
      case FOLDER_NOT_WRITABLE ->
          new Failure(Exit.CANNOT_CREATE, e.getMessage(), "choose another --data-dir", e);
      case FAILED -> new Failure(Exit.FAILED, e.getMessage(), "", e);
    };
  }

  @Command(
      name = "broker",
      customSynopsis = "echofield broker run",
      description = "The embedded MQTT broker.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "run",
      customSynopsis = "echofield broker run [--broker HOST:PORT] [--swarm NAME] [-o json]",
      description = {
        "Runs the MQTT broker without a node, until Ctrl-C.",
        "It lets in the nodes of its swarm; who gives no name may read the health topics and nothing",
        "else."
      },
      footerHeading = "%nExamples%n",
      footer = {
        "  echofield broker run --broker 127.0.0.1:1883",
        "  mosquitto_sub -p 1883 -t 'swarm/health/#' -v"
      })
  static final class Run implements Callable<Integer> {
    private final Globals globals;

    @Option(
        names = "--broker",
        paramLabel = "HOST:PORT",
        description = "where it listens (default: loopback and a free port)")
    private String address;

    @Option(names = "--swarm", paramLabel = "NAME", description = "the swarm's name")
    private String swarm;

    Run(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
      AgentFlags flags =
          AgentOptions.globalFlags(globals).with(Flag.BROKER, address).with(Flag.SWARM, swarm);
      Settings settings = Configured.load(flags).settings();
      Logging.setUp(
          globals.isVerbose() ? "debug" : settings.logLevel().word(), globals.isVerbose());
      LocalBroker broker = new ChildBroker(brokerSettings(settings));
      Thread hook = new Thread(() -> stop(broker), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        BrokerEndpoints endpoints =
            broker.start(
                state ->
                    globals
                        .terminal()
                        .err()
                        .println("echofield: broker " + state.name().toLowerCase(Locale.ROOT)));
        tell(endpoints, settings.topicRoot());
      } catch (BrokerException e) {
        Runtime.getRuntime().removeShutdownHook(hook);
        throw failure(e);
      }
      new CountDownLatch(1).await();
      return Exit.OK;
    }

    /** A signal is how it is meant to end. */
    private static void stop(LocalBroker broker) {
      broker.stop();
      Runtime.getRuntime().halt(Exit.OK);
    }

    private static BrokerSettings brokerSettings(Settings settings) {
      NodeFolders folders = new NodeFolders(settings.dataDir());
      try {
        SwarmCredentials swarm =
            SwarmKeyFile.load(folders.keys())
                .orElseGet(() -> SwarmCredentials.open(settings.topicRoot()));
        return new BrokerSettings(
            settings.broker().bind(),
            settings.broker().port(),
            folders.broker(),
            settings.topicRoot(),
            settings.broker().anonymous(),
            swarm.accountKey());
      } catch (KeyException e) {
        throw new Failure(Exit.CANNOT_CREATE, e.getMessage(), "", e);
      }
    }

    private void tell(BrokerEndpoints endpoints, String root) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "echofield.broker.run/1");
      document.put("host", endpoints.host());
      document.put("port", endpoints.port());
      document.put("pid", endpoints.pid());
      Answers.print(
          globals,
          new ApiAnswer(Exit.OK, document),
          "",
          (doc, paint, now) ->
              List.of(
                  "the broker listens on " + endpoints.host() + ":" + endpoints.port(),
                  "watch: mosquitto_sub -h %s -p %d -t '%s/health/#' -v"
                      .formatted(endpoints.host(), endpoints.port(), root)));
    }
  }
}
