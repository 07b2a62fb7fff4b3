package io.echofield.swarmkit.tools.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What shall happen, as lines of words: first what there is, then what happens to it.
 *
 * @param seed of everything that is left to chance
 * @param set what there is; never left out when a failure is made shorter
 * @param acts what happens
 * @param ending what must hold in the end; never left out either
 * @param lines of a text that was read: on which line each of the acts stands; empty for others
 */
public record Scenario(
    String name,
    long seed,
    List<Statement> set,
    List<Statement> acts,
    List<Statement> ending,
    List<Integer> lines) {
  private static final String SEED = "seed";

  public Scenario {
    set = List.copyOf(set);
    acts = List.copyOf(acts);
    ending = List.copyOf(ending);
    lines = List.copyOf(lines);
  }

  /**
   * Reads a text; what is behind a # says something to people. It may say its seed, else that is 1.
   *
   * @throws ScenarioException if a line has no form of {@link Grammar}, or says what only one may
   *     say, or nothing is said at all
   */
  public static Scenario of(String name, String text) {
    List<Statement> acts = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Set<String> once = new HashSet<>();
    long seed = 1;
    List<String> lines = text.lines().toList();
    for (int line = 1; line <= lines.size(); line++) {
      Optional<Statement> read = Statement.parse(lines.get(line - 1));
      if (read.isPresent()) {
        Statement statement = read.get();
        Optional<String> why = Grammar.fault(statement).or(() -> saidBefore(statement, once));
        if (why.isPresent()) {
          throw new ScenarioException(place(name, line), statement, why.get());
        }
        if (statement.word(0).equals(SEED)) {
          seed = Long.parseLong(statement.word(1));
        } else {
          acts.add(statement);
          places.add(line);
        }
      }
    }
    if (acts.isEmpty()) {
      throw new ScenarioException(name + " has no statement: nothing would happen");
    }
    return new Scenario(name, seed, List.of(), acts, List.of(), places);
  }

  /** Why a statement may not follow the others; {@code once}: what they said, and now this one. */
  private static Optional<String> saidBefore(Statement statement, Set<String> once) {
    if (statement.word(0).equals(SEED)) {
      return once.add(SEED) ? Optional.empty() : Optional.of("the seed is said above");
    }
    return statement
        .after("as")
        .filter(name -> statement.has("adds") && !once.add("task " + name))
        .map(name -> "another task is called " + name);
  }

  /** Where a statement stands, as the beginning of a message; empty if it is of no text. */
  String place(int index) {
    return index < lines.size() ? place(name, lines.get(index)) : "";
  }

  private static String place(String name, int line) {
    return name + ":" + line + ": ";
  }

  /** The same with other luck. */
  public Scenario withSeed(long other) {
    return new Scenario(name, other, set, acts, ending, lines);
  }

  Scenario withActs(List<Statement> others) {
    return new Scenario(name, seed, set, others, ending, List.of());
  }

  /** All of it in order. */
  List<Statement> all() {
    List<Statement> all = new ArrayList<>(set);
    all.addAll(acts);
    all.addAll(ending);
    return all;
  }

  /** As it may be written to a file and read again: the seed, then a statement a line. */
  public String text() {
    StringBuilder text = new StringBuilder(SEED + " " + seed + "\n");
    all().forEach(statement -> text.append(statement.text()).append('\n'));
    return text.toString();
  }
}
