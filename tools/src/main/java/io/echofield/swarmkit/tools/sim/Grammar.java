package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.tools.show.Nearest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The forms that statements have, so that a word written wrong is refused and not passed over.
 *
 * <p>In a form {@code [x y]} may be left out, {@code x|y} is one of both, {@code X...} stands once
 * or more often, and words in capitals stand for others.
 */
final class Grammar {
  private static final List<String> FORMS =
      List.of(
          "seed NUMBER",
          "cell NAME [forgetful] [frame COUNT] [rate COUNT]",
          "cell NAME radio [frame COUNT] [share COUNT] [rate COUNT]",
          "bridge NAME CELL CELL",
          "node NAME on CELL...",
          "start all|NODE",
          "wait|leap TIME",
          "crash NODE [before|after commit]",
          "crash NODE before keep",
          "crash NODE at start",
          "remedy NODE TIME",
          "restart|leave|goodbye|suspend|resume NODE",
          "return NODE [after TIME]",
          "backup|fill|free NODE",
          "restore NODE [store]",
          "twin NODE as NAME on CELL...",
          "retire NODE",
          "cut|heal NODE CELL",
          "cut|heal bridge NAME",
          "heal all",
          "mute|unmute|deafen|undeafen NODE CELL",
          "link CELL good|bad",
          "link CELL loss SHARE dup SHARE delay TIME TIME",
          "keep|putback|wipe|vanish|appear CELL",
          "swap CELL CELL",
          "clock NODE true|1970|2099|SHIFT",
          "drift NODE NUMBER",
          "hostile CELL junk|replay|forge|foreign|lie|usurp|will",
          "expect equal within TIME",
          "expect different",
          "expect silent for TIME",
          "expect task TASK STATUS [at NODE] [within TIME]",
          "expect task TASK STATUS within TIME at NODE",
          "expect runs TASK COUNT",
          "expect notice NODE",
          "NODE adds ACTION for any|NODE [after TASK] [exclusive] [as TASK]",
          "NODE cancels|reopens|retries TASK");

  /** A shorter word is the beginning of too many. */
  private static final int VERB_LETTERS_MIN = 3;

  private static final String TIME = "\\d{1,9}(?:ms|s|m|h|d)";
  private static final String NAME = "[\\p{Alnum}][\\p{Alnum}_.-]*";

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("NAME", NAME),
          Map.entry("CELL", NAME),
          Map.entry("NODE", NAME),
          Map.entry("TASK", NAME),
          Map.entry("ACTION", NAME),
          Map.entry("TIME", TIME),
          Map.entry("SHIFT", "[+-]" + TIME),
          Map.entry("COUNT", "\\d{1,9}"),
          Map.entry("NUMBER", "-?\\d{1,18}"),
          Map.entry("SHARE", "0(?:\\.\\d+)?|1(?:\\.0+)?"),
          Map.entry("STATUS", statuses()));

  /** What people are told of the words in capitals that do not say it themselves. */
  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  private static final Map<String, Pattern> PATTERNS = new LinkedHashMap<>();

  static {
    MEANINGS.put("TIME", "like 500ms, 30s, 5m, 2h or 90d");
    MEANINGS.put("SHIFT", "like +5m or -2h");
    MEANINGS.put("SHARE", "from 0 to 1");
    MEANINGS.put("COUNT", "a whole number");
    MEANINGS.put("NUMBER", "a whole number");
    MEANINGS.put("STATUS", statuses().replace("|", ", "));
    FORMS.forEach(form -> PATTERNS.put(form, pattern(form)));
  }

  private Grammar() {}

  /** What is wrong with a statement, and what would be right; empty: nothing. */
  static Optional<String> fault(Statement statement) {
    if (statement.word(0).equals("at")) {
      return Pattern.matches(TIME, statement.word(1)) && statement.size() > 2
          ? fault(statement.from(2))
          : Optional.of("expected: at TIME STATEMENT" + meanings(List.of("TIME")));
    }
    String text = " " + statement.text();
    if (PATTERNS.values().stream().anyMatch(pattern -> pattern.matcher(text).matches())) {
      return Optional.empty();
    }
    List<String> meant = FORMS.stream().filter(form -> begins(statement, form)).toList();
    return Optional.of(
        meant.isEmpty()
            ? "no statement begins like this" + nearest(statement)
            : "expected: " + String.join(", or: ", meant) + meanings(meant));
  }

  /** What the words in capitals of these forms are. */
  private static String meanings(List<String> forms) {
    List<String> words =
        forms.stream().flatMap(form -> Arrays.stream(form.split("[^A-Z]+"))).toList();
    String said =
        MEANINGS.entrySet().stream()
            .filter(meaning -> words.contains(meaning.getKey()))
            .map(meaning -> meaning.getKey() + ": " + meaning.getValue())
            .collect(Collectors.joining("; "));
    return said.isEmpty() ? "" : " (" + said + ")";
  }

  /** The verb that was probably meant, of those that come first or second. */
  private static String nearest(Statement statement) {
    return nearest(statement.word(0), 0)
        .or(() -> nearest(statement.word(1), 1))
        .map(verb -> ", did you mean \"" + verb + "\"?")
        .orElse("");
  }

  private static Optional<String> nearest(String typed, int place) {
    Set<String> verbs =
        FORMS.stream()
            .map(form -> form.split(" "))
            .filter(words -> words[0].equals("NODE") == (place == 1))
            .flatMap(words -> Arrays.stream(words[place].split("\\|")))
            .collect(Collectors.toCollection(TreeSet::new));
    return typed.length() < VERB_LETTERS_MIN ? Optional.empty() : Nearest.of(typed, verbs);
  }

  /** The statement has the verb of the form; of one that begins with a name, its second word. */
  private static boolean begins(Statement statement, String form) {
    String[] words = form.split(" ");
    return words[0].equals("NODE")
        ? Arrays.asList(words[1].split("\\|")).contains(statement.word(1))
        : Arrays.asList(words[0].split("\\|")).contains(statement.word(0))
            && (!words[0].equals("expect")
                || words[1].equals(statement.word(1))
                || !isExpected(statement.word(1)));
  }

  private static boolean isExpected(String word) {
    return FORMS.stream().anyMatch(form -> form.startsWith("expect " + word + " "))
        || FORMS.contains("expect " + word);
  }

  private static Pattern pattern(String form) {
    StringBuilder regex = new StringBuilder();
    for (String token : form.split(" ")) {
      String word = token.replaceAll("^\\[|\\]$", "");
      boolean repeated = word.endsWith("...");
      String one =
          Arrays.stream(word.replace("...", "").split("\\|"))
              .map(w -> CLASSES.getOrDefault(w, Pattern.quote(w)))
              .collect(Collectors.joining("|", " (?:", ")"));
      regex
          .append(token.startsWith("[") ? "(?:" : "")
          .append(repeated ? "(?:" + one + ")+" : one)
          .append(token.endsWith("]") ? ")?" : "");
    }
    return Pattern.compile(regex.toString());
  }

  private static String statuses() {
    return Stream.concat(
            Stream.of("unknown", "asleep"),
            Arrays.stream(TaskStatus.values()).map(TaskStatus::word))
        .collect(Collectors.joining("|"));
  }
}
