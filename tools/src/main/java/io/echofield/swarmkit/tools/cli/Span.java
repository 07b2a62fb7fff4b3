package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;

/** Whole numbers, one after the other, both ends included; as flags say it: N or A..B. */
record Span(long first, long last) {
  private static final String BETWEEN = "..";

  /**
   * Reads what was typed.
   *
   * @param flag of which it is the value
   * @param next what to do where it is none
   * @throws Failure if it is no span, or one of more than 2^63-1 numbers
   */
  static Span of(String flag, String typed, String next) {
    int at = typed.indexOf(BETWEEN);
    try {
      long first = Long.parseLong(at < 0 ? typed : typed.substring(0, at));
      Span span =
          new Span(first, at < 0 ? first : Long.parseLong(typed.substring(at + BETWEEN.length())));
      if (span.first <= span.last && span.count() > 0) {
        return span;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw refused(flag, typed, next, e);
    }
    throw refused(flag, typed, next, null);
  }

  private static Failure refused(String flag, String typed, String next, Exception cause) {
    String what = flag + " is N or A..B with A up to B, but was \"" + typed + "\"";
    return new Failure(Exit.USAGE, what, next, cause);
  }

  /**
   * How many there are.
   *
   * @throws ArithmeticException if more than a long can say
   */
  long count() {
    return Math.addExact(Math.subtractExact(last, first), 1);
  }

  boolean isOne() {
    return first == last;
  }
}
