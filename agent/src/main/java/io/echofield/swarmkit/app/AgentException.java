package io.echofield.swarmkit.app;

/**
 * The agent could not start. The message is one line for an operator; {@link #exit} is the
 * command's exit code.
 */
public final class AgentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exit;
  private final String next;

  public AgentException(int exit, String message, String next, Throwable cause) {
    super(message, cause);
    this.exit = exit;
    this.next = next;
  }

  public int exit() {
    return exit;
  }

  /** What to do about it; empty if the message says it. */
  public String next() {
    return next;
  }
}
