package io.echofield.swarmkit.tools.measure;

/** A kind of number: what is counted, in which unit, and which of two is the better one. */
public record Metric(String name, String unit, Better better) {
  /** Which of two numbers is the better one. */
  public enum Better {
    HIGHER,
    LOWER
  }

  boolean reaches(double value, double goal) {
    return better == Better.HIGHER ? value >= goal : value <= goal;
  }
}
