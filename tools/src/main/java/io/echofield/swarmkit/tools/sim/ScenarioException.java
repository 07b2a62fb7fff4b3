package io.echofield.swarmkit.tools.sim;

/** A line of a scenario that means nothing; the message says which and why. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScenarioException(Statement statement, String why) {
    super("\"" + statement.text() + "\": " + why);
  }
}
