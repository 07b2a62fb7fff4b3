package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Scenario;
import io.echofield.swarmkit.tools.sim.Schedule;
import picocli.CommandLine.Option;

/** How large random schedules are, as flags say. */
final class SimSizes {
  private static final int NODES_MIN = 2;
  private static final int NODES_MAX = 32_000;

  @Option(
      names = "--nodes",
      paramLabel = "N|A..B",
      description =
          "nodes: of a schedule, by the seed (default: 3..15), or of cells (default: 1000)")
  private String nodes;

  @Option(
      names = "--ops",
      paramLabel = "N",
      description = "things that happen in a schedule (default: " + Schedule.OPERATIONS + ")")
  private Integer operations;

  /**
   * Nothing if it can be run.
   *
   * @throws Failure if not
   */
  void check() {
    if (operations != null && operations < 1) {
      throw usage("--ops must be 1 or more");
    }
    nodes();
  }

  boolean saysNodes() {
    return nodes != null;
  }

  boolean saysOperations() {
    return operations != null;
  }

  /** The schedule of a seed with these sizes. */
  Scenario schedule(long seed) {
    return Schedule.of(seed, nodes(), operations == null ? Schedule.OPERATIONS : operations);
  }

  /** Nodes of a schedule, or as many as {@code --nodes} says. */
  Schedule.Nodes nodes() {
    if (nodes == null) {
      return Schedule.Nodes.USUAL;
    }
    Span span = Span.of("--nodes", nodes, "see echofield sim run --help");
    if (span.first() < NODES_MIN || span.last() > NODES_MAX) {
      throw usage("--nodes must be " + NODES_MIN + " to " + NODES_MAX);
    }
    return new Schedule.Nodes((int) span.first(), (int) span.last());
  }

  /** What was said, as it is said again. */
  String flags() {
    return (nodes == null ? "" : " --nodes " + nodes)
        + (operations == null ? "" : " --ops " + operations);
  }

  private static Failure usage(String what) {
    return new Failure(Exit.USAGE, what, "see echofield sim run --help");
  }
}
