package io.echofield.swarmkit.tools.measure;

import java.util.regex.Pattern;

/**
 * A size that may be chosen; typed as {@code --name N}. One name means one thing in all benchmarks,
 * its default may differ.
 *
 * @param name small letters and dashes
 * @param what what it counts, with its unit
 */
public record Parameter(String name, String what, long byDefault, long min, long max) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]*");

  public Parameter {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a parameter's name must match " + NAME + " but was \"" + name + "\"");
    }
    checked(name, byDefault, min, max);
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  long checked(long value) {
    return checked(name, value, min, max);
  }

  private static long checked(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "--%s must be %d to %d but was %d".formatted(name, min, max, value));
    }
    return value;
  }
}
