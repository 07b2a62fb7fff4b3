package io.echofield.swarmkit.link.mqtt;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Paho from writing stack traces to stderr for each lost connection. What it would say
 * reaches us as reason codes.
 *
 * <p>The logger is held here because the JDK forgets the level of one that nobody holds.
 */
final class PahoLog {
  private static final Logger PAHO = Logger.getLogger("org.eclipse.paho");

  private PahoLog() {}

  static void silence() {
    PAHO.setLevel(Level.OFF);
  }
}
