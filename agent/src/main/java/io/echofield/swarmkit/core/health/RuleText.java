package io.echofield.swarmkit.core.health;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Decoded;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a rule's condition: {@code disk.free_pct < 10 for 3 cycles}.
 *
 * <p>Grammar: reading, comparison ({@code < <= > >=}), number with at most three decimals, and
 * optionally {@code for N cycles} (default {@value Rule#CYCLES_DEFAULT}); spaces around the
 * comparison may be left out. A reading may be written with dots: {@code disk.free_pct} is the
 * reading {@code disk_free_pct}. A reason for refusing says the column, counted from 1.
 */
public final class RuleText {
  /** Longest condition in characters; a longer one is refused unread. */
  public static final int CHARACTERS_MAX = 200;

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,12}(\\.[0-9]{1,3})?");
  private static final Pattern CYCLES = Pattern.compile("[0-9]{1,4}");

  /** A comparison, or anything that is neither a space nor the beginning of one. */
  private static final Pattern WORD = Pattern.compile("\\s*([<>]=?|[^\\s<>]+)");

  private final String text;
  private final Matcher words;
  private int column;

  private RuleText(String text) {
    this.text = text;
    this.words = WORD.matcher(text);
  }

  /** Reads a condition; {@code name} and {@code action} are put into the rule as they are. */
  public static Decoded<Rule> parse(String name, String condition, ActionName action) {
    if (condition.length() > CHARACTERS_MAX) {
      return new Decoded.Rejected<>("a condition has at most " + CHARACTERS_MAX + " characters");
    }
    return new RuleText(condition).rule(name, action);
  }

  private Decoded<Rule> rule(String name, ActionName action) {
    String reading = next().replace('.', '_');
    if (!Reading.isLegalName(reading)) {
      return rejected("expected the name of a reading, like disk_pct");
    }
    Optional<Comparison> comparison = Comparison.ofSymbol(next());
    if (comparison.isEmpty()) {
      return rejected("expected <, <=, > or >=");
    }
    String number = next();
    if (!NUMBER.matcher(number).matches()) {
      return rejected("expected a number with at most three decimals");
    }
    long milli = new BigDecimal(number).movePointRight(3).longValueExact();
    int cycles = Rule.CYCLES_DEFAULT;
    String word = next();
    if (!word.isEmpty()) {
      if (!word.equals("for")) {
        return rejected("expected \"for N cycles\" or the end");
      }
      String count = next();
      cycles = CYCLES.matcher(count).matches() ? Integer.parseInt(count) : 0;
      if (cycles < 1 || cycles > Rule.CYCLES_MAX) {
        return rejected("expected a number of cycles, 1 to " + Rule.CYCLES_MAX);
      }
      String unit = next();
      if (!unit.equals("cycles") && !unit.equals("cycle")) {
        return rejected("expected \"cycles\"");
      }
      if (!next().isEmpty()) {
        return rejected("expected the end");
      }
    }
    return new Decoded.Accepted<>(new Rule(name, reading, comparison.get(), milli, cycles, action));
  }

  /** The next word, empty at the end; {@link #column} is where it begins. */
  private String next() {
    if (words.find()) {
      column = words.start(1) + 1;
      return words.group(1);
    }
    column = text.length() + 1;
    return "";
  }

  private Decoded<Rule> rejected(String why) {
    return new Decoded.Rejected<>("column " + column + ": " + why);
  }
}
