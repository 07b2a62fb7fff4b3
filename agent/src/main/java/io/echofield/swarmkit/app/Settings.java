package io.echofield.swarmkit.app;

import io.echofield.swarmkit.check.host.HostThresholds;
import io.echofield.swarmkit.core.id.NodeId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything an agent is configured with.
 *
 * @param dataDir absolute
 * @param labels of this node, for tasks that are bound to a label
 * @param topicRoot the swarm's name, {@code [a-z0-9-]{1,8}}
 * @param cell the part of the swarm that syncs on one topic, {@code [a-z0-9-]{1,32}}
 * @param links without the one to the node's own broker; names and places are unique
 * @param healthIntervalMillis 100 to 86,400,000
 * @param syncIntervalMillis 100 to 86,400,000
 * @param maxAgeMillis an older report of a peer shows as silent; 1,000 or more
 * @param leaseMillis how long a claim is respected without a renewal; 4 sync intervals or more
 * @param peers nodes that show as silent until heard; never this node itself
 * @param http where the local HTTP API listens: a loopback address and a port, 0 for a free one
 */
public record Settings(
    NodeId nodeId,
    Path dataDir,
    SortedMap<String, String> labels,
    String topicRoot,
    String cell,
    BrokerSetting broker,
    List<LinkSetting> links,
    long healthIntervalMillis,
    HostThresholds thresholds,
    long syncIntervalMillis,
    long maxAgeMillis,
    long leaseMillis,
    List<NodeId> peers,
    RemediationSetting remediation,
    HostPort http,
    LogLevel logLevel) {

  /** Folder below the data folder for what may be thrown away at any time. */
  private static final String TEMPORARY = "tmp";

  public Settings {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    links = List.copyOf(links);
    peers = List.copyOf(peers);
    if (!dataDir.isAbsolute()) {
      throw new IllegalArgumentException("data folder must be absolute but was " + dataDir);
    }
    requireRange("health interval", healthIntervalMillis, Bounds.INTERVAL_MILLIS_MIN);
    requireRange("sync interval", syncIntervalMillis, Bounds.INTERVAL_MILLIS_MIN);
    requireRange("max age", maxAgeMillis, Bounds.MAX_AGE_MILLIS_MIN);
  }

  /** The node's own folder for temporary files, which {@code clean-own-temp} cleans. */
  public Path ownTemp() {
    return ownTemp(dataDir);
  }

  static Path ownTemp(Path dataDir) {
    return dataDir.resolve(TEMPORARY);
  }

  private static void requireRange(String what, long millis, long min) {
    if (millis < min || millis > Bounds.MAX_AGE_MILLIS_MAX) {
      throw new IllegalArgumentException(what + " must be from " + min + " ms but was " + millis);
    }
  }
}
