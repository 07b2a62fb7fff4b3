package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.AgentFlags;
import io.echofield.swarmkit.app.Fault;
import io.echofield.swarmkit.app.Origin;
import io.echofield.swarmkit.app.SettingsLoader;
import io.echofield.swarmkit.app.SettingsResult;
import io.echofield.swarmkit.app.Surroundings;
import java.util.List;

/** Settings for a verb that cannot go on without them. */
final class Configured {
  private Configured() {}

  static SettingsResult read(AgentFlags flags) {
    return new SettingsLoader(Surroundings.ofThisProcess()).load(flags);
  }

  /**
   * The settings.
   *
   * @throws Failure naming the first fault: 64 for a flag, 78 for a file
   */
  static SettingsResult.Loaded load(AgentFlags flags) {
    return read(flags)
        .fold(
            loaded -> loaded,
            faulty -> {
              throw failure(faulty.faults());
            });
  }

  /** What is worth a word but stops nothing. */
  static void tellNotices(Globals globals, SettingsResult.Loaded loaded) {
    if (!globals.isQuiet()) {
      loaded.notices().forEach(line -> globals.terminal().err().println("echofield: " + line));
    }
  }

  private static Failure failure(List<Fault> faults) {
    boolean flagsOnly = faults.stream().allMatch(fault -> fault.at().kind() == Origin.Kind.FLAG);
    String more =
        faults.size() == 1 ? "" : "and " + (faults.size() - 1) + " more: echofield config check";
    return new Failure(flagsOnly ? Exit.USAGE : Exit.CONFIG, faults.get(0).line(), more);
  }
}
