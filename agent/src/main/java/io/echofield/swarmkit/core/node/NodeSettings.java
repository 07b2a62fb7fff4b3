package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.SyncSettings;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the core is configured with.
 *
 * @param healthMillis time between two health cycles, 100 to 86,400,000
 * @param healthMaxAgeMillis an older report of a peer shows as silent
 * @param expectedPeers names that show as silent until heard
 * @param links configured links
 * @param labels of this node, for tasks that ask for some
 * @param leaseMillis how long a claim on a task that is bound to no node is respected without a
 *     renewal; equal on all nodes of a swarm, and at least {@value #BEACONS_A_LEASE} beacon
 *     intervals, so that a few lost beacons lose no lease
 */
public record NodeSettings(
    NodeId node,
    long healthMillis,
    long healthMaxAgeMillis,
    SyncSettings sync,
    List<NodeId> expectedPeers,
    List<LinkName> links,
    List<Rule> rules,
    SortedMap<String, String> labels,
    long leaseMillis) {
  /** A lease lasts for at least so many beacons of the slowest link. */
  public static final int BEACONS_A_LEASE = 4;

  /** The lease where nothing else is configured and beacons are not slower than usual. */
  public static final long LEASE_MILLIS = 60_000;

  /** Four of the rarest beacons. */
  public static final long LEASE_MILLIS_MAX = BEACONS_A_LEASE * 86_400_000L;

  public NodeSettings {
    expectedPeers = List.copyOf(expectedPeers);
    links = List.copyOf(links);
    rules = List.copyOf(rules);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    if (healthMillis < 100 || healthMillis > 86_400_000L) {
      throw new IllegalArgumentException(
          "health interval must be 100 ms to 24 h but was " + healthMillis + " ms");
    }
    long leaseMin = BEACONS_A_LEASE * sync.beaconMillis();
    if (leaseMillis < leaseMin || leaseMillis > LEASE_MILLIS_MAX) {
      throw new IllegalArgumentException(
          "a lease must last for " + leaseMin + " ms or more but was " + leaseMillis + " ms");
    }
  }

  /** Without labels, and with the usual lease. */
  public NodeSettings(
      NodeId node,
      long healthMillis,
      long healthMaxAgeMillis,
      SyncSettings sync,
      List<NodeId> expectedPeers,
      List<LinkName> links,
      List<Rule> rules) {
    this(
        node,
        healthMillis,
        healthMaxAgeMillis,
        sync,
        expectedPeers,
        links,
        rules,
        new TreeMap<>(),
        usualLeaseMillis(sync.beaconMillis()));
  }

  /** {@link #LEASE_MILLIS}, or longer where beacons are rare. */
  public static long usualLeaseMillis(long beaconMillis) {
    return Math.max(LEASE_MILLIS, BEACONS_A_LEASE * beaconMillis);
  }
}
