package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

/** What comes of a run in which something else than a promise breaks. */
class SimRunTest {
  private static final int OPERATIONS = 20;

  /** A checker that falls over in worlds of one seed. */
  private static final class FallsOver extends Checker {
    @Override
    public int invariant() {
      return 0;
    }

    @Override
    public void statementDone() {
      if (world().swarm().settings().seed() == 2) {
        throw new IllegalArgumentException("planted");
      }
    }
  }

  private final SimRun runner =
      new SimRun(() -> List.of(new FallsOver()), Tamper.NONE, VirtualSettings::real);

  @Test
  void whatFallsOverIsAFailureOfItsSeedAlone() throws InterruptedException {
    Map<Long, Boolean> told = new TreeMap<>();
    Campaign campaign =
        new Campaign(runner, seed -> Schedule.of(seed, Schedule.Nodes.exactly(3), OPERATIONS));
    Campaign.Summary summary = campaign.run(1, 3, 1, told::put);
    assertThat(told).isEqualTo(Map.of(1L, true, 2L, false, 3L, true));
    assertThat(summary.failures()).hasSize(1);
    Campaign.Failure failure = summary.failures().get(0);
    assertThat(failure.seed()).isEqualTo(2);
    assertThat(failure.violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.invariant()).isEqualTo(SimRun.FELL_OVER);
              assertThat(violation.text()).contains("planted", "FallsOver.statementDone");
            });
    assertThat(failure.shortest().orElseThrow().acts()).isEmpty();
    assertThat(summary.telling(3)).isEqualTo(2);
    assertThat(summary.which()).isEqualTo("The first seed that failed; 1 of 3 did");
  }

  @Test
  void whereNoSeedFailsTheLastIsLookedAt() throws InterruptedException {
    Campaign campaign =
        new Campaign(runner, seed -> Schedule.of(seed, Schedule.Nodes.exactly(3), OPERATIONS));
    Campaign.Summary summary = campaign.run(3, 4, 1, (seed, passed) -> {});
    assertThat(summary.telling(4)).isEqualTo(4);
    assertThat(summary.which()).isEqualTo("The last of 2 seeds, none of which failed");
  }

  @Test
  void theLastSeedsThereAreAreRunToo() throws InterruptedException {
    Map<Long, Boolean> told = new ConcurrentSkipListMap<>();
    Campaign campaign =
        new Campaign(runner, seed -> Schedule.of(seed, Schedule.Nodes.exactly(2), 1));
    Campaign.Summary summary = campaign.run(Long.MAX_VALUE - 2, Long.MAX_VALUE, 2, told::put);
    assertThat(summary.schedules()).isEqualTo(3);
    assertThat(told)
        .containsOnlyKeys(Long.MAX_VALUE - 2, Long.MAX_VALUE - 1, Long.MAX_VALUE)
        .doesNotContainValue(false);
  }

  @Test
  void aStatementThatMeansNothingIsNoFailure() {
    assertThatThrownBy(() -> runner.run(Scenario.of("day", "cell c\nbridge b c d\n")))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("day:2: \"bridge b c d\": there is no cell \"d\"");
  }
}
