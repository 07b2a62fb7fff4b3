package io.echofield.swarmkit.remedy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A parameter of an action that a task may set.
 *
 * @param name {@code [a-z0-9][a-z0-9_-]{0,31}}
 * @param defaultValue what holds if a task does not set it; empty: a task must set it
 */
public record Parameter(String name, Kind kind, Optional<String> defaultValue) {
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

  public Parameter {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "parameter name must match " + LEGAL + " but was \"" + name + "\"");
    }
    defaultValue
        .flatMap(kind::fault)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException("default of " + name + " " + fault);
            });
  }

  public static Parameter required(String name, Kind kind) {
    return new Parameter(name, kind, Optional.empty());
  }

  public static Parameter optional(String name, Kind kind, String defaultValue) {
    return new Parameter(name, kind, Optional.of(defaultValue));
  }

  /** What values are allowed. */
  public sealed interface Kind {
    /** Why a value is not allowed, to follow the parameter's name; empty if it is. */
    Optional<String> fault(String value);
  }

  /** One line of text, 1 to {@code bytesMax} bytes of UTF-8, without control characters. */
  public record Text(int bytesMax) implements Kind {
    @Override
    public Optional<String> fault(String value) {
      int bytes = value.getBytes(StandardCharsets.UTF_8).length;
      if (bytes < 1 || bytes > bytesMax) {
        return Optional.of("must have 1 to " + bytesMax + " bytes but has " + bytes);
      }
      return value.chars().anyMatch(Character::isISOControl)
          ? Optional.of("must not have control characters")
          : Optional.empty();
    }
  }

  /** A whole number; both ends are allowed. */
  public record WholeNumber(long min, long max) implements Kind {
    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,18}");

    @Override
    public Optional<String> fault(String value) {
      if (!FORM.matcher(value).matches()) {
        return Optional.of("must be a whole number");
      }
      long number = Long.parseLong(value);
      return number < min || number > max
          ? Optional.of("must be " + min + " to " + max)
          : Optional.empty();
    }
  }

  /** A time span as {@link TimeSpan} reads it; both ends are allowed. */
  public record Span(long minMillis, long maxMillis) implements Kind {
    @Override
    public Optional<String> fault(String value) {
      OptionalLong millis = TimeSpan.millis(value);
      if (millis.isEmpty()) {
        return Optional.of("must be a time span like 90s, 5m, 2h or 7d");
      }
      return millis.getAsLong() < minMillis || millis.getAsLong() > maxMillis
          ? Optional.of("must be " + TimeSpan.text(minMillis) + " to " + TimeSpan.text(maxMillis))
          : Optional.empty();
    }
  }

  /** One of these words. */
  public record OneOf(List<String> words) implements Kind {
    public OneOf {
      words = List.copyOf(words);
    }

    @Override
    public Optional<String> fault(String value) {
      return words.contains(value)
          ? Optional.empty()
          : Optional.of("must be one of " + String.join(", ", words));
    }
  }
}
