package io.echofield.swarmkit.tools.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Axes have a few round numbers with units, and a picture says in words what it shows. */
class ChartTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|0, 1 ms",
        "450|0, 100 ms, 200 ms, 300 ms, 400 ms",
        "65000|0, 10 s, 20 s, 30 s, 40 s, 50 s, 60 s",
        "330000|0, 1 min, 2 min, 3 min, 4 min, 5 min",
        "10800000|0, 30 min, 60 min, 90 min, 120 min, 150 min, 180 min",
        "86400000|0, 6 h, 12 h, 18 h, 24 h",
        "7862400000|0, 20 d, 40 d, 60 d, 80 d"
      })
  void timeHasRoundTicks(long millis, String expected) {
    assertThat(texts(Ticks.ofTime(millis))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "1|0, 1", "7|0, 2, 4, 6, 8", "13000|0, 2,000, 4,000, 6,000, 8,000, 10,000"})
  void numbersHaveRoundTicks(long most, String expected) {
    assertThat(texts(Ticks.ofNumbers(most))).startsWith(expected);
  }

  @Test
  void theLastTickOfNumbersIsNotBelowTheGreatest() {
    for (long most = 1; most < Long.MAX_VALUE / 20; most = most * 3 + 1) {
      List<Ticks.Tick> ticks = Ticks.ofNumbers(most);
      assertThat(ticks).hasSizeBetween(2, 8);
      assertThat(ticks.get(ticks.size() - 1).at()).isGreaterThanOrEqualTo(most);
    }
  }

  @Test
  void aPictureSaysInWordsWhatItShows() {
    List<Chart.Point> points =
        List.of(new Chart.Point(0, 3), new Chart.Point(30_000, 2_500), new Chart.Point(60_000, 1));
    String says = "Apples: 3 at first, 2,500 at most, 1 in the end";
    assertThat(new Chart("Apples", points, "#123456").svg())
        .contains("role=\"img\" aria-label=\"" + says + "\"", "<title>" + says + "</title>")
        .contains(">60 s</text>", ">2,500</text>")
        .doesNotContain("NaN");
  }

  @Test
  void oneLookIsAPictureToo() {
    assertThat(new Chart("Apples", List.of(new Chart.Point(0, 0)), "#123456").svg())
        .contains("points=\"90.0,164.0\"");
  }

  private static String texts(List<Ticks.Tick> ticks) {
    return ticks.stream().map(Ticks.Tick::text).collect(Collectors.joining(", "));
  }
}
