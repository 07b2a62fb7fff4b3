package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.tools.sim.check.Checkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stories end as they should and happen as they did before. After a wanted change of the core:
 * {@code -Dgolden.write=true} writes what happens now.
 */
class StoriesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/sim");

  static List<String> names() {
    return Stories.NAMES;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void happensAsItDidBefore(String name) throws IOException {
    Scenario story = Stories.scenario(name).orElseThrow();
    Stories.Told told = Stories.tell(story, SimRun.earnest(Checkers::all));
    assertThat(told.result().violations()).isEmpty();
    compare(GOLDEN.resolve(name + ".log"), told.log());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void aSeedDoesTheSameTwiceAndAsBefore(long seed) throws IOException {
    SimRun runner = SimRun.earnest(Checkers::all);
    Scenario schedule = Schedule.of(seed, Schedule.Nodes.exactly(4), 60);
    SimRun.Result first = runner.run(schedule);
    assertThat(runner.run(Schedule.of(seed, Schedule.Nodes.exactly(4), 60))).isEqualTo(first);
    compare(GOLDEN.resolve("seed-" + seed + ".trace"), List.of(first.trace()));
  }

  @Test
  void otherSeedsDoOtherThings() {
    assertThat(Schedule.of(1, Schedule.Nodes.exactly(4), 60).all())
        .isNotEqualTo(Schedule.of(2, Schedule.Nodes.exactly(4), 60).all());
  }

  @Test
  void aScheduleCanBePrintedAndReadAgain() {
    Scenario schedule = Schedule.of(3, Schedule.Nodes.exactly(4), 20);
    Scenario read = Scenario.of("read", schedule.text());
    assertThat(read.all()).isEqualTo(schedule.all());
    assertThat(read.seed()).isEqualTo(schedule.seed());
    SimRun runner = SimRun.earnest(Checkers::all);
    assertThat(runner.run(read)).isEqualTo(runner.run(schedule));
  }

  private static void compare(Path golden, List<String> lines) throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      Files.write(golden, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(golden));
  }
}
