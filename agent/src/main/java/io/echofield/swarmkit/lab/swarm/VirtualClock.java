package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.node.Now;

/**
 * The clocks of one node: a wall clock that may be wrong, and a monotonic one that begins with each
 * life and stands while the node does.
 */
public final class VirtualClock {
  private static final long PARTS_PER_MILLION = 1_000_000;

  private final VirtualSwarm swarm;

  /** How far the wall clock is ahead. */
  public long skewMillis;

  /** How much faster the wall clock runs than time, in millionths. */
  public long driftPpm;

  private long bootMillis;
  private long stoodMillis;

  VirtualClock(VirtualSwarm swarm) {
    this.swarm = swarm;
  }

  /** What both say. */
  public Now now() {
    long time = swarm.nowMillis();
    long drift = time * driftPpm / PARTS_PER_MILLION;
    return new Now(
        VirtualSwarm.WALL_START_MILLIS + time + skewMillis + drift,
        time - bootMillis - stoodMillis);
  }

  /** The wall clock is set; the monotonic one does not care. */
  public void set(long wallMillis) {
    skewMillis += wallMillis - now().wallMillis();
  }

  /** A life begins. */
  void boot() {
    bootMillis = swarm.nowMillis();
    stoodMillis = 0;
  }

  /** The monotonic clock stood so long. */
  void stood(long millis) {
    stoodMillis += millis;
  }

  /** When in the time of the swarm the monotonic clock will say this, if it does not stand. */
  long timeAt(long monoMillis) {
    return bootMillis + stoodMillis + monoMillis;
  }
}
