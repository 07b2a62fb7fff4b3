package io.echofield.swarmkit.lab.swarm;

import java.util.Arrays;
import java.util.Optional;

/** Where in the order of duty a node dies: between an event and all that follows from it. */
public enum CrashPoint {
  /** What an outcome writes is lost, and nothing of it leaves the node. */
  BEFORE_COMMIT("before commit"),

  /** What an outcome writes is durable, and nothing of it leaves the node. */
  AFTER_COMMIT("after commit"),

  /** An outcome is durable, and the record beside the store is still the one before. */
  BEFORE_KEEP("before keep"),

  /** That a remedy starts is durable, and it does not start. */
  AT_START("at start");

  private final String text;

  CrashPoint(String text) {
    this.text = text;
  }

  /** The one that scenarios call so. */
  public static Optional<CrashPoint> of(String text) {
    return Arrays.stream(values()).filter(point -> point.text.equals(text)).findFirst();
  }
}
