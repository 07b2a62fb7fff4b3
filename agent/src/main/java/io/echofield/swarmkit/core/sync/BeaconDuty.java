package io.echofield.swarmkit.core.sync;

import java.util.Optional;

/**
 * Says that this node is here and what it holds: on a LAN at a fixed interval and soon after a
 * change, by radio as often as Trickle lets it.
 *
 * <p>In a large group not everybody says at once what everybody knows: a beacon after a change that
 * came over this very link waits for others, and is spared when {@value #SAME_MAX} of them said the
 * same.
 */
final class BeaconDuty implements Duty {
  /** Equal beacons of others after which one's own need not be said early. */
  static final int SAME_MAX = 2;

  /** Shortest Trickle interval by radio. */
  static final long TRICKLE_MIN_MILLIS = 60_000;

  /** How often that doubles: up to 64 minutes. */
  static final int TRICKLE_DOUBLINGS = 6;

  /** Equal digests of others that spare one's own in an interval (Trickle's k). */
  static final int TRICKLE_REDUNDANCY = 2;

  /** Beacons after a change come at most this often. */
  static final long CHANGE_MILLIS = 1_000;

  /** A frame that is smaller may not carry all leases and readings: the most urgent are told. */
  static final int WHOLE_BYTES = 4_096;

  /** A periodic beacon comes up to this part of the interval early, so that nodes fall apart. */
  private static final int JITTER_PARTS = 10;

  private static final long LARGE_GROUP_MILLIS = 3_000;

  private final LinkSession link;
  // while the link is up
  private Optional<Trickle> trickle = Optional.empty();
  private long periodicMono = NEVER;
  private long soonMono = NEVER;
  private boolean spareable;
  private int same;
  private long lastMono = -NEVER / 2;
  private Message.Stamp stamp = new Message.Stamp(0, 0);

  BeaconDuty(LinkSession link) {
    this.link = link;
  }

  @Override
  public void linkUp(long nowMono) {
    // By radio a status is said at once, and it has the digests too.
    soonMono = link.limits.radio() ? NEVER : nowMono;
    spareable = false;
    periodicMono = NEVER;
    stamp = new Message.Stamp(link.context.sessions().session(), 0);
    trickle =
        link.limits.radio()
            ? Optional.of(
                new Trickle(
                    link.context.random(),
                    TRICKLE_MIN_MILLIS,
                    TRICKLE_DOUBLINGS,
                    TRICKLE_REDUNDANCY,
                    nowMono))
            : Optional.empty();
  }

  /** The stamp under which this link's medium keeps the newest beacon. */
  Message.Stamp stamp() {
    return stamp;
  }

  /** It must be said now. */
  void now(long nowMono) {
    soonMono = Math.min(soonMono, nowMono);
    spareable = false;
  }

  /** What digests cover changed; {@code learnedHere}: because of what was heard on this link. */
  void changed(boolean learnedHere, long nowMono) {
    if (trickle.isPresent()) {
      trickle.get().inconsistent(nowMono);
      return;
    }
    boolean wait = learnedHere && !link.small();
    long delay = wait ? link.spreadMillis(LARGE_GROUP_MILLIS) : 0;
    long at = Math.max(nowMono + delay, lastMono + CHANGE_MILLIS);
    if (soonMono == NEVER || at < soonMono) {
      spareable = wait && (spareable || soonMono == NEVER);
      soonMono = at;
      same = 0;
    }
  }

  /** Another member said the same, or something else. */
  void heard(boolean equal, long nowMono) {
    if (trickle.isPresent() && equal) {
      trickle.get().consistent();
    } else if (trickle.isPresent()) {
      trickle.get().inconsistent(nowMono);
    } else if (equal && spareable && ++same >= SAME_MAX) {
      soonMono = NEVER;
      spareable = false;
    }
  }

  @Override
  public long dueMono() {
    return Math.min(trickle.map(Trickle::dueMono).orElse(periodicMono), soonMono);
  }

  @Override
  public void perform(long nowMono) {
    boolean radio = trickle.isPresent();
    boolean trickled =
        trickle.filter(t -> t.dueMono() <= nowMono).filter(t -> t.fire(nowMono)).isPresent()
            && !link.live.talking(nowMono)
            && !link.heads.talking(nowMono);
    if (!radio || soonMono <= nowMono || trickled) {
      say(form(), nowMono);
    }
    soonMono = soonMono <= nowMono ? NEVER : soonMono;
    spareable = spareable && soonMono != NEVER;
    long interval = link.context.settings().beaconMillis();
    long jitter = link.context.random().nextLong(Math.max(1, interval / JITTER_PARTS));
    periodicMono = radio ? NEVER : nowMono + interval - jitter;
  }

  private SyncHost.BeaconForm form() {
    if (trickle.isPresent()) {
      return SyncHost.BeaconForm.DIGEST;
    }
    return link.limits.frameBytesMax() < WHOLE_BYTES
        ? SyncHost.BeaconForm.STATUS
        : SyncHost.BeaconForm.WHOLE;
  }

  private void say(SyncHost.BeaconForm form, long nowMono) {
    SyncContext context = link.context;
    stamp = context.sessions().next();
    Message.Beacon beacon = link.beacon(stamp, form);
    boolean signed = form != SyncHost.BeaconForm.DIGEST || beacon.goodbye();
    link.began(stamp);
    link.sendBeacon(beacon, signed, nowMono);
    lastMono = nowMono;
  }
}
