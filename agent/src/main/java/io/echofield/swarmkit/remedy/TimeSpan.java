package io.echofield.swarmkit.remedy;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Time spans as parameters carry them: {@code 90} or {@code 90s} seconds, {@code 500ms, 5m, 2h,
 * 7d}.
 */
public final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)?");
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

  private TimeSpan() {}

  /** Milliseconds; empty if the text is not a time span. */
  public static OptionalLong millis(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    String unit = form.group(2) == null ? "s" : form.group(2);
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        return OptionalLong.of(Long.parseLong(form.group(1)) * MILLIS[i]);
      }
    }
    throw new IllegalStateException("no such unit: " + unit);
  }

  /** The shortest form: 604,800,000 is {@code 7d}. */
  public static String text(long millis) {
    for (int i = 0; i < UNITS.length; i++) {
      if (millis % MILLIS[i] == 0 && millis != 0) {
        return millis / MILLIS[i] + UNITS[i];
      }
    }
    return "0s";
  }
}
