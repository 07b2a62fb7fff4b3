package io.echofield.swarmkit.core.health;

/** A node's own state, best first. {@code OFFLINE}: it said goodbye. */
public enum HealthState {
  OK,
  DEGRADED,
  CRITICAL,
  OFFLINE;

  public HealthState worse(HealthState other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The word used in JSON and tables. */
  public String word() {
    return switch (this) {
      case OK -> "ok";
      case DEGRADED -> "degraded";
      case CRITICAL -> "critical";
      case OFFLINE -> "offline";
    };
  }
}
