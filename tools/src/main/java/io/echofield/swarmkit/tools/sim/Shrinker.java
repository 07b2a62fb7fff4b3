package io.echofield.swarmkit.tools.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a failing scenario shorter: leaves out pieces of what happens, large ones first, as long as
 * the same promise is still broken. Source: Zeller and Hildebrandt 2002, "Simplifying and Isolating
 * Failure-Inducing Input".
 */
final class Shrinker {
  private final SimRun runner;
  private int runsLeft;

  /**
   * A shrinker.
   *
   * @param runsMax when it has run so often it stops with the shortest found so far
   */
  Shrinker(SimRun runner, int runsMax) {
    this.runner = runner;
    this.runsLeft = runsMax;
  }

  /** The shortest scenario found in which this invariant is violated. */
  Scenario shrink(Scenario failing, String invariant) {
    Scenario shortest = failing;
    int piece = Math.max(1, failing.acts().size() / 2);
    while (piece > 0 && runsLeft > 0) {
      Scenario shorter = round(shortest, invariant, piece);
      boolean progress = shorter.acts().size() < shortest.acts().size();
      shortest = shorter;
      piece = progress && piece == 1 ? 1 : piece / 2;
    }
    return shortest;
  }

  private Scenario round(Scenario failing, String invariant, int piece) {
    Scenario shortest = failing;
    int from = 0;
    while (from < shortest.acts().size() && runsLeft > 0) {
      List<Statement> fewer = new ArrayList<>(shortest.acts());
      fewer.subList(from, Math.min(from + piece, fewer.size())).clear();
      Scenario candidate = shortest.withActs(fewer);
      if (fails(candidate, invariant)) {
        shortest = candidate;
      } else {
        from += piece;
      }
    }
    return shortest;
  }

  private boolean fails(Scenario scenario, String invariant) {
    runsLeft--;
    try {
      return runner.run(scenario).violations().stream()
          .anyMatch(violation -> violation.invariant().equals(invariant));
    } catch (ScenarioException withoutWhatItNames) {
      return false;
    }
  }
}
