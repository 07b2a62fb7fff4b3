package io.echofield.swarmkit.check.host;

import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The hottest thermal zone or hardware monitor: {@code temp_c}. Nothing where there is no
 * thermometer, as in most virtual machines.
 */
public final class TemperatureCheck implements HealthCheck {
  /**
   * Sensors without a value show zero Kelvin, 127 or 255 degrees; no board works outside of this.
   */
  private static final long LOWEST_MILLI = -60_000;

  private static final long HIGHEST_MILLI = 126_000;

  private final Path thermal;
  private final Path hwmon;
  private final Limit limit;

  public TemperatureCheck(Path sys, Limit limit) {
    this.thermal = sys.resolve("class").resolve("thermal");
    this.hwmon = sys.resolve("class").resolve("hwmon");
    this.limit = limit;
  }

  @Override
  public List<Reading> run(long deadlineNanos) {
    OptionalLong hottest = OptionalLong.empty();
    for (Path sensor : sensors()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        // A sensor on a slow bus: what was read so far must do.
        break;
      }
      OptionalLong milli = KernelFiles.number(sensor);
      if (milli.isPresent()
          && milli.getAsLong() >= LOWEST_MILLI
          && milli.getAsLong() <= HIGHEST_MILLI
          && (hottest.isEmpty() || milli.getAsLong() > hottest.getAsLong())) {
        hottest = milli;
      }
    }
    if (hottest.isEmpty()) {
      return List.of();
    }
    long milli = hottest.getAsLong();
    return List.of(new Reading("temp_c", milli, limit.judgeHigh(milli)));
  }

  private List<Path> sensors() {
    List<Path> sensors = new ArrayList<>();
    for (Path zone : KernelFiles.list(thermal, "thermal_zone*")) {
      sensors.add(zone.resolve("temp"));
    }
    for (Path monitor : KernelFiles.list(hwmon, "hwmon*")) {
      sensors.addAll(KernelFiles.list(monitor, "temp*_input"));
    }
    return sensors;
  }
}
