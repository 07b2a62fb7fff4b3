package io.echofield.swarmkit.tools.sim;

import java.util.function.Supplier;

/** A line of a scenario that means nothing; the message says which and why. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Of a statement that {@link #in} names. */
  ScenarioException(String why) {
    super(why);
  }

  /** {@code place}: where the line is, or empty. */
  ScenarioException(String place, Statement statement, String why) {
    super(place + "\"" + statement.text() + "\": " + why);
  }

  private ScenarioException(String text, ScenarioException cause) {
    super(text, cause);
  }

  /** The same, and which statement it is about. */
  ScenarioException in(Statement statement) {
    return new ScenarioException("\"" + statement.text() + "\": " + getMessage(), this);
  }

  /** The same, and where that is: the beginning of a message, or empty. */
  ScenarioException at(String place) {
    return new ScenarioException(place + getMessage(), this);
  }

  /**
   * Makes what words of a scenario stand for.
   *
   * @throws ScenarioException if the words are not legal, which {@code made} says by an {@link
   *     IllegalArgumentException}
   */
  static <T> T legal(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ScenarioException(e.getMessage());
    }
  }
}
