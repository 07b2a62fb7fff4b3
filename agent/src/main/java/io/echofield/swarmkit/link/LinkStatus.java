package io.echofield.swarmkit.link;

import io.echofield.swarmkit.core.id.LinkName;

/**
 * A snapshot of a link for people.
 *
 * @param kind "mqtt", "drop" ...
 * @param address what it is linked to, without secrets
 * @param reason why it is not up, or what does not pass although it is up; else empty
 * @param next what an operator may do about it, empty if nothing
 * @param sinceWallMillis since when it has been in this state
 */
public record LinkStatus(
    LinkName name,
    String kind,
    String address,
    State state,
    String reason,
    String next,
    long sinceWallMillis,
    long sentFrames,
    long sentBytes,
    long receivedFrames,
    long receivedBytes,
    long refusedFrames) {
  /** Whether payloads pass. */
  public enum State {
    UP,
    CONNECTING,
    DOWN
  }
}
