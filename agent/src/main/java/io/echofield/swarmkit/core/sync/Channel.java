package io.echofield.swarmkit.core.sync;

/** Where on a link a frame goes; a link maps it to a topic, a file name, a path. */
public enum Channel {
  /** Retained, single writer. */
  BEACON(true),
  /** Retained, single writer. */
  HEAD(true),
  /** Retained ring of slots, single writer. */
  TAIL(true),
  /** New and asked-for entries. */
  DELTA(false),
  /** RANGES and WANT. */
  SYNC(false),
  /** JSON for people; retained, single writer; decides nothing. */
  HEALTH(true);

  private final boolean retained;

  Channel(boolean retained) {
    this.retained = retained;
  }

  /**
   * Whether a newer payload of the same writer and slot replaces the older one and late joiners see
   * it.
   */
  public boolean retained() {
    return retained;
  }
}
