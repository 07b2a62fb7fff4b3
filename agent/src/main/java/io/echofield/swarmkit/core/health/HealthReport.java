package io.echofield.swarmkit.core.health;

import io.echofield.swarmkit.core.time.HybridTime;
import java.util.Comparator;
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

  /** Readings in a report that is cut for a radio. */
  public static final int BRIEF_READINGS_MAX = 3;

  public HealthReport {
    readings = List.copyOf(readings);
  }

  /** The same with the worst readings only, none of which is all right: for small frames. */
  public HealthReport brief() {
    List<Reading> worst =
        readings.stream()
            .filter(reading -> reading.state() != HealthState.OK)
            .sorted(Comparator.comparing(Reading::state).reversed())
            .limit(BRIEF_READINGS_MAX)
            .toList();
    return with(worst);
  }

  /** The same with other readings. */
  public HealthReport with(List<Reading> others) {
    return new HealthReport(
        state, score, time, others, uptimeSeconds, outbox, tasksOpen, ledgerPrefix, peers);
  }
}
