package io.echofield.swarmkit.tools.show;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Times and durations for people. */
public final class TimeText {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private TimeText() {}

  /** {@code 42 s}, {@code 5 min}, {@code 3 h 20 min}, {@code 12 d 4 h}. */
  public static String seconds(long seconds) {
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    }
    if (seconds < 2 * HOUR) {
      return seconds / MINUTE + " min";
    }
    if (seconds < 2 * DAY) {
      return seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min";
    }
    return seconds / DAY + " d " + seconds % DAY / HOUR + " h";
  }

  /** {@code 4.2 s} from milliseconds. */
  public static String tenths(long millis) {
    return millis / 1000 + "." + millis % 1000 / 100 + " s";
  }

  /** How long ago an RFC 3339 time was, {@code -} if there is none. */
  public static String age(String time, Instant now) {
    Instant then = parse(time);
    if (then == null) {
      return time.isEmpty() ? "-" : time;
    }
    return seconds(Math.max(0, Duration.between(then, now).toSeconds()));
  }

  /** {@code 2026-11-23 08:00:05Z}: sorts, copies and compares across machines. */
  public static String exact(String time) {
    Instant then = parse(time);
    if (then == null) {
      return time.isEmpty() ? "-" : time;
    }
    return then.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ');
  }

  /** A sentence's "since": {@code for 12 s (since 2026-11-23 08:00:05Z)}. */
  public static String since(String time, Instant now) {
    return time.isEmpty() ? "" : "for " + age(time, now) + " (since " + exact(time) + ")";
  }

  private static Instant parse(String time) {
    try {
      return time.isEmpty() ? null : Instant.parse(time);
    } catch (DateTimeParseException e) {
      // Shown as it came: a time we cannot read is still better than none.
      return null;
    }
  }
}
