package io.echofield.swarmkit.check.host;

import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Charge of the machine's own batteries: {@code battery_pct}, of several the mean, because a
 * machine empties one after the other. Batteries of mice and keyboards do not count. Judged only
 * while none is being charged. Nothing where there is no battery.
 */
public final class BatteryCheck implements HealthCheck {
  private final Path supplies;
  private final Limit limit;

  public BatteryCheck(Path sys, Limit limit) {
    this.supplies = sys.resolve("class").resolve("power_supply");
    this.limit = limit;
  }

  @Override
  public List<Reading> run(long deadlineNanos) {
    long sum = 0;
    long count = 0;
    boolean charging = false;
    for (Path supply : KernelFiles.list(supplies, "*")) {
      OptionalLong percent = KernelFiles.number(supply.resolve("capacity"));
      if (says(supply, "type", "Battery")
          && !says(supply, "scope", "Device")
          && percent.isPresent()
          && percent.getAsLong() >= 0
          && percent.getAsLong() <= 100) {
        sum += percent.getAsLong();
        count++;
        charging |= says(supply, "status", "Charging") || says(supply, "status", "Full");
      }
    }
    if (count == 0) {
      return List.of();
    }
    long milli = sum * 1_000 / count;
    HealthState state = charging ? HealthState.OK : limit.judgeLow(milli);
    return List.of(new Reading("battery_pct", milli, state));
  }

  private static boolean says(Path supply, String file, String word) {
    return KernelFiles.text(supply.resolve(file)).orElse("").strip().equals(word);
  }
}
