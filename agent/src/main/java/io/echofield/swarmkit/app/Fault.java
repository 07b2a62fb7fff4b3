package io.echofield.swarmkit.app;

/**
 * One thing that is wrong with a configuration.
 *
 * @param message what is wrong and, after a semicolon, what to do
 */
public record Fault(Origin at, String message) {
  /** One line: {@code echo_config.yaml:3:5: what; what to do}. */
  public String line() {
    return at.text() + ": " + message;
  }
}
