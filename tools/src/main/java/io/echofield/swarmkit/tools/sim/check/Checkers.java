package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.tools.sim.Checker;
import java.util.List;

/** All checkers, new ones for each world. */
public final class Checkers {
  private Checkers() {}

  /** In the order of the invariants. */
  public static List<Checker> all() {
    return List.of(
        new CoreStaysUp(),
        new WorkIsDone(),
        new ViewsAreAFunctionOfEntries(),
        new MergeOrderDoesNotMatter(),
        new AcknowledgedSurvives(),
        new NoDoubleSeq(),
        new StepsNeverLower(),
        new DoneStays(),
        new CancelStays(),
        new LiveEqualsAll(),
        new ClocksDecideNothing(),
        new BoundRunsOnce(),
        new HoldersStop(),
        new RetainedIsAHint(),
        new FramesFit(),
        new UnprovenNeverActs(),
        new ForeignNeverCounts(),
        new EverythingBounded());
  }
}
