package io.echofield.swarmkit.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringTest {
  @ParameterizedTest(name = "\"{0}\" -> {1} {2}")
  @CsvSource({
    "'', OK, 100",
    "oooo, OK, 100",
    "od, DEGRADED, 80",
    "ddd, DEGRADED, 40",
    "oc, CRITICAL, 50",
    "cd, CRITICAL, 30",
    "cc, CRITICAL, 0",
    "cccdd, CRITICAL, 0"
  })
  void theWorstReadingIsTheStateAndEachCosts(String readings, HealthState state, int score) {
    List<Reading> list = new ArrayList<>();
    readings.chars().forEach(c -> list.add(new Reading("r" + list.size(), 0, state(c))));
    assertThat(Scoring.of(list)).isEqualTo(new Scoring(state, score));
  }

  @Test
  void aReportCarriesReadingsInOneOrderTheWorseOfDoublesAndNotTooMany() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 10; i < 50; i++) {
      readings.add(new Reading("r" + i, i, HealthState.OK));
    }
    Reading worse = new Reading("r10", 7, HealthState.CRITICAL);
    readings.add(worse);
    Collections.shuffle(readings, new Random(1));
    List<Reading> carried = Scoring.forReport(readings);
    assertThat(carried).hasSize(HealthReport.READINGS_MAX).isSortedAccordingTo(byName());
    assertThat(carried.get(0)).isEqualTo(worse);
    assertThat(carried.get(31).name()).isEqualTo("r41");
  }

  @Test
  void aFaultIsCarriedEvenIfItsNameComesLast() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 10; i < 50; i++) {
      readings.add(new Reading("r" + i, i, HealthState.OK));
    }
    Reading fault = new Reading("store_full", 1_000, HealthState.CRITICAL);
    readings.add(fault);
    assertThat(Scoring.forReport(readings))
        .hasSize(HealthReport.READINGS_MAX)
        .isSortedAccordingTo(byName())
        .contains(fault);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({"41000, 41", "420, 0.42", "-3500, -3.5", "0, 0", "100000, 100", "7, 0.007"})
  void thousandthsAreShownAsADecimal(long milli, String text) {
    assertThat(Reading.decimal(milli)).isEqualTo(text);
  }

  private static java.util.Comparator<Reading> byName() {
    return java.util.Comparator.comparing(Reading::name);
  }

  private static HealthState state(int c) {
    return c == 'c' ? HealthState.CRITICAL : c == 'd' ? HealthState.DEGRADED : HealthState.OK;
  }
}
