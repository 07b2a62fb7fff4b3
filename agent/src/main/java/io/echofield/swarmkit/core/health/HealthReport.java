package io.echofield.swarmkit.core.health;

import io.echofield.swarmkit.core.time.HybridTime;
import java.util.List;

/**
 * One node's health at one time, as it travels in BEACON.
 *
 * @param score 0 worst to 100 best
 * @param ledgerPrefix the first 8 bytes of the ledger hash, big-endian
 */
public record HealthReport(
    HealthState state,
    int score,
    HybridTime time,
    List<Reading> readings,
    long uptimeSeconds,
    long outbox,
    long tasksOpen,
    long ledgerPrefix,
    int peers) {
  /**
   * Most readings in one report; of more the worst are carried, and of these the first in the order
   * of names.
   */
  public static final int READINGS_MAX = 32;

  public HealthReport {
    readings = List.copyOf(readings);
  }
}
