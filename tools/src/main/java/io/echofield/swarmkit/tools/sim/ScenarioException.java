package io.echofield.swarmkit.tools.sim;

/** A line of a scenario that means nothing; the message says which and why. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScenarioException(Statement statement, String why) {
    this("", statement, why);
  }

  /** {@code place}: where the line is, or empty. */
  ScenarioException(String place, Statement statement, String why) {
    super(place + "\"" + statement.text() + "\": " + why);
  }
}
