package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.tools.show.Paint;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command: flags that every verb takes, before or after its name. */
@Command(name = "echofield")
public final class Globals implements Runnable {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final boolean colourWanted;
  private final Function<Globals, AgentCalls> agents;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "configuration file (default: $$ECHOFIELD_CONFIG, ./echo_config.yaml,"
              + " /etc/echofield/echo_config.yaml)")
  private String config;

  @Option(
      names = {"-n", "--node-id"},
      paramLabel = "NODE",
      scope = ScopeType.INHERIT,
      description = "which agent of this machine, by its node id")
  private String nodeId;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "which agent of this machine, by its data folder")
  private String dataDir;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|jsonl",
      scope = ScopeType.INHERIT,
      description = "how to print the answer (default: table)")
  private Format format = Format.TABLE;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "print errors and what was asked for, nothing else")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "say more; errors with their stack trace")
  private boolean verbose;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "no colours (also: NO_COLOR set)")
  private boolean noColor;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      description = "longest wait for an answer (default: 10s)")
  private Duration timeout = TIMEOUT;

  @Option(
      names = "--dry-run",
      scope = ScopeType.INHERIT,
      description = "say what would be done, change nothing")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      scope = ScopeType.INHERIT,
      description = "never ask, go on")
  private boolean yes;

  /** Looked at by the parser. */
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "show this help")
  private boolean help;

  Globals(Terminal terminal, boolean colourWanted, Function<Globals, AgentCalls> agents) {
    this.terminal = terminal;
    this.colourWanted = colourWanted;
    this.agents = agents;
  }

  /** No verb at all: the first page. */
  @Override
  public void run() {
    terminal.out().print(FrontPage.text());
  }

  /**
   * The agent that the flags mean: the running one, or its store opened here.
   *
   * @throws Failure if the flags do not say which one, or it cannot be reached
   */
  AgentCalls agent() {
    return agents.apply(this);
  }

  Optional<String> config() {
    return Optional.ofNullable(config);
  }

  Optional<String> nodeId() {
    return Optional.ofNullable(nodeId);
  }

  Optional<String> dataDir() {
    return Optional.ofNullable(dataDir);
  }

  Format format() {
    return format;
  }

  boolean isQuiet() {
    return quiet;
  }

  boolean isVerbose() {
    return verbose;
  }

  boolean isDryRun() {
    return dryRun;
  }

  /** Whether what would be refused to be safe is to be done all the same. */
  boolean isYes() {
    return yes;
  }

  int timeoutMillis() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
  }

  Terminal terminal() {
    return terminal;
  }

  Paint paint() {
    return terminal.outPaint(colourWanted && !noColor);
  }

  Paint errorPaint() {
    return terminal.errPaint(colourWanted && !noColor);
  }
}
