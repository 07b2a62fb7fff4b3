package io.echofield.swarmkit.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.check.CheckException;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostChecksTest {
  private static final HostThresholds LIMITS = HostThresholds.DEFAULT;

  @TempDir Path root;
  private Path proc;
  private Path sys;

  @BeforeEach
  void folders() throws IOException {
    proc = Files.createDirectory(root.resolve("proc"));
    sys = Files.createDirectory(root.resolve("sys"));
  }

  @Test
  void thisMachineTellsDiskMemoryAndLoad() throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (HealthCheck check : HostChecks.all(root, LIMITS).values()) {
      readings.addAll(run(check));
    }
    assertThat(readings)
        .extracting(Reading::name)
        .contains("disk_pct", "disk_free_pct", "disk_free_mb", "mem_pct", "load1");
    assertThat(readings)
        .filteredOn(reading -> reading.name().endsWith("_pct"))
        .allSatisfy(reading -> assertThat(reading.milli()).isBetween(0L, 100_000L));
  }

  @Test
  void withoutProcTheJvmTellsMemoryAndLoad() throws Exception {
    var checks = HostChecks.all(proc, sys, root, LIMITS);
    assertThat(run(checks.get("memory")).get(0).milli()).isBetween(1L, 100_000L);
    assertThat(run(checks.get("load")).get(0).milli()).isNotNegative();
    assertThat(run(checks.get("temperature"))).isEmpty();
    assertThat(run(checks.get("battery"))).isEmpty();
  }

  /** Sizes in gigabytes; a twentieth is kept for root, as ext4 does. */
  @ParameterizedTest(name = "{1} GB of {0} free")
  @CsvSource({
    "100, 95, 0,     100000, 95000, OK",
    "100, 47, 50.5,  49500,  47000, OK",
    "100, 9,  90.5,  9500,   9000,  DEGRADED",
    "100, 0,  100,   0,      0,     CRITICAL",
    "200000, 100000, 47.4, 52600, 100000000, OK"
  })
  void diskIsCountedAsByDf(
      long total, long usable, double usedPct, long free, long mb, HealthState state) {
    long giga = 1_000_000_000L;
    List<Reading> readings =
        new DiskCheck(root, LIMITS.diskFreePct())
            .readings(total * giga, (usable + total / 20) * giga, usable * giga);
    assertThat(readings)
        .containsExactly(
            new Reading("disk_pct", Math.round(usedPct * 1_000), HealthState.OK),
            new Reading("disk_free_pct", free, state),
            new Reading("disk_free_mb", mb * 1_000, HealthState.OK));
  }

  @Test
  void aStoreWithoutSizeTellsNothingAndAMissingFolderIsAFailedCheck() {
    DiskCheck check = new DiskCheck(root.resolve("missing"), LIMITS.diskFreePct());
    assertThat(check.readings(0, 0, 0)).isEmpty();
    assertThatThrownBy(() -> run(check))
        .isInstanceOf(CheckException.class)
        .hasMessageContaining("missing");
  }

  @ParameterizedTest(name = "{0} kB available of 8 GB")
  @CsvSource({"4000000, 50000, OK", "800000, 90000, DEGRADED", "100000, 98800, CRITICAL"})
  void memoryInUseIsWhatIsNotAvailable(long available, long milli, HealthState state)
      throws Exception {
    write(
        proc.resolve("meminfo"),
        "MemTotal:        8000000 kB\nMemFree:          200000 kB\nMemAvailable:    "
            + available
            + " kB\n"
            + "Buffers:          100000 kB\n"
            + "Cached:           300000 kB\n"
            + "HugePages_Total: 0\n");
    assertThat(run(new MemoryCheck(proc, LIMITS.memoryPct())))
        .containsExactly(new Reading("mem_pct", milli, state));
  }

  @Test
  void oldKernelsTellFreeBuffersAndCache() throws Exception {
    write(
        proc.resolve("meminfo"),
        "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 100 kB\nCached: 300 kB\n");
    assertThat(run(new MemoryCheck(proc, LIMITS.memoryPct())))
        .containsExactly(new Reading("mem_pct", 50_000, HealthState.OK));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource({"'MemTotal: 0 kB'", "'MemTotal: 10 kB'", "'MemFree: 1 kB'", "'MemTotal: x kB'"})
  void aStrangeMeminfoIsAFailedCheck(String content) throws Exception {
    write(proc.resolve("meminfo"), content + "\n");
    assertThatThrownBy(() -> run(new MemoryCheck(proc, LIMITS.memoryPct())))
        .isInstanceOf(CheckException.class)
        .hasMessageContaining("meminfo");
  }

  @ParameterizedTest(name = "load {0} on {1} cores")
  @CsvSource({
    "0.42, 1, 420, OK",
    "7.99, 4, 7990, OK",
    "8.00, 4, 8000, DEGRADED",
    "120.00, 20, 120000, CRITICAL"
  })
  void loadIsJudgedPerCore(String load, int cores, long milli, HealthState state) throws Exception {
    write(proc.resolve("loadavg"), load + " 0.57 0.29 5/123 9538\n");
    assertThat(run(new LoadCheck(proc, cores, LIMITS.loadPerCore())))
        .containsExactly(new Reading("load1", milli, state));
  }

  @Test
  void aStrangeOrMissingLoadIsAFailedCheck() throws Exception {
    LoadCheck check = new LoadCheck(proc, 1, LIMITS.loadPerCore());
    assertThatThrownBy(() -> run(check)).isInstanceOf(CheckException.class);
    write(proc.resolve("loadavg"), "much\n");
    assertThatThrownBy(() -> run(check)).isInstanceOf(CheckException.class);
  }

  @Test
  void theHottestSensorThatMakesSenseCounts() throws Exception {
    write(sys.resolve("class/thermal/thermal_zone0/temp"), "41000\n");
    write(sys.resolve("class/thermal/thermal_zone1/temp"), "127000\n");
    write(sys.resolve("class/thermal/thermal_zone2/temp"), "-273200\n");
    write(sys.resolve("class/thermal/cooling_device0/temp"), "99000\n");
    write(sys.resolve("class/hwmon/hwmon0/temp1_input"), "none\n");
    write(sys.resolve("class/hwmon/hwmon0/temp2_input"), "85500\n");
    write(sys.resolve("class/hwmon/hwmon1/temp1_max"), "100000\n");
    Files.createDirectories(sys.resolve("class/hwmon/hwmon1/temp3_input"));
    assertThat(run(new TemperatureCheck(sys, LIMITS.temperatureC())))
        .containsExactly(new Reading("temp_c", 85_500, HealthState.DEGRADED));
  }

  @Test
  void afterItsDeadlineTheThermometerReadsNoFurther() throws Exception {
    write(sys.resolve("class/thermal/thermal_zone0/temp"), "41000\n");
    assertThat(new TemperatureCheck(sys, LIMITS.temperatureC()).run(System.nanoTime() - 1))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} at {1} and {2} percent")
  @CsvSource({
    "Discharging, 90, 70, 80000, OK",
    "Discharging, 40, 0,  20000, DEGRADED",
    "Not charging, 5, 4,  4500,  CRITICAL",
    "Charging,    5,  4,  4500,  OK"
  })
  void theMachinesOwnBatteriesCount(
      String status, int first, int second, long milli, HealthState state) throws Exception {
    battery("BAT0", "Battery", "System", status, first);
    battery("BAT1", "Battery", "", "Unknown", second);
    battery("AC", "Mains", "", "", 100);
    battery("hidpp_battery_0", "Battery", "Device", "Discharging", 1);
    battery("BAT2", "Battery", "System", "Unknown", 999);
    assertThat(run(new BatteryCheck(sys, LIMITS.batteryPct())))
        .containsExactly(new Reading("battery_pct", milli, state));
  }

  private void battery(String name, String type, String scope, String status, int percent)
      throws IOException {
    Path folder = sys.resolve("class/power_supply").resolve(name);
    write(folder.resolve("type"), type + "\n");
    write(folder.resolve("scope"), scope + "\n");
    write(folder.resolve("status"), status + "\n");
    write(folder.resolve("capacity"), percent + "\n");
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static List<Reading> run(HealthCheck check) throws CheckException {
    return check.run(System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
  }
}
