package io.echofield.swarmkit.core.sync;

/** Keeps the retained tail of a link as new as its medium lets it. One thread. */
final class TailDuty implements Duty {
  private static final long CHANGE_MILLIS = 2_000;
  private static final long HEARD_MILLIS = 10_000;
  private static final long FIRST_MILLIS = 1_000;

  private final LinkSession link;
  private TailRing ring;
  private long dueMono = NEVER;

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
    dueMono = link.limits.retained() ? nowMono + FIRST_MILLIS : NEVER;
  }

  /**
   * What is held or owed changed.
   *
   * @param heardHere because of what was heard on this link: whoever listens has it or gets it by
   *     itself, and a tail that followed every step of a long exchange would cost more than that
   */
  void changed(boolean heardHere, long nowMono) {
    if (link.limits.retained()) {
      dueMono = Math.min(dueMono, nowMono + (heardHere ? HEARD_MILLIS : CHANGE_MILLIS));
    }
  }

  @Override
  public long dueMono() {
    return dueMono;
  }

  @Override
  public void perform(long nowMono) {
    dueMono = NEVER;
    SyncContext context = link.context;
    for (TailRing.Segment segment :
        ring.refresh(
            context.ledger().reader(), context.ledger().arrivals(), link.outbox.cursor())) {
      TailRing.message(segment)
          .ifPresent(message -> link.send(Channel.TAIL, segment.slot(), message, nowMono));
    }
  }
}
