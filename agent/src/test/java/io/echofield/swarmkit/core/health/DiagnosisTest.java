package io.echofield.swarmkit.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.ActionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
  /**
   * b: the condition holds, g: it does not, -: no such reading; F: the rule fires, .: it does not.
   */
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "bb,      ..",
    "bbb,     ..F",
    "bbbbbb,  ..F...",
    "bbgbbb,  .....F",
    "bb-b,    ...F",
    "---bbb,  .....F",
    // Cleared by three good cycles in a row, not by two.
    "bbbggbbb,     ..F.....",
    "bbbggbgggbbb, ..F........F",
    "bbbggg-bbb,   ..F......F",
    "bbbgg-gbbb,   ..F......F",
    "bbb---bbb,    ..F......"
  })
  void aRuleFiresOnceAfterItsCyclesAndAgainAfterItCleared(String cycles, String expected) {
    Diagnosis diagnosis = new Diagnosis(List.of(rule("low", 3)));
    StringBuilder fired = new StringBuilder();
    cycles
        .chars()
        .forEach(c -> fired.append(diagnosis.observe(readings((char) c)).isEmpty() ? '.' : 'F'));
    assertThat(fired).hasToString(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void itAgreesWithAPlainReadingOfTheWholeHistory(int seed) {
    Random random = new Random(seed);
    int cycles = 1 + random.nextInt(4);
    Diagnosis diagnosis = new Diagnosis(List.of(rule("low", cycles)));
    List<Boolean> history = new ArrayList<>();
    boolean firing = false;
    for (int i = 0; i < 500; i++) {
      char cycle = "bbg-".charAt(random.nextInt(4));
      boolean fires = !diagnosis.observe(readings(cycle)).isEmpty();
      boolean expected = false;
      if (cycle != '-') {
        history.add(cycle == 'b');
        int from = Math.max(0, history.size() - cycles);
        boolean other = !firing;
        boolean turn =
            history.size() >= cycles
                && history.subList(from, history.size()).stream().allMatch(b -> b == other);
        if (turn) {
          firing = other;
          expected = firing;
          history.clear();
        }
      }
      assertThat(fires).as("cycle %s", i).isEqualTo(expected);
      assertThat(diagnosis.firing()).hasSize(firing ? 1 : 0);
    }
  }

  @Test
  void rulesFireInTheirOwnOrderAndAlone() {
    Diagnosis diagnosis = new Diagnosis(List.of(rule("z", 1), rule("a", 2), rule("m", 1)));
    assertThat(diagnosis.observe(readings('b'))).extracting(Rule::name).containsExactly("z", "m");
    assertThat(diagnosis.observe(readings('b'))).extracting(Rule::name).containsExactly("a");
    assertThat(diagnosis.firing()).extracting(Rule::name).containsExactly("z", "a", "m");
  }

  @Test
  void twoRulesOfOneNameAreRefused() {
    assertThatThrownBy(() -> new Diagnosis(List.of(rule("a", 1), rule("a", 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a\"");
  }

  private static Rule rule(String name, int cycles) {
    ActionName action = new ActionName("clean-spool");
    return new Rule(name, "disk_free_pct", Comparison.LESS, 10_000, cycles, action);
  }

  private static List<Reading> readings(char cycle) {
    Reading other = new Reading("load1", 500, HealthState.OK);
    return switch (cycle) {
      case 'b' -> List.of(other, new Reading("disk_free_pct", 9_999, HealthState.DEGRADED));
      case 'g' -> List.of(new Reading("disk_free_pct", 10_000, HealthState.OK), other);
      default -> List.of(other);
    };
  }
}
