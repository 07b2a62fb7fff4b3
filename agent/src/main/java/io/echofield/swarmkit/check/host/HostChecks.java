package io.echofield.swarmkit.check.host;

import io.echofield.swarmkit.check.HealthCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checks of the machine itself, by name: battery, disk, load, memory, temperature.
 *
 * <p>They read the kernel's files (less than a millisecond for all); where there is no {@code
 * /proc/meminfo}, memory and load come from the JVM.
 */
public final class HostChecks {
  private HostChecks() {}

  /** The checks of this machine. */
  public static SortedMap<String, HealthCheck> all(Path dataFolder, HostThresholds thresholds) {
    return all(Path.of("/proc"), Path.of("/sys"), dataFolder, thresholds);
  }

  /**
   * The checks with other roots.
   *
   * @param proc in place of {@code /proc}
   * @param sys in place of {@code /sys}
   */
  public static SortedMap<String, HealthCheck> all(
      Path proc, Path sys, Path dataFolder, HostThresholds thresholds) {
    int cores = Runtime.getRuntime().availableProcessors();
    SortedMap<String, HealthCheck> checks = new TreeMap<>();
    checks.put("battery", new BatteryCheck(sys, thresholds.batteryPct()));
    checks.put("disk", new DiskCheck(dataFolder, thresholds.diskFreePct()));
    checks.put("temperature", new TemperatureCheck(sys, thresholds.temperatureC()));
    if (Files.exists(proc.resolve("meminfo"))) {
      checks.put("load", new LoadCheck(proc, cores, thresholds.loadPerCore()));
      checks.put("memory", new MemoryCheck(proc, thresholds.memoryPct()));
    } else {
      checks.put("load", new JvmLoadCheck(cores, thresholds.loadPerCore()));
      checks.put("memory", new JvmMemoryCheck(thresholds.memoryPct()));
    }
    return checks;
  }
}
