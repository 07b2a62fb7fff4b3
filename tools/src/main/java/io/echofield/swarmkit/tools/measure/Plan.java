package io.echofield.swarmkit.tools.measure;

import java.util.List;
import java.util.Map;

/**
 * What is done in each round of a benchmark, in this order, and what is aimed at.
 *
 * @param warmUps rounds before the first one that counts, so that compilers and caches are in the
 *     state of a long run
 * @param versions what peers and helpers are, by name, for whoever reads the results later
 * @param missing peers that cannot be measured here, by name, with the reason and the next step;
 *     neither trials nor targets may name them
 * @param helpers closed after the last round
 */
public record Plan(
    int warmUps,
    List<Trial> trials,
    List<Target> targets,
    Map<String, String> versions,
    Map<String, String> missing,
    List<AutoCloseable> helpers) {
  public Plan {
    trials = List.copyOf(trials);
    targets = List.copyOf(targets);
    helpers = List.copyOf(helpers);
  }

  /** With all peers and no helpers. */
  public Plan(int warmUps, List<Trial> trials, List<Target> targets, Map<String, String> versions) {
    this(warmUps, trials, targets, versions, Map.of(), List.of());
  }
}
