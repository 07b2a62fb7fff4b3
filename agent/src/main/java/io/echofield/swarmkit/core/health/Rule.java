package io.echofield.swarmkit.core.health;

import io.echofield.swarmkit.core.id.ActionName;

/**
 * When a reading stays beyond its threshold, an action is to be taken.
 *
 * @param name for people and logs; unique in a {@link Diagnosis}
 * @param reading name of the reading
 * @param thresholdMilli thousandths of the reading's unit
 * @param cycles health cycles in a row in which the condition must hold, 1 to {@value #CYCLES_MAX};
 *     as many in which it must not, before the rule can fire again
 */
public record Rule(
    String name,
    String reading,
    Comparison comparison,
    long thresholdMilli,
    int cycles,
    ActionName action) {
  public static final int CYCLES_MAX = 1_000;

  /** A condition must hold for this many cycles unless the rule says otherwise. */
  public static final int CYCLES_DEFAULT = 3;

  public Rule {
    if (cycles < 1 || cycles > CYCLES_MAX) {
      throw new IllegalArgumentException(
          "cycles must be 1 to " + CYCLES_MAX + " but was " + cycles);
    }
    if (!Reading.isLegalName(reading)) {
      throw new IllegalArgumentException("not a reading's name: \"" + reading + "\"");
    }
  }

  boolean holds(Reading measured) {
    return comparison.holds(measured.milli(), thresholdMilli);
  }

  /** The condition as it is written in the configuration. */
  public String condition() {
    return reading
        + " "
        + comparison.symbol()
        + " "
        + Reading.decimal(thresholdMilli)
        + " for "
        + cycles
        + " cycles";
  }
}
