package io.echofield.swarmkit.core.node;

import java.util.Optional;

/**
 * What lay beside the store when it was opened.
 *
 * @param damaged something was there that cannot be read
 * @param kept what was read; empty if nothing was there or it is damaged
 * @param place whether it still lies where it was written
 * @param detail what differs, for people; empty if nothing does
 */
public record ContinuityFound(
    boolean damaged, Optional<Continuity> kept, Place place, String detail) {
  /** Where a record lies, compared with where it was written. */
  public enum Place {
    /** In the same file on the same machine, or nothing speaks against it. */
    SAME,
    /** In another file of the same name and place: it was written there by a restore. */
    PUT_BACK,
    /** In another file in another place. */
    COPIED,
    /** On another machine. */
    OTHER_MACHINE
  }

  public static ContinuityFound nothing() {
    return new ContinuityFound(false, Optional.empty(), Place.SAME, "");
  }

  public static ContinuityFound damaged(String detail) {
    return new ContinuityFound(true, Optional.empty(), Place.SAME, detail);
  }
}
