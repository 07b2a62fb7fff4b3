package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.ledger.SeqRanges;

/**
 * Keeps the retained tail of a link as new as its medium lets it. One thread.
 *
 * <p>It is for those who come when nobody is there. Whoever listens gets every segment that is
 * renewed, and has what is in it or gets it by itself, so that in company it is renewed only when
 * nothing changes any more, now and then while it always does, and when the node ends.
 */
final class TailDuty implements Duty {
  /** After a change that nobody on this link made, when no other follows. */
  private static final long CHANGE_MILLIS = 2_000;

  /** The same, in company, if others follow all the time. */
  private static final long CHANGE_MILLIS_MAX = 10_000;

  /** After something was heard, when nothing follows. */
  private static final long HEARD_MILLIS = 10_000;

  /** The same if something follows all the time. */
  private static final long HEARD_MILLIS_MAX = 120_000;

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
    renew(nowMono + CHANGE_MILLIS, NEVER);
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
    if (heardHere) {
      renew(nowMono + HEARD_MILLIS, nowMono + HEARD_MILLIS_MAX);
    } else if (link.listeners.count() > 0) {
      renew(nowMono + CHANGE_MILLIS, nowMono + CHANGE_MILLIS_MAX);
    } else {
      renew(Math.min(dueMono, nowMono + CHANGE_MILLIS), NEVER);
    }
  }

  /** The node ends: who comes later finds what it said last. */
  void now(long nowMono) {
    renew(nowMono, nowMono);
  }

  private void renew(long atMono, long mostMono) {
    if (link.limits.retained()) {
      latestMono = Math.min(latestMono, mostMono);
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
