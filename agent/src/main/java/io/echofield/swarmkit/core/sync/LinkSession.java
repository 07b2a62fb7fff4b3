package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import java.util.List;

/**
 * What the engine knows of one link, and its duties there in the order of urgency. Mutable, one
 * thread; times are monotonic milliseconds.
 */
final class LinkSession {
  /** Up to so many members everybody answers and tells at once; beyond it they wait for others. */
  static final int SMALL_GROUP = 10;

  private static final long SMALL_BACKOFF_MILLIS = 250;

  /** 20 times the air time of a frame, at a node's planned share of 15 % of the channel. */
  private static final long RADIO_BACKOFF_FRAMES = 3;

  /** By radio a member is heard at least once in this many times its status is due. */
  private static final long STATUSES_MISSED = 4;

  /** The rest of a large entry is asked for after this time at the earliest. */
  private static final long FRAGMENT_MILLIS = 5_000;

  // fixed
  final LinkName name;
  final SyncContext context;
  final BeaconDuty beacon;
  final StatusDuty status;
  final HeadDuty head;
  final SignatureDuty signatures;
  final WantPlan wants;
  final CompareDuty live;
  final CompareDuty heads;
  final TellDuty tells;
  final AnswerPlan answers;
  final Outbox outbox;
  final TailDuty tail;
  private final List<Duty> duties;

  // by radio: whose turn it is to say a frame
  private int turn;

  // over all sessions of this process: arrivals that came over this link
  SeqRanges learnedHere = SeqRanges.NONE;

  // while the link is up
  boolean up;
  LinkLimits limits = new LinkLimits(FrameCodec.FRAME_BYTES_MAX, false, FrameCodec.FRAME_BYTES_MAX);
  Packer packer;
  ChannelShare share = ChannelShare.unlimited();
  Fragments fragments = new Fragments(FRAGMENT_MILLIS);
  final Listeners listeners = new Listeners();
  long lastEntryMono = -Duty.NEVER / 2;

  LinkSession(LinkName name, long cursor, SyncContext context) {
    this.name = name;
    this.context = context;
    this.packer = new Packer(context.codec(), limits.frameBytesMax());
    this.beacon = new BeaconDuty(this);
    this.status = new StatusDuty(this);
    this.head = new HeadDuty(this);
    this.signatures = new SignatureDuty(this);
    this.wants = new WantPlan(this);
    this.live = new CompareDuty(this, Message.Ranges.Space.LIVE);
    this.heads = new CompareDuty(this, Message.Ranges.Space.HEADS);
    this.tells = new TellDuty(this);
    this.answers = new AnswerPlan(this);
    this.outbox = new Outbox(this, cursor);
    this.tail = new TailDuty(this);
    this.duties =
        List.of(status, beacon, head, signatures, answers, tells, live, heads, wants, outbox, tail);
  }

  void linkUp(LinkLimits newLimits, long nowMono) {
    up = true;
    limits = newLimits;
    packer = new Packer(context.codec(), limits.frameBytesMax());
    share =
        limits.bytesPerSecond() > 0
            ? new ChannelShare(limits.bytesPerSecond(), limits.burstBytes(), nowMono)
            : ChannelShare.unlimited();
    fragments = new Fragments(Math.max(FRAGMENT_MILLIS, backoffMaxMillis()));
    listeners.clear();
    duties.forEach(duty -> duty.linkUp(nowMono));
  }

  /** This arrival came over this link. */
  void learned(long arrival) {
    learnedHere = learnedHere.plus(arrival);
    tail.heard(arrival);
  }

  /** A beacon of this node has this stamp: whoever answers it speaks with this node. */
  void began(Message.Stamp stamp) {
    live.began(stamp.counter());
    heads.began(stamp.counter());
  }

  /** The same of another member. */
  void otherBegan(Message.Stamp stamp) {
    live.otherBegan(stamp.counter());
    heads.otherBegan(stamp.counter());
  }

  /** Something that a comparison brings was heard. */
  void talks(long nowMono) {
    live.talks(nowMono);
    heads.talks(nowMono);
  }

  void linkDown() {
    up = false;
    listeners.clear();
  }

