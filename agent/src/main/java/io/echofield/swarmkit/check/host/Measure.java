package io.echofield.swarmkit.check.host;

/** Arithmetic of readings. */
final class Measure {
  private Measure() {}

  /** {@code part} of {@code whole} in thousandths of a percent, rounded to tenths of a percent. */
  static long percentMilli(long part, long whole) {
    return Math.round(1_000.0 * part / whole) * 100;
  }
}
