package io.echofield.swarmkit.app;

import io.echofield.swarmkit.check.host.HostThresholds;
import io.echofield.swarmkit.check.host.Limit;
import io.echofield.swarmkit.core.health.Reading;
import java.util.List;
import java.util.Optional;

/** Reads from where on a health check's reading is not well. */
final class ChecksReader {
  private static final int PERCENT_MAX = 100;
  private static final int LOAD_MAX = 1_000;
  private static final int CELSIUS_MIN = -60;
  private static final int CELSIUS_MAX = 126;
  private static final List<String> OF_OTHER_VERSIONS =
      List.of("clock", "link", "process", "unit", "systemd", "file_age", "plugin");

  private ChecksReader() {}

  static void read(Section checks, Layer layer) {
    HostThresholds usual = HostThresholds.DEFAULT;
    low(checks, SettingKey.CHECK_DISK, "disk", usual.diskFreePct(), layer);
    high(checks, SettingKey.CHECK_MEMORY, "memory", usual.memoryPct(), 0, PERCENT_MAX, layer);
    high(checks, SettingKey.CHECK_LOAD, "load", usual.loadPerCore(), 0, LOAD_MAX, layer);
    high(
        checks,
        SettingKey.CHECK_TEMPERATURE,
        "temperature",
        usual.temperatureC(),
        CELSIUS_MIN,
        CELSIUS_MAX,
        layer);
    low(checks, SettingKey.CHECK_BATTERY, "battery", usual.batteryPct(), layer);
    OF_OTHER_VERSIONS.forEach(checks::unsupported);
    checks.finish();
  }

  private static void low(
      Section checks, SettingKey<Limit> key, String name, Limit usual, Layer layer) {
    read(checks, key, name, usual, 0, PERCENT_MAX, -1, layer);
  }

  private static void high(
      Section checks,
      SettingKey<Limit> key,
      String name,
      Limit usual,
      long min,
      long max,
      Layer layer) {
    read(checks, key, name, usual, min, max, 1, layer);
  }

  /**
   * Reads one check's limit; a missing half of it is the usual one.
   *
   * @param direction 1: bad when high, -1: bad when low
   */
  private static void read(
      Section checks,
      SettingKey<Limit> key,
      String name,
      Limit usual,
      long min,
      long max,
      int direction,
      Layer layer) {
    Optional<Section> section = checks.section(name);
    if (section.isEmpty()) {
      return;
    }
    Section check = section.get();
    long degraded = half(check, "degraded", usual.degradedMilli(), min, max);
    long critical = half(check, "critical", usual.criticalMilli(), min, max);
    check.finish();
    if (Long.compare(critical, degraded) * direction < 0) {
      check.fault(
          check.at(),
          check.name("critical")
              + ": must not be "
              + (direction > 0 ? "below" : "above")
              + " degraded, but they are "
              + Reading.decimal(critical)
              + " and "
              + Reading.decimal(degraded)
              + "; give both");
    }
    layer.put(key, new Limit(degraded, critical), check.at());
  }

  private static long half(Section check, String key, long usual, long min, long max) {
    return check.value(key, text -> Texts.decimal(text, min, max)).map(Given::value).orElse(usual);
  }
}
