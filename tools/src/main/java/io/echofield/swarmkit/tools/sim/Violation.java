package io.echofield.swarmkit.tools.sim;

/**
 * A promise that was not kept.
 *
 * @param number of the promise in PROTOCOL.md, section 9; 0: it has none
 * @param invariant name of the promise
 * @param atMillis virtual time
 * @param node where it was seen; empty if it is about all of them
 */
public record Violation(int number, String invariant, long atMillis, String node, String text) {
  /** One line for people. */
  public String line() {
    String who = node.isEmpty() ? "" : " " + node;
    return (number > 0 ? "V-" + number + " " : "")
        + invariant
        + " at "
        + Times.seconds(atMillis)
        + who
        + ": "
        + text;
  }
}
