package io.echofield.swarmkit.lab.swarm;

/**
 * How a virtual swarm is.
 *
 * @param seed everything that happens follows from it
 * @param open without a roster
 * @param keys whose signatures are used
 * @param beaconMillis time between two beacons of a node, 100 or more
 * @param healthMillis time between two health cycles of a node, 100 to 86,400,000
 * @param frugal keeps no backups and no trace: for very many nodes
 */
public record VirtualSettings(
    long seed, boolean open, KeyRing keys, long beaconMillis, long healthMillis, boolean frugal) {
  /** Toy keys and the times of a LAN. */
  public static VirtualSettings toy(long seed, boolean open) {
    return new VirtualSettings(
        seed, open, ToyKeys.RING, VirtualNode.BEACON_MILLIS, VirtualNode.HEALTH_MILLIS, false);
  }

  /** Real keys and the times of a LAN. */
  public static VirtualSettings real(long seed) {
    return new VirtualSettings(
        seed, false, new RealKeys(), VirtualNode.BEACON_MILLIS, VirtualNode.HEALTH_MILLIS, false);
  }
}
