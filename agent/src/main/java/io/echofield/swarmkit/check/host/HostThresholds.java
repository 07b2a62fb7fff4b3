package io.echofield.swarmkit.check.host;

/**
 * From where on a machine is not well.
 *
 * @param diskFreePct free part of the data folder's file store in percent; bad when low
 * @param memoryPct memory in use in percent; bad when high
 * @param loadPerCore one-minute load divided by the number of cores; bad when high
 * @param temperatureC hottest sensor in degrees Celsius; bad when high
 * @param batteryPct charge in percent while not charging; bad when low
 */
public record HostThresholds(
    Limit diskFreePct, Limit memoryPct, Limit loadPerCore, Limit temperatureC, Limit batteryPct) {
  /**
   * Disk free 10 and 3 percent, memory 90 and 97 percent, load 2 and 6 per core, temperature 80 and
   * 95 degrees (small boards slow down at 80 to 85), battery 25 and 10 percent.
   */
  public static final HostThresholds DEFAULT =
      new HostThresholds(
          Limit.of(10, 3), Limit.of(90, 97), Limit.of(2, 6), Limit.of(80, 95), Limit.of(25, 10));
}
