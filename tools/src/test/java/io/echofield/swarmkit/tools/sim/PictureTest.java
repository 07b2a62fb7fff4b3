package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A page says the same as the run that it is about. */
class PictureTest {
  private static final Scenario DAY =
      Scenario.of(
          "day",
          "cell c\nnode a on c\nnode b on c\nstart all\nwait 5s\na adds noop for b\nwait 1m");

  /** Lets time pass after the scenario, in which nodes go on to say beacons. */
  private static final class Lingers extends Checker {
    @Override
    public int invariant() {
      return 0;
    }

    @Override
    public void afterwards() {
      world().swarm().run(3_600_000);
    }
  }

  private final SimRun runner =
      new SimRun(() -> List.of(new Lingers()), Tamper.NONE, VirtualSettings::real);

  @Test
  void itEndsWhereTheResultIsTaken() {
    SimRun.Result result = runner.run(DAY);
    assertThat(Picture.of(DAY, runner, "The only one"))
        .contains("<title>Scenario day, seed 1</title>", "every promise was kept")
        .contains("<p>The only one. Time and bytes count")
        .contains(result.line(), "65.000 s of virtual time")
        .contains(">60 s</text>")
        .doesNotContain(" min</text>")
        .contains(all(result.bytes()))
        .contains(String.format(Locale.ROOT, "%,d in the end", result.bytes()));
  }

  @Test
  void whoLooksOnChangesNothing() {
    SimRun.Result pictured =
        runner.run(
            DAY,
            new SimRun.Onlooker() {
              private Sampler sampler;

              @Override
              public void begins(SimWorld world) {
                sampler = new Sampler(world.swarm(), 100);
              }

              @Override
              public void ends() {
                sampler.end();
              }
            });
    assertThat(pictured).isEqualTo(runner.run(DAY));
  }

  @Test
  void whatCellsCarriedIsWhatTheirNodesCost() {
    CellsRun.Options options = new CellsRun.Options(20, 5, CellsRun.Shape.RING, 4, 1);
    CellsRun run = new CellsRun(options, true);
    CellsRun.Result result = run.run();
    CellsRun.Result unseen = new CellsRun(options, false).run();
    assertThat(result.bytesPerNode()).isEqualTo(unseen.bytesPerNode());
    assertThat(result.convergedMillis()).isEqualTo(unseen.convergedMillis());
    assertThat(run.page(result))
        .contains("count from when the tasks were written")
        .contains(all(Math.round(result.bytesPerNode() * options.nodes())))
        .contains("Entries that nodes miss, all nodes together: 0 at first, ")
        .contains("most, 0 in the end");
  }

  private static String all(long bytes) {
    return String.format(Locale.ROOT, "<th>all cells</th><th>%,d</th>", bytes);
  }
}