  /**
   * Says what is due, the most urgent first. Where a share of the channel is not enough for all,
   * duties take turns, each a frame, or what is always due would keep the others silent.
   *
   * @param storing whether answers could be stored: if not, nothing is asked for
   */
  void pump(long nowMono, boolean storing) {
    listeners.forget(silenceMillisMax(), nowMono);
    if (limits.radio()) {
      takeTurns(nowMono, storing);
    } else {
      for (Duty duty : duties) {
        while (isDue(duty, nowMono, storing) && maySpeak(nowMono)) {
          duty.perform(nowMono);
        }
      }
    }
  }

  private void takeTurns(long nowMono, boolean storing) {
    int idle = 0;
    while (idle < duties.size() && maySpeak(nowMono)) {
      Duty duty = duties.get(turn);
      turn = (turn + 1) % duties.size();
      if (isDue(duty, nowMono, storing)) {
        duty.perform(nowMono);
        idle = 0;
      } else {
        idle++;
      }
    }
    // With nothing left to say the most urgent is first again.
    turn = idle == duties.size() ? 0 : turn;
  }

  private boolean isDue(Duty duty, long nowMono, boolean storing) {
    return duty.dueMono() <= nowMono && (storing || duty != wants);
  }

  /** When {@link #pump} has something to do. */
  long wakeMono(long nowMono, boolean storing) {
    long due = Duty.NEVER;
    for (Duty duty : duties) {
      due = storing || duty != wants ? Math.min(due, duty.dueMono()) : due;
    }
    return due == Duty.NEVER
        ? due
        : Math.max(due, share.whenAllowed(limits.frameBytesMax(), nowMono));
  }

  private boolean maySpeak(long nowMono) {
    return share.allows(limits.frameBytesMax(), nowMono);
  }

  void send(Channel channel, int slot, Message message, long nowMono) {
    send(channel, slot, message, false, nowMono);
  }

  void send(Channel channel, int slot, Message message, boolean signed, long nowMono) {
    share.take(context.host().send(name, channel, slot, message, signed), nowMono);
  }

  /** What this node says of itself and of what it holds; its leases have room on this link. */
  Message.Beacon beacon(Message.Stamp stamp, SyncHost.BeaconForm form) {
    SyncHost.Digests digests = context.digests(stamp.counter());
    int leasesMax = BeaconFit.leases(limits.frameBytesMax());
    return context.host().beacon(stamp, digests, form, leasesMax);
  }

  /** Says of it as much as a frame holds. */
  void sendBeacon(Message.Beacon beacon, boolean signed, long nowMono) {
    int bytesMax = limits.frameBytesMax();
    send(
        Channel.BEACON,
        0,
        BeaconFit.fit(beacon, signed, context.codec(), bytesMax),
        signed,
        nowMono);
  }

  /** Whether the members heard here are so few that everybody may speak at once. */
  boolean small() {
    return listeners.count() <= SMALL_GROUP;
  }

  /**
   * A random wait before something that any member could say, so that most of them hear one who did
   * and keep silent. None if nobody else could; in a small group any time is as good, in a large
   * one few may be early. Source: RFC 5401 section 5.2.
   */
  long backoffMillis() {
    if (listeners.count() <= 1) {
      return 0;
    }
    return small()
        ? context.random().nextLong(backoffMaxMillis())
        : spreadMillis(backoffMaxMillis());
  }

  /** A random wait of a member of a large group, few of whom are early. Source: as above. */
  long spreadMillis(long maxMillis) {
    return RepairBackoff.millis(
        context.random(), maxMillis, RepairBackoff.group(listeners.count()));
  }

  /** A member that was silent longer is new again when it is heard. */
  long silenceMillisMax() {
    long settings = context.settings().healthMaxAgeMillis();
    return limits.radio()
        ? Math.max(settings, STATUSES_MISSED * StatusDuty.STATUS_MILLIS)
        : settings;
  }

  long backoffMaxMillis() {
    if (limits.radio()) {
      long frames = RADIO_BACKOFF_FRAMES * 1_000 * limits.frameBytesMax();
      return Math.max(1, frames / Math.max(1, limits.bytesPerSecond()));
    }
    return small() ? SMALL_BACKOFF_MILLIS : LinkLimits.LAN_BACKOFF_MILLIS;
  }
}
