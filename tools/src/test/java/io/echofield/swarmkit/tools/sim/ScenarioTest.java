package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line may say, and what is told of one that means nothing. */
class ScenarioTest {
  private static final int SCHEDULES = 50;

  @Test
  void whatIsDrawnHasTheFormsThatAreRead() {
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      Scenario schedule = Schedule.of(seed, Schedule.Nodes.USUAL, Schedule.OPERATIONS);
      assertThat(Scenario.of("drawn", schedule.text()).all()).isEqualTo(schedule.all());
    }
  }

  @Test
  void theSeedIsPartOfTheText() {
    assertThat(Scenario.of("a", "# why\ncell c\nseed 7\n").seed()).isEqualTo(7);
    assertThat(Scenario.of("a", "cell c\n").seed()).isEqualTo(1);
    assertThat(Scenario.of("a", Schedule.of(7, Schedule.Nodes.exactly(3), 1).text()).seed())
        .isEqualTo(7);
  }

  @Test
  void whatOnlyOneMaySayIsSaidOnce() {
    assertThatThrownBy(() -> Scenario.of("day.sim", "seed 1\ncell c\nseed 2\n"))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("day.sim:3: \"seed 2\": the seed is said above");
    String tasks = "a adds noop for a as t\na adds noop for a\nat 5s a adds noop for a as t\n";
    assertThatThrownBy(() -> Scenario.of("day.sim", tasks))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("day.sim:3: \"at 5s a adds noop for a as t\": another task is called t");
  }

  @Test
  void aTextWithoutAnyStatementIsRefused() {
    assertThatThrownBy(() -> Scenario.of("day.sim", "# nothing\n\nseed 3\n"))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("day.sim has no statement: nothing would happen");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          expect equal whithin 5m;           expected: expect equal within TIME
          expect equal within 5;             expected: expect equal within TIME
          expect quiet for 5m;               expect different
          crash a befor commit;              expected: crash NODE [before|after commit], or: crash NODE before keep, or: crash NODE at start
          cell c radio fraem 100;            expected: cell NAME [forgetful] [frame COUNT] [rate COUNT], or: cell NAME radio
          link c loss 0.1;                   link CELL loss SHARE dup SHARE delay TIME TIME
          link c loss 1.1 dup 0 delay 1s 2s; link CELL loss SHARE dup SHARE delay TIME TIME
          node a;                            expected: node NAME on CELL...
          a adds noop for;                   expected: NODE adds ACTION for any|NODE [after TASK] [exclusive] [as TASK]
          expect task t finished;            expected: expect task TASK STATUS
          clock a 1999;                      expected: clock NODE true|1970|2099|SHIFT
          seed x;                            expected: seed NUMBER
          at noon wait 5s;                   expected: at TIME STATEMENT
          at 5m wait;                        expected: wait|leap TIME
          at noon wait 5s;                   TIME: like 500ms, 30s, 5m, 2h or 90d
          wait 20parsecs;                    expected: wait|leap TIME (TIME: like 500ms, 30s, 5m, 2h or 90d)
          clock a +5;                        (SHIFT: like +5m or -2h)
          link c loss 2 dup 0 delay 1s 2s;   TIME: like 500ms, 30s, 5m, 2h or 90d; SHARE: from 0 to 1
          explode a;                         no statement begins like this
          wiat 20s;                          no statement begins like this, did you mean "wait"?
          a ads noop for b;                  no statement begins like this, did you mean "adds"?
          """)
  void aWordWrittenWrongIsRefusedWithItsPlaceAndTheForm(String line, String why) {
    assertThatThrownBy(() -> Scenario.of("day.sim", "cell c\n\n" + line + "\n"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("day.sim:3: \"" + line + "\": ")
        .hasMessageContaining(why);
  }
}
