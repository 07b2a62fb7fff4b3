package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.Reading;
import java.util.List;
import java.util.Optional;

/**
 * Makes a beacon fit a frame: its digests are worth more than its leases, these more than health,
 * and the state more than readings and the name. Pure.
 */
final class BeaconFit {
  /** Most leases where there is room. */
  static final int LEASES_MAX = 64;

  /** One lease in a frame, at most. */
  private static final int LEASE_BYTES = 15;

  /**
   * All else in a signed beacon with the state of health, with counters as large as they become.
   */
  private static final int REST_BYTES = 150;

  private static final int SIGNATURE_BYTES = 66;

  private BeaconFit() {}

  /** How many leases a beacon may have on a link of these frames. */
  static int leases(int frameBytesMax) {
    return Math.min(LEASES_MAX, (frameBytesMax - REST_BYTES) / LEASE_BYTES);
  }

  /** The beacon without what does not fit: readings from the last on, the name, health. */
  static Message.Beacon fit(
      Message.Beacon beacon, boolean signed, FrameCodec codec, int frameBytesMax) {
    int room = frameBytesMax - (signed ? SIGNATURE_BYTES : 0);
    Message.Beacon fitting = beacon;
    while ((fitting.health().isPresent() || !fitting.name().isEmpty())
        && codec.encode(fitting, Optional.empty()).size() > room) {
      fitting = without(fitting);
    }
    return fitting;
  }

  private static Message.Beacon without(Message.Beacon beacon) {
    Optional<HealthReport> health = beacon.health();
    String name = beacon.name();
    if (health.filter(report -> !report.readings().isEmpty()).isPresent()) {
      List<Reading> readings = health.get().readings();
      health = health.map(report -> report.with(readings.subList(0, readings.size() - 1)));
    } else if (!name.isEmpty()) {
      name = "";
    } else {
      health = Optional.empty();
    }
    return new Message.Beacon(
        beacon.stamp(),
        beacon.liveCount(),
        beacon.liveFingerprint(),
        beacon.headsCount(),
        beacon.headsFingerprint(),
        beacon.rosterVersion(),
        beacon.pauseVersion(),
        beacon.liveOnly(),
        beacon.leases(),
        health,
        name,
        beacon.publicKey(),
        beacon.goodbye());
  }
}
