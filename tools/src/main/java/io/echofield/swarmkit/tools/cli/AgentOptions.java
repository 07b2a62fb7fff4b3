package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.app.AgentFlags;
import io.echofield.swarmkit.app.AgentFlags.Flag;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags of an agent; they win over its configuration file. */
final class AgentOptions {
  @Option(
      names = "--sync-path",
      paramLabel = "DIR",
      description = "a shared folder as a link: every agent with the same one joins")
  private String syncPath;

  @Option(
      names = "--link",
      paramLabel = "URI",
      description = {
        "a link; may be repeated:",
        "mqtt://HOST:PORT?swarm=true for a broker of our own swarm,",
        "mqtt://[USER@]HOST:PORT[?password_file=FILE] for any other, file:DIR"
      })
  private List<String> links;

  @Option(
      names = "--broker",
      paramLabel = "HOST:PORT",
      arity = "0..1",
      fallbackValue = "",
      description = "an embedded MQTT broker (default: loopback and a free port)")
  private String broker;

  @Option(
      names = "--swarm",
      paramLabel = "NAME",
      description = "the swarm's name, first level of its topics (default: swarm)")
  private String swarm;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = "where commands reach this agent (default: loopback and a free port)")
  private String http;

  @Option(
      names = "--health-interval",
      paramLabel = "TIME",
      description = "between two health cycles (default: 30s)")
  private String healthInterval;

  @Option(
      names = "--sync-interval",
      paramLabel = "TIME",
      description = "between two beacons, and two looks into a folder (default: 10s)")
  private String syncInterval;

  @Option(
      names = "--max-sync-age",
      paramLabel = "TIME",
      description = "an older health report shows as silent (default: 15m)")
  private String maxSyncAge;

  @Option(
      names = "--peers",
      paramLabel = "NODE",
      arity = "1..*",
      description = "expected nodes, shown as silent until heard")
  private List<String> peers;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "error, warn, info, debug or trace (default: info)")
  private String logLevel;

  @Option(
      names = "--task-store",
      paramLabel = "FILE",
      description = "its folder becomes the data folder; better: --data-dir")
  private String taskStore;

  @Option(
      names = "--state-store",
      paramLabel = "FILE",
      description = "its folder becomes the data folder; better: --data-dir")
  private String stateStore;

  AgentFlags flags(Globals globals) {
    return globalFlags(globals)
        .with(Flag.SYNC_PATH, syncPath)
        .withAll(Flag.LINK, links)
        .with(Flag.BROKER, broker)
        .with(Flag.SWARM, swarm)
        .with(Flag.HTTP, http)
        .with(Flag.HEALTH_INTERVAL, healthInterval)
        .with(Flag.SYNC_INTERVAL, syncInterval)
        .with(Flag.MAX_SYNC_AGE, maxSyncAge)
        .withAll(Flag.PEERS, peers)
        .with(Flag.LOG_LEVEL, logLevel)
        .with(Flag.TASK_STORE, taskStore)
        .with(Flag.STATE_STORE, stateStore);
  }

  /** Those that every verb takes. */
  static AgentFlags globalFlags(Globals globals) {
    return AgentFlags.none()
        .with(Flag.CONFIG, globals.config().orElse(null))
        .with(Flag.NODE_ID, globals.nodeId().orElse(null))
        .with(Flag.DATA_DIR, globals.dataDir().orElse(null));
  }
}
