package io.echofield.swarmkit.tools.cli;

import java.util.Locale;

/** Tells the log's configuration what was asked for; must come before the first log line. */
final class Logging {
  private Logging() {}

  /**
   * Sets the level of our own lines.
   *
   * @param traces whether a logged failure brings its stack trace
   */
  static void setUp(String level, boolean traces) {
    System.setProperty("echofield.log.level", level.toUpperCase(Locale.ROOT));
    System.setProperty("echofield.log.failure", traces ? "%ex" : "%nopex");
  }
}
