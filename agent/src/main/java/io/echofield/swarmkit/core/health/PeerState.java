package io.echofield.swarmkit.core.health;

/** How this node sees another one. The first three repeat what it told of itself. */
public enum PeerState {
  OK,
  DEGRADED,
  CRITICAL,
  /** It said goodbye, or it was suspect for three keep-alives. */
  OFFLINE,
  /** A broker said that its connection broke. */
  SUSPECT,
  /** Its health is too old to say anything, or was never told. */
  SILENT;

  /** The word used in JSON and tables. */
  public String word() {
    return switch (this) {
      case OK -> "ok";
      case DEGRADED -> "degraded";
      case CRITICAL -> "critical";
      case OFFLINE -> "offline";
      case SUSPECT -> "suspect";
      case SILENT -> "silent";
    };
  }

  static PeerState of(HealthState told) {
    return switch (told) {
      case OK -> OK;
      case DEGRADED -> DEGRADED;
      case CRITICAL -> CRITICAL;
      case OFFLINE -> OFFLINE;
    };
  }
}
