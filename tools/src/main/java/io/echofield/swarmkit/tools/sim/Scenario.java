package io.echofield.swarmkit.tools.sim;

import java.util.ArrayList;
import java.util.List;

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
  public Scenario {
    set = List.copyOf(set);
    acts = List.copyOf(acts);
    ending = List.copyOf(ending);
  }

  /** Reads a text; lines that begin with # say something to people. */
  public static Scenario of(String name, long seed, String text) {
    List<Statement> acts = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Statement.parse(line).ifPresent(acts::add);
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

  /** As it may be written to a file and read again. */
  public String text() {
    StringBuilder text = new StringBuilder();
    all().forEach(statement -> text.append(statement.text()).append('\n'));
    return text.toString();
  }
}
