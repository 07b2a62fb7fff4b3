package io.echofield.swarmkit.tools.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A few round places on an axis that begins at 0, and what is written at them. */
final class Ticks {
  /** Steps on an axis at most, so that what is written at them does not touch. */
  private static final int STEPS_MAX = 6;

  private static final List<Integer> DECIMAL = List.of(1, 2, 5);
  private static final List<Integer> OF_SIXTY = List.of(1, 2, 5, 10, 15, 30);
  private static final List<Unit> UNITS =
      List.of(
          new Unit("ms", 1, List.of(1, 2, 5, 10, 20, 50, 100, 200, 500)),
          new Unit("s", 1_000, OF_SIXTY),
          new Unit("min", 60_000, OF_SIXTY),
          new Unit("h", 3_600_000, List.of(1, 2, 3, 6, 12)));
  private static final Unit DAY = new Unit("d", 86_400_000, List.of());

  /** A place on an axis. */
  record Tick(long at, String text) {}

  /** What time is told in, and how many of it are a round step; none said: any decimal one. */
  private record Unit(String symbol, long millis, List<Integer> steps) {}

  private Ticks() {}

  /** The last of them is {@code most} or the next round number above it. */
  static List<Tick> ofNumbers(long most) {
    long step = decimalStep(most);
    List<Tick> ticks = new ArrayList<>();
    for (long at = 0; at < most + step; at += step) {
      ticks.add(new Tick(at, String.format(Locale.ROOT, "%,d", at)));
    }
    return ticks;
  }

  /** The last of them is not after {@code millis}. */
  static List<Tick> ofTime(long millis) {
    for (Unit unit : UNITS) {
      for (int count : unit.steps) {
        if (millis / (count * unit.millis) <= STEPS_MAX) {
          return ofTime(millis, unit, count);
        }
      }
    }
    return ofTime(millis, DAY, decimalStep(millis / DAY.millis));
  }

  private static List<Tick> ofTime(long millis, Unit unit, long count) {
    List<Tick> ticks = new ArrayList<>();
    ticks.add(new Tick(0, "0"));
    for (long at = count; at * unit.millis <= millis; at += count) {
      ticks.add(new Tick(at * unit.millis, at + " " + unit.symbol));
    }
    return ticks;
  }

  /** The shortest of 1, 2, 5, 10, 20 ... that makes few enough steps. */
  private static long decimalStep(long most) {
    for (long decade = 1; ; decade *= 10) {
      for (int digit : DECIMAL) {
        if (most / (digit * decade) <= STEPS_MAX) {
          return digit * decade;
        }
      }
    }
  }
}
