package io.echofield.swarmkit.tools.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A run that is looked at on its way, and the page about it. */
public final class Picture {
  private static final long EVERY_MILLIS = 1_000;

  private Picture() {}

  /** Runs a scenario once more and makes its page. */
  public static String of(Scenario scenario, SimRun runner) {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    List<Sampler> samplers = new ArrayList<>();
    List<SimWorld> worlds = new ArrayList<>();
    SimRun.Result result =
        runner.run(
            scenario,
            world -> {
              worlds.add(world);
              samplers.add(new Sampler(world.swarm(), EVERY_MILLIS, goesOn::get));
            });
    goesOn.set(false);
    List<String> said = new ArrayList<>();
    result.violations().forEach(violation -> said.add(violation.line()));
    if (result.passed()) {
      said.add("every promise was kept");
    }
    said.add("");
    said.addAll(scenario.text().lines().toList());
    String title = "Scenario " + scenario.name() + ", seed " + scenario.seed();
    return SimReport.html(title, samplers.get(0).samples(), worlds.get(0).swarm().cells(), said);
  }
}
