package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.SyncSettings;
import java.util.List;

/**
 * What the core is configured with.
 *
 * @param healthMillis time between two health cycles, 100 to 86,400,000
 * @param healthMaxAgeMillis an older report of a peer shows as silent
 * @param expectedPeers names that show as silent until heard
 * @param links configured links
 */
public record NodeSettings(
    NodeId node,
    long healthMillis,
    long healthMaxAgeMillis,
    SyncSettings sync,
    List<NodeId> expectedPeers,
    List<LinkName> links,
    List<Rule> rules) {
  public NodeSettings {
    expectedPeers = List.copyOf(expectedPeers);
    links = List.copyOf(links);
    rules = List.copyOf(rules);
    if (healthMillis < 100 || healthMillis > 86_400_000L) {
      throw new IllegalArgumentException(
          "health interval must be 100 ms to 24 h but was " + healthMillis + " ms");
    }
  }
}
