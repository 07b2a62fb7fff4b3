package io.echofield.swarmkit.tools.sim;

/**
 * A promise that was not kept.
 *
 * @param invariant name of the checker, which is the name of the promise
 * @param atMillis virtual time
 * @param node where it was seen; empty if it is about all of them
 */
public record Violation(String invariant, long atMillis, String node, String text) {
  /** One line for people. */
  public String line() {
    String who = node.isEmpty() ? "" : " " + node;
    return invariant + " at " + Times.seconds(atMillis) + who + ": " + text;
  }
}
