package io.echofield.swarmkit.link.mqtt;

/** How long to wait before the next attempt. Pure. */
final class Backoff {
  private Backoff() {}

  /**
   * Doubles from the base to the cap, then takes a random part of it away, so that a thousand nodes
   * do not come back in one instant.
   *
   * @param failures attempts in a row that failed, 1 or more
   * @param chance 0 (inclusive) to 1 (exclusive), evenly distributed
   * @return milliseconds from half to the whole of {@code min(cap, base * 2^(failures - 1))}
   */
  static long delayMillis(int failures, long baseMillis, long capMillis, double chance) {
    int doublings = Math.min(Math.max(failures - 1, 0), 30);
    long whole =
        baseMillis > capMillis >> doublings
            ? capMillis
            : Math.min(capMillis, baseMillis << doublings);
    return whole - (long) (chance * (whole / 2.0));
  }
}
