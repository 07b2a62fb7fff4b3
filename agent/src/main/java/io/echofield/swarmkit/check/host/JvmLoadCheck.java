package io.echofield.swarmkit.check.host;

import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.Reading;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Load of the last minute where there is no {@code /proc}: {@code load1}, as the JVM tells it.
 * Nothing on systems that have no such number.
 */
final class JvmLoadCheck implements HealthCheck {
  private final int cores;
  private final Limit perCore;

  JvmLoadCheck(int cores, Limit perCore) {
    this.cores = cores;
    this.perCore = perCore;
  }

  @Override
  public List<Reading> run(long deadlineNanos) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? List.of() : List.of(LoadCheck.reading(load, cores, perCore));
  }
}
