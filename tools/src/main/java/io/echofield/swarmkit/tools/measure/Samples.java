package io.echofield.swarmkit.tools.measure;

import java.util.ArrayList;
import java.util.List;

/** Numbers of one kind, one for each round, in the order of rounds; at least one. Immutable. */
public record Samples(List<Double> values) {
  public Samples {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one sample");
    }
  }

  /** The middle one; between the two in the middle if their number is even. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /**
   * How many times the other's numbers, round by round: what slows a whole round down, slows both.
   *
   * @throws IllegalArgumentException if the other has another number of rounds
   */
  public Samples per(Samples other) {
    if (values.size() != other.values.size()) {
      throw new IllegalArgumentException(
          "rounds differ: " + values.size() + " and " + other.values.size());
    }
    List<Double> ratios = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / other.values.get(i));
    }
    return new Samples(ratios);
  }
}
