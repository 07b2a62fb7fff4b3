package io.echofield.swarmkit.core.health;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * One measured value.
 *
 * @param name {@code [a-z][a-z0-9_]{0,31}}, with its unit as suffix where it has one ({@code
 *     disk_pct}, {@code temp_c}, {@code load1})
 * @param milli thousandths of the unit
 * @param state how the check judges it: OK, DEGRADED or CRITICAL
 */
public record Reading(String name, long milli, HealthState state) {
  private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  public Reading {
    if (!isLegalName(name)) {
      throw new IllegalArgumentException(
          "reading name must match " + LEGAL + " but was \"" + name + "\"");
    }
  }

  public static boolean isLegalName(String name) {
    return LEGAL.matcher(name).matches();
  }

  /**
   * Thousandths as a decimal number without needless zeros: {@code 41}, {@code 0.42}, {@code -3.5}.
   */
  public static String decimal(long milli) {
    return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
  }

  /** Name, value and state, for people: {@code disk_pct 97.5 critical}. */
  public String text() {
    return name + " " + decimal(milli) + " " + state.word();
  }
}
