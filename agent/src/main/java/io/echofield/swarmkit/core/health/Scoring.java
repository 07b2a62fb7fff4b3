package io.echofield.swarmkit.core.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums up readings as one state and one number.
 *
 * <p>State: the worst of all readings; OK without any. Score: 100, less {@value #DEGRADED_COSTS}
 * for each degraded reading and {@value #CRITICAL_COSTS} for each critical one, not below 0. So 100
 * means that all is well, and one critical reading weighs more than two degraded ones.
 *
 * @param score 0 worst to 100 best
 */
public record Scoring(HealthState state, int score) {
  public static final int BEST = 100;
  public static final int DEGRADED_COSTS = 20;
  public static final int CRITICAL_COSTS = 50;

  public static Scoring of(List<Reading> readings) {
    HealthState worst = HealthState.OK;
    int score = BEST;
    for (Reading reading : readings) {
      worst = worst.worse(reading.state());
      score -= costs(reading.state());
    }
    return new Scoring(worst, Math.max(0, score));
  }

  /**
   * Readings as a report carries them: in the order of names, of two with one name the worse, at
   * most {@link HealthReport#READINGS_MAX}, and of more the worst.
   */
  public static List<Reading> forReport(List<Reading> readings) {
    SortedMap<String, Reading> byName = new TreeMap<>();
    for (Reading reading : readings) {
      byName.merge(reading.name(), reading, Scoring::worse);
    }
    List<Reading> carried = new ArrayList<>(byName.values());
    carried.sort(Comparator.comparing(Reading::state).reversed().thenComparing(Reading::name));
    carried = carried.subList(0, Math.min(carried.size(), HealthReport.READINGS_MAX));
    carried.sort(Comparator.comparing(Reading::name));
    return carried;
  }

  private static Reading worse(Reading one, Reading other) {
    return one.state().compareTo(other.state()) >= 0 ? one : other;
  }

  private static int costs(HealthState state) {
    return switch (state) {
      case OK -> 0;
      case DEGRADED -> DEGRADED_COSTS;
      case CRITICAL, OFFLINE -> CRITICAL_COSTS;
    };
  }
}
