package io.echofield.swarmkit.tools.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * A run that is looked at on its way, and the page about it. Both end where the result is taken.
 */
public final class Picture implements SimRun.Onlooker {
  private static final long EVERY_MILLIS = 1_000;
  private static final String ABOUT =
      "Time and bytes count from the beginning to the end of what the scenario says; the time that"
          + " checkers let pass afterwards is not in them.";

  private Sampler sampler;
  private Sampler.Seen seen;

  private Picture() {}

  /**
   * Runs a scenario once more and makes its page.
   *
   * @param which of all seeds this one is
   */
  public static String of(Scenario scenario, SimRun runner, String which) {
    Picture picture = new Picture();
    SimRun.Result result = runner.run(scenario, picture);
    List<String> said = new ArrayList<>();
    result.violations().forEach(violation -> said.add(violation.line()));
    if (result.passed()) {
      said.add("every promise was kept");
    }
    said.add(result.line());
    said.add("");
    said.addAll(scenario.text().lines().toList());
    String title = "Scenario " + scenario.name() + ", seed " + scenario.seed();
    return SimReport.html(title, which + ". " + ABOUT, picture.seen, said);
  }

  @Override
  public void begins(SimWorld world) {
    sampler = new Sampler(world.swarm(), EVERY_MILLIS);
  }

  @Override
  public void ends() {
    seen = sampler.end();
  }
}
