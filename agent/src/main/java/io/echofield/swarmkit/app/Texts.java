package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.remedy.TimeSpan;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads single values of flags and files.
 *
 * <p>A reason for refusing begins with "must be" and, after a semicolon, says what to write; it
 * stands behind the name of a flag or a key.
 */
final class Texts {
  private static final Pattern DECIMAL_SECONDS = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,3}s?");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,3})?");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern LEVEL = Pattern.compile("[a-z0-9-]+");
  private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

  private Texts() {}

  /** A time span in milliseconds: seconds without a unit (also 0.5), or 500ms, 30s, 5m, 2h, 7d. */
  static Decoded<Long> duration(String text, long minMillis, long maxMillis) {
    OptionalLong millis =
        DECIMAL_SECONDS.matcher(text).matches()
            ? OptionalLong.of(milli(text.replace("s", "")))
            : TimeSpan.millis(text);
    if (millis.isEmpty()) {
      return refused("a duration, not " + Wording.shown(text), "write it like 30s, 5m or 2h");
    }
    if (millis.getAsLong() < minMillis || millis.getAsLong() > maxMillis) {
      String range = TimeSpan.text(minMillis) + " to " + TimeSpan.text(maxMillis);
      String next =
          millis.getAsLong() < minMillis ? TimeSpan.text(minMillis) : TimeSpan.text(maxMillis);
      return refused(range + ", not " + Wording.shown(text), "write " + next);
    }
    return new Decoded.Accepted<>(millis.getAsLong());
  }

  static Decoded<Boolean> flag(String text) {
    return switch (text) {
      case "true" -> new Decoded.Accepted<>(true);
      case "false" -> new Decoded.Accepted<>(false);
      default -> refused("true or false, not " + Wording.shown(text), "write one of these words");
    };
  }

  static Decoded<Integer> whole(String text, int min, int max) {
    int number = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (number < min || number > max) {
      return refused(
          "a whole number from " + min + " to " + max + ", not " + Wording.shown(text),
          "write a number of this range");
    }
    return new Decoded.Accepted<>(number);
  }

  /** A number with at most three decimals, in thousandths. */
  static Decoded<Long> decimal(String text, long min, long max) {
    if (!DECIMAL.matcher(text).matches()
        || milli(text) < min * 1_000
        || milli(text) > max * 1_000) {
      return refused(
          "a number from " + min + " to " + max + ", not " + Wording.shown(text),
          "write it with at most three decimals and without a unit");
    }
    return new Decoded.Accepted<>(milli(text));
  }

  static Decoded<String> someText(String text) {
    return text.isBlank()
        ? refused("some text, not " + Wording.shown(text), "write it or remove the key")
        : new Decoded.Accepted<>(text);
  }

  static Decoded<NodeId> nodeId(String text) {
    if (!NodeId.isLegal(text)) {
      return refused(
          "1 to "
              + NodeId.CHARACTERS_MAX
              + " characters of a-z, 0-9 and - (not first), not "
              + Wording.shown(text),
          "write for example `" + NodeId.nearest(text) + "`");
    }
    return new Decoded.Accepted<>(new NodeId(text));
  }

  /** Node ids separated by spaces or commas. */
  static Decoded<List<NodeId>> nodeIds(String text) {
    List<NodeId> nodes = new ArrayList<>();
    for (String word : SEPARATOR.split(text, -1)) {
      if (!word.isEmpty()) {
        Decoded<NodeId> node = nodeId(word);
        if (node instanceof Decoded.Rejected<NodeId> rejected) {
          return new Decoded.Rejected<>(rejected.reason());
        }
        nodes.add(new NodeId(word));
      }
    }
    return new Decoded.Accepted<>(nodes);
  }

  /** A level of an MQTT topic. */
  static Decoded<String> level(String text, int charactersMax) {
    if (text.length() > charactersMax || !LEVEL.matcher(text).matches()) {
      return refused(
          "1 to " + charactersMax + " characters of a-z, 0-9 and -, not " + Wording.shown(text),
          "choose such a name");
    }
    return new Decoded.Accepted<>(text);
  }

  /** An address of this machine that no other machine can reach. */
  static Decoded<String> loopback(String text) {
    if (!HostPort.isLoopback(text)) {
      return refused(
          "a loopback address in this version, not " + Wording.shown(text), "write 127.0.0.1");
    }
    return new Decoded.Accepted<>(text);
  }

  /** One of these words. */
  static <E> Decoded<E> word(String text, Map<String, E> words) {
    E meant = words.get(text);
    if (meant == null) {
      String nearest = Wording.nearest(text, words.keySet()).orElseThrow();
      return refused(
          "one of " + String.join(", ", words.keySet()) + ", not " + Wording.shown(text),
          "the nearest is `" + nearest + "`");
    }
    return new Decoded.Accepted<>(meant);
  }

  /**
   * An absolute path.
   *
   * @param base where a relative one begins
   * @param home what {@code ~} stands for
   */
  static Decoded<Path> path(String text, Path base, Path home) {
    try {
      if (!text.isBlank()) {
        boolean atHome = text.equals("~") || text.startsWith("~/");
        Path path =
            atHome ? home.resolve(text.substring(1).replaceFirst("^/+", "")) : base.resolve(text);
        return new Decoded.Accepted<>(path.toAbsolutePath().normalize());
      }
    } catch (InvalidPathException e) {
      // Not a path: told below like an empty one, with the text.
    }
    return refused("a path, not " + Wording.shown(text), "write the name of a file or folder");
  }

  private static long milli(String decimal) {
    return new BigDecimal(decimal).movePointRight(3).longValueExact();
  }

  private static <T> Decoded<T> refused(String what, String next) {
    return new Decoded.Rejected<>("must be " + what + "; " + next);
  }
}
