package io.echofield.swarmkit.core.sync;

/**
 * Times of the sync engine, in milliseconds of the monotonic clock, and how much is kept.
 *
 * @param beaconMillis a beacon goes out at least this often on every LAN link that is up
 * @param healthMaxAgeMillis a peer heard longer ago does not count as a listener
 * @param liveOnly this node neither compares nor answers HEADS: equal LIVE is its in-sync
 */
public record SyncSettings(long beaconMillis, long healthMaxAgeMillis, boolean liveOnly) {
  public SyncSettings {
    if (beaconMillis < 100 || healthMaxAgeMillis < 1_000) {
      throw new IllegalArgumentException(
          "beacon interval must be >= 100 ms and max age >= 1000 ms");
    }
  }

  public SyncSettings(long beaconMillis, long healthMaxAgeMillis) {
    this(beaconMillis, healthMaxAgeMillis, false);
  }
}
