package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.Scenario;
import io.echofield.swarmkit.tools.sim.Schedule;

/** How large random schedules are, as flags say; null: not said. */
final class SimSizes {
  private static final int NODES_MAX = 32_000;

  private SimSizes() {}

  /**
   * Nothing if it can be run.
   *
   * @throws Failure if not
   */
  static void check(Integer nodes, Integer operations) {
    if ((nodes != null && (nodes < 2 || nodes > NODES_MAX))
        || (operations != null && operations < 1)) {
      throw new Failure(
          Exit.USAGE,
          "--ops must be 1 or more, --nodes 2 to " + NODES_MAX,
          "see echofield sim run --help");
    }
  }

  static Scenario schedule(long seed, Integer nodes, Integer operations) {
    return Schedule.of(
        seed, nodes == null ? 0 : nodes, operations == null ? Schedule.OPERATIONS : operations);
  }

  /** What was said, as it is said again. */
  static String flags(Integer nodes, Integer operations) {
    return (nodes == null ? "" : " --nodes " + nodes)
        + (operations == null ? "" : " --ops " + operations);
  }
}
