package io.echofield.swarmkit.core.sync;

/**
 * By radio: health and leases on a timer of their own, never spared because others spoke. One
 * thread.
 */
final class StatusDuty implements Duty {
  /** Between two of them when nothing changed; leases must last four times as long. */
  static final long STATUS_MILLIS = 900_000;

  /** Between two of them when something did. */
  static final long CHANGE_MILLIS = 60_000;

  private final LinkSession link;
  private long dueMono = NEVER;
  private long lastMono = -NEVER / 2;

  StatusDuty(LinkSession link) {
    this.link = link;
  }

  @Override
  public void linkUp(long nowMono) {
    dueMono = link.limits.radio() ? nowMono : NEVER;
  }

  /** The state of health changed, or a member is said to have vanished. */
  void changed(long nowMono) {
    if (link.limits.radio()) {
      dueMono = Math.min(dueMono, Math.max(nowMono, lastMono + CHANGE_MILLIS));
    }
  }

  /** It must be said now. */
  void now(long nowMono) {
    if (link.limits.radio()) {
      dueMono = nowMono;
    }
  }

  @Override
  public long dueMono() {
    return dueMono;
  }

  @Override
  public void perform(long nowMono) {
    Message.Stamp stamp = link.context.sessions().next();
    Message.Beacon status = link.beacon(stamp, SyncHost.BeaconForm.STATUS);
    link.began(stamp);
    boolean signed = status.goodbye() || !status.leases().isEmpty();
    link.sendBeacon(status, signed, nowMono);
    lastMono = nowMono;
    dueMono = nowMono + STATUS_MILLIS;
  }
}
