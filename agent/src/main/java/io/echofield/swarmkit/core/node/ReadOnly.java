package io.echofield.swarmkit.core.node;

/**
 * Why nothing can be made durable at present. The node is read-only then: it answers, listens and
 * tells its health, but takes nothing in.
 *
 * @param reason one line for an operator: what, where, what to do
 */
public record ReadOnly(Cause cause, String reason) {
  /** What is wrong with the store. */
  public enum Cause {
    /** No space is left; it goes on when there is some. */
    FULL("store_full"),
    /** The disk failed; it is tried again. */
    FAILED("store_failed");

    private final String reading;

    Cause(String reading) {
      this.reading = reading;
    }

    /** The name of the critical reading that tells it in this node's health. */
    public String reading() {
      return reading;
    }
  }
}
