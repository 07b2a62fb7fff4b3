package io.echofield.swarmkit.tools.cli;

/**
 * A verb that cannot go on: what is wrong and where, what to do next, and the exit code.
 *
 * <p>Shown as one line; the cause only with {@code --verbose}.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;
  private final String next;

  /**
   * A failure.
   *
   * @param exit one of {@link io.echofield.swarmkit.api.Exit}, not 0
   * @param what one line: what is wrong, and where
   * @param next the next step, empty if {@code what} says it
   */
  public Failure(int exit, String what, String next, Throwable cause) {
    super(what, cause);
    this.exit = exit;
    this.next = next;
  }

  public Failure(int exit, String what, String next) {
    this(exit, what, next, null);
  }

  public int exit() {
    return exit;
  }

  public String what() {
    return getMessage();
  }

  public String next() {
    return next;
  }
}
