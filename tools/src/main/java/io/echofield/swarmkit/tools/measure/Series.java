package io.echofield.swarmkit.tools.measure;

/** The numbers of one metric that one side gave for one workload, a number for each round. */
public record Series(String workload, String side, Metric metric) {
  @Override
  public String toString() {
    return workload + ", " + metric.name() + ", " + side;
  }
}
