package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.ledger.SeqRanges;

/**
 * Keeps the retained tail of a link as new as its medium lets it. One thread.
 *
 * <p>It is for those who come when nobody is there. Whoever listens gets every segment that is
 * renewed, and has what is in it or gets it by itself, so that in company it is renewed only when
 * nothing changes any more, now and then while it always does, and at the end.
 */
final class TailDuty implements Duty {
  private static final long ALONE_MILLIS = 2_000;
  private static final long FIRST_MILLIS = 2_000;

  /** Without a change for so long it is renewed in company too. */
  private static final long QUIET_MILLIS = 10_000;

  /** With changes all the time it is renewed in company so long after the first of them. */
  private static final long COMPANY_MILLIS_MAX = 120_000;

  private final LinkSession link;
  // over all sessions of this process: arrivals that came over this link
  private SeqRanges heard = SeqRanges.NONE;
  // while the link is up
  private TailRing ring;
  private long dueMono = NEVER;
  private long latestMono = NEVER;

  TailDuty(LinkSession link) {
    this.link = link;
  }

  @Override
  public void linkUp(long nowMono) {
    SyncContext context = link.context;
    ring =
        new TailRing(
            link.packer,
            link.limits.frameBytesMax(),
            context.codec().overheadBytes(),
            context.ledger().arrivals());
    dueMono = NEVER;
    latestMono = NEVER;
    renew(nowMono + FIRST_MILLIS, nowMono);
  }

  /** This arrival came over this link. */
  void heard(long arrival) {
    if (link.limits.retained()) {
      heard = heard.plus(arrival);
    }
  }

  /**
   * What is held or owed changed, or somebody was heard.
   *
   * @param heardHere because of what came over this link, where there is somebody then
   */
  void changed(boolean heardHere, long nowMono) {
    if (link.listeners.count() == 0 && !heardHere) {
      renew(Math.min(dueMono, nowMono + ALONE_MILLIS), nowMono);
    } else {
      renew(nowMono + QUIET_MILLIS, nowMono);
    }
  }

  /** The node ends: who comes later finds what it said last. */
  void now(long nowMono) {
    renew(nowMono, nowMono);
  }

  private void renew(long atMono, long nowMono) {
    if (link.limits.retained()) {
      latestMono = latestMono == NEVER ? nowMono + COMPANY_MILLIS_MAX : latestMono;
      dueMono = Math.min(atMono, latestMono);
    }
  }

  @Override
  public long dueMono() {
    return dueMono;
  }

  @Override
  public void perform(long nowMono) {
    dueMono = NEVER;
    latestMono = NEVER;
    SyncContext context = link.context;
    long cursor = link.outbox.cursor();
    for (TailRing.Segment segment :
        ring.refresh(context.ledger().reader(), context.ledger().arrivals(), cursor, heard)) {
      TailRing.message(segment)
          .ifPresent(message -> link.send(Channel.TAIL, segment.slot(), message, nowMono));
    }
    heard = heard.above(Math.min(cursor, ring.from()));
  }
}
