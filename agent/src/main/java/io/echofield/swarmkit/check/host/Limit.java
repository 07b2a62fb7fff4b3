package io.echofield.swarmkit.check.host;

import io.echofield.swarmkit.core.health.HealthState;

/**
 * Two thresholds of one reading, in thousandths of its unit. At a threshold itself the reading is
 * judged as beyond it.
 */
public record Limit(long degradedMilli, long criticalMilli) {
  /** Both thresholds in whole units. */
  public static Limit of(long degraded, long critical) {
    return new Limit(degraded * 1_000, critical * 1_000);
  }

  /** For readings that are bad when high. */
  HealthState judgeHigh(long milli) {
    if (milli >= criticalMilli) {
      return HealthState.CRITICAL;
    }
    return milli >= degradedMilli ? HealthState.DEGRADED : HealthState.OK;
  }

  /** For readings that are bad when low. */
  HealthState judgeLow(long milli) {
    if (milli <= criticalMilli) {
      return HealthState.CRITICAL;
    }
    return milli <= degradedMilli ? HealthState.DEGRADED : HealthState.OK;
  }
}
