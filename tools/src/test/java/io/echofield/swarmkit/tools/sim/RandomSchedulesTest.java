package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.sim.check.Checkers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A few bad days; {@code SimIT} has as many as a build has time for. */
class RandomSchedulesTest {
  private static final long FIRST = 1;
  private static final int SCHEDULES = 6;

  @Test
  void everyPromiseIsKept() throws InterruptedException {
    Campaign campaign =
        new Campaign(
            SimRun.earnest(Checkers::all),
            seed -> Schedule.of(seed, Schedule.Nodes.USUAL, Schedule.OPERATIONS),
            0);
    int cores = Runtime.getRuntime().availableProcessors();
    Campaign.Summary summary =
        campaign.run(FIRST, FIRST + SCHEDULES - 1, cores, (seed, passed) -> {});
    List<String> failures =
        summary.failures().stream()
            .map(failure -> "echofield sim replay " + failure.seed() + ": " + failure.violations())
            .toList();
    assertThat(failures).isEmpty();
    assertThat(summary.schedules()).isEqualTo(SCHEDULES);
  }
}
