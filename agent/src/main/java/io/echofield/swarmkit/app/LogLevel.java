package io.echofield.swarmkit.app;

import java.util.Locale;

/** From which level on log lines are written. */
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR;

  /** As it is written in a configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
