package io.echofield.swarmkit.check.host;

import com.sun.management.OperatingSystemMXBean;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.Reading;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Memory in use where there is no {@code /proc}: {@code mem_pct}, as the JVM tells it. */
final class JvmMemoryCheck implements HealthCheck {
  private final Limit limit;

  JvmMemoryCheck(Limit limit) {
    this.limit = limit;
  }

  @Override
  public List<Reading> run(long deadlineNanos) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    return total < 1
        ? List.of()
        : List.of(MemoryCheck.reading(total - system.getFreeMemorySize(), total, limit));
  }
}
