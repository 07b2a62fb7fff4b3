package io.echofield.swarmkit.tools.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What shall happen, as lines of words: first what there is, then what happens to it.
 *
 * @param seed of everything that is left to chance
 * @param set what there is; never left out when a failure is made shorter
 * @param acts what happens
 * @param ending what must hold in the end; never left out either
 */
public record Scenario(
    String name, long seed, List<Statement> set, List<Statement> acts, List<Statement> ending) {
  private static final String SEED = "seed";

  public Scenario {
    set = List.copyOf(set);
    acts = List.copyOf(acts);
    ending = List.copyOf(ending);
  }

  /**
   * Reads a text; what is behind a # says something to people. It may say its seed, else that is 1.
   *
   * @throws ScenarioException if a line has no form of {@link Grammar}
   */
  public static Scenario of(String name, String text) {
    List<Statement> acts = new ArrayList<>();
    long seed = 1;
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Optional<Statement> read = Statement.parse(lines.get(i));
      if (read.isPresent()) {
        String place = name + ":" + (i + 1) + ": ";
        Statement statement = read.get();
        Grammar.fault(statement)
            .ifPresent(
                why -> {
                  throw new ScenarioException(place, statement, why);
                });
        if (statement.word(0).equals(SEED)) {
          seed = Long.parseLong(statement.word(1));
        } else {
          acts.add(statement);
        }
      }
    }
    return new Scenario(name, seed, List.of(), acts, List.of());
  }

  /** The same with other luck. */
  public Scenario withSeed(long other) {
    return new Scenario(name, other, set, acts, ending);
  }

  Scenario withActs(List<Statement> others) {
    return new Scenario(name, seed, set, others, ending);
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
