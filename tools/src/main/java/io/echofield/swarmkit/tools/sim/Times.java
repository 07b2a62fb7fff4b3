package io.echofield.swarmkit.tools.sim;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as scenarios write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code
 * 90d}.
 */
final class Times {
  private static final Pattern LEGAL = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final long SECOND = 1_000;

  private Times() {}

  /**
   * Milliseconds.
   *
   * @throws ScenarioException if it is no duration
   */
  static long millis(String text) {
    Matcher matcher = LEGAL.matcher(text);
    if (!matcher.matches()) {
      throw new ScenarioException("\"" + text + "\" is no time like 500ms, 30s, 5m, 2h, 90d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> number;
      case "s" -> number * SECOND;
      case "m" -> number * 60 * SECOND;
      case "h" -> number * 3_600 * SECOND;
      default -> number * 86_400 * SECOND;
    };
  }

  /** The shortest form that says the same. */
  static String text(long millis) {
    if (millis > 0 && millis % (86_400 * SECOND) == 0) {
      return millis / (86_400 * SECOND) + "d";
    } else if (millis % SECOND != 0) {
      return millis + "ms";
    }
    return millis / SECOND + "s";
  }

  /** Seconds with three digits after the point. */
  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%d.%03d s", millis / SECOND, millis % SECOND);
  }
}
