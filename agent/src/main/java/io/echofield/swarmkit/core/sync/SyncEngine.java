package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Decides what to say on each link: beacons, heads, new entries, questions and answers, the
 * retained tail.
 *
 * <p>Stateless towards peers in the sense that every message may be lost: what was lost shows as a
 * difference in the next heads and is asked for again. Eager where it is cheap (new entries go to
 * every link at once), patient where it is not (replay waits for a comparison). One thread; all
 * times are monotonic milliseconds.
 */
public final class SyncEngine {
  /**
   * A cursor that lags more is dropped: the link is marked RESYNC and comparison of heads replaces
   * the replay. Entries.
   */
  public static final long BACKLOG_ENTRIES_MAX = 100_000;

  /** Greatest session number on the wire. */
  public static final long SESSION_MAX = 0xffff_ffffL;

  /**
   * Sessions begun within {@link #LEAP_PAUSE_MILLIS} because another life of this node had as high
   * a one: two lives that go on at the same time must not drive each other up without end. The next
   * leap waits; until then peers hear the other life.
   */
  public static final int LEAPS_MAX = 3;

  /** The time of {@link #LEAPS_MAX}. */
  public static final long LEAP_PAUSE_MILLIS = 600_000;

  private static final long CHANGE_BEACON_MILLIS = 1_000;
  private static final long CHANGE_HEAD_MILLIS = 500;
  private static final long PROMPT_HEAD_MILLIS = 2_000;
  private static final long TAIL_MILLIS = 2_000;
  private static final long REPLAY_DELAY_MILLIS = 1_000;
  private static final long OWN_REPAIR_MILLIS = 10_000;
  private static final long REFUSED_PAUSE_MILLIS = 1_000;
  private static final int OUTBOX_PAGE_ENTRIES = 512;
  private static final int HEADS_ITEM_BYTES = 80;
  private static final int HEAD_PROOF_BYTES = 160;
  private static final int HEAD_PROOFS_MAX = 4;

  // fixed
  private final Author self;
  private final SwarmHash hash;
  private final Ledger ledger;
  private final FrameCodec codec;
  private final RandomGenerator random;
  private final SyncSettings settings;
  private final SyncHost host;

  // while the process lives
  private final SortedMap<LinkName, LinkSession> links = new TreeMap<>();
  private boolean storing = true;
  private long session;
  private long counter;
  private Message.Stamp otherLife = new Message.Stamp(0, 0);
  private final Deque<Long> leapsMono = new ArrayDeque<>();

  public SyncEngine(
      Author self,
      SwarmHash hash,
      Ledger ledger,
      FrameCodec codec,
      RandomGenerator random,
      SyncSettings settings,
      SyncHost host,
      SortedMap<LinkName, Long> cursors,
      long session) {
    this.self = self;
    this.hash = hash;
    this.ledger = ledger;
    this.codec = codec;
    this.random = random;
    this.settings = settings;
    this.host = host;
    this.session = session;
    cursors.forEach((name, cursor) -> links.put(name, new LinkSession(name, cursor)));
  }

  /**
   * Goes on with the stamps of an earlier engine of this process: what is sent under a session is
   * newer than all that was sent under it before, also if that session was never stored.
   */
  public void resume(SyncEngine earlier) {
    session = earlier.session;
    counter = earlier.counter;
  }

  /**
   * Whether what comes can be stored. If not, nothing is asked for, but what is missing is noted;
   * as soon as it can, that is asked for, and everybody is told what is held here.
   */
  public void storing(boolean possible, long nowMono) {
    if (possible && !storing) {
      links.values().stream().filter(link -> link.up).forEach(link -> link.wants.hurry(nowMono));
      changed(nowMono);
    }
    storing = possible;
  }

  /** Declares a configured link that is not up yet, so that what it is owed shows. */
  public void configure(LinkName name) {
    if (!links.containsKey(name)) {
      links.put(name, new LinkSession(name, 0));
      // Durable from the beginning, so that the store knows that somebody is owed everything.
      host.cursor(name, 0);
    }
  }

  public void linkUp(LinkName name, LinkLimits limits, long nowMono) {
    configure(name);
    LinkSession link = links.get(name);
    link.up = true;
    link.limits = limits;
    link.packer = new Packer(codec, limits.frameBytesMax());
    link.tail =
        new TailRing(link.packer, limits.frameBytesMax(), codec.overheadBytes(), ledger.arrivals());
    link.listeners.clear();
    link.wants.hurry(nowMono);
    link.beaconStamp = new Message.Stamp(session, 0);
    link.headStamp = link.beaconStamp;
    link.sent = ledger.arrivals();
    link.replayMono = nowMono + REPLAY_DELAY_MILLIS;
    link.beaconDueMono = nowMono;
    link.headDueMono = nowMono;
    link.tailDueMono = limits.retained() ? nowMono + REPLAY_DELAY_MILLIS : LinkSession.NEVER;
  }

  public void linkDown(LinkName name) {
    configure(name);
    links.get(name).up = false;
    links.get(name).listeners.clear();
  }

  /** The link did not take what was handed to it: replay later from what is proven delivered. */
  public void refused(LinkName name, long nowMono) {
    LinkSession link = links.get(name);
    if (link != null && link.up) {
      link.pausedUntilMono = nowMono + REFUSED_PAUSE_MILLIS;
      link.replayMono = nowMono + REFUSED_PAUSE_MILLIS;
    }
  }

  /** Entries were merged; {@code from} is the link they came over, or null for this node's own. */
  public void merged(StoredEntry stored, LinkName from, long nowMono) {
    if (from != null) {
      links.get(from).learnedHere = links.get(from).learnedHere.plus(stored.arrival());
    }
    changed(nowMono);
  }

  /** Something that digests cover changed. */
  public void changed(long nowMono) {
    for (LinkSession link : links.values()) {
      if (link.up) {
        link.beaconDueMono =
            Math.min(
                link.beaconDueMono, Math.max(nowMono, link.lastBeaconMono + CHANGE_BEACON_MILLIS));
        link.headDueMono =
            Math.min(link.headDueMono, Math.max(nowMono, link.lastHeadMono + CHANGE_HEAD_MILLIS));
        if (link.limits.retained()) {
          link.tailDueMono = Math.min(link.tailDueMono, nowMono + TAIL_MILLIS);
        }
      }
    }
  }

  /** The node's health or state changed: tell it soon. */
  public void beaconSoon(long nowMono) {
    for (LinkSession link : links.values()) {
      if (link.up) {
        link.beaconDueMono = Math.min(link.beaconDueMono, nowMono);
      }
    }
  }

  /** A beacon of another node; {@code live}: not kept by the medium. */
  public void beaconHeard(
      LinkName name, Author sender, Message.Beacon beacon, boolean live, long nowMono) {
    LinkSession link = links.get(name);
    if (live) {
      listener(link, sender, nowMono);
    }
    boolean same =
        beacon.headsCount() == ledger.logs().size()
            && beacon.headsFingerprint()
                == hash.fingerprint(
                    HeadsDigest.SPACE_HEADS,
                    beacon.stamp().counter(),
                    HeadsDigest.sum(ledger),
                    ledger.logs().size());
    if (same && live) {
      advance(link, ledger.arrivals(), nowMono);
    } else if (!same && !beacon.liveOnly()) {
      promptHead(link, nowMono);
    }
  }

  /** Some of another node's heads. */
  public void headsHeard(
      LinkName name, Author sender, Message.Heads heads, boolean live, long nowMono) {
    LinkSession link = links.get(name);
    for (Message.Heads.Item item : heads.items()) {
      link.wants.heard(item, ledger, nowMono, random);
    }
    if (live) {
      LinkSession.Listener listener = listener(link, sender, nowMono);
      if (listener.possession.show(heads)) {
        advance(link, delivered(link), nowMono);
        if (listener.possession.lacksSomething(ledger)) {
          promptHead(link, nowMono);
        }
      }
    }
  }

  /** Entries were heard on a link, new or not. */
  public void entriesHeard(LinkName name, List<Entry> entries, boolean anyNew, long nowMono) {
    LinkSession link = links.get(name);
    if (run(entries)) {
      link.answers.overheard(entries);
    }
    if (anyNew) {
      link.wants.progress(nowMono);
    }
  }

  private static boolean run(List<Entry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      if (!entries.get(i).log().equals(entries.get(0).log())
          || entries.get(i).seq() != entries.get(0).seq() + i) {
        return false;
      }
    }
    return true;
  }

  public void wantHeard(LinkName name, Author sender, Message.Want want, long nowMono) {
    LinkSession link = links.get(name);
    listener(link, sender, nowMono);
    link.answers.asked(want, link.listeners.size() <= 1, ledger, nowMono, random);
  }

  /**
   * A frame of this node came back: what is kept on the link is put right.
   *
   * @param channel BEACON or HEAD
   * @param otherLife another process made it, and this node's own signature on it was checked: a
   *     higher session is begun if it has as high a one, now or after the pause
   * @param retained the medium kept it
   */
  public void ownHeard(
      LinkName name,
      Channel channel,
      Message.Stamp stamp,
      boolean otherLife,
      boolean retained,
      long nowMono) {
    LinkSession link = links.get(name);
    Message.Stamp published = channel == Channel.BEACON ? link.beaconStamp : link.headStamp;
    boolean stale = retained && stamp.compareTo(published) < 0;
    if (otherLife
        && stamp.session() < SESSION_MAX
        && stamp.compareTo(this.otherLife) > 0
        && stamp.session() >= session) {
      this.otherLife = stamp;
      stale = true;
    }
    if (stale && nowMono - link.lastOwnRepairMono >= OWN_REPAIR_MILLIS) {
      link.lastOwnRepairMono = nowMono;
      link.beaconDueMono = Math.min(link.beaconDueMono, nowMono);
      link.headDueMono = Math.min(link.headDueMono, nowMono);
    }
    leap(nowMono);
  }

  /**
   * Begins a session beyond that of another life, if one has as high a one, it is time, and the
   * session can be made durable.
   */
  private void leap(long nowMono) {
    if (!storing || otherLife.session() < session) {
      return;
    }
    leapsMono.removeIf(at -> nowMono - at >= LEAP_PAUSE_MILLIS);
    if (leapsMono.size() < LEAPS_MAX) {
      leapsMono.add(nowMono);
      session = otherLife.session() + 1;
      counter = 0;
      host.session(session);
    }
  }

  public long session() {
    return session;
  }

  /** The newest stamp given. */
  public Message.Stamp stamp() {
    return new Message.Stamp(session, counter);
  }

  /** Sends what is due on all links. */
  public void pump(long nowMono) {
    leap(nowMono);
    for (LinkSession link : links.values()) {
      if (link.up) {
        pump(link, nowMono);
      }
    }
  }

  /** When {@link #pump} has something to do next. */
  public long wakeMono(long nowMono) {
    long wake = LinkSession.NEVER;
    for (LinkSession link : links.values()) {
      if (link.up) {
        wake =
            Math.min(
                wake, Math.min(link.beaconDueMono, Math.min(link.headDueMono, link.tailDueMono)));
        wake = Math.min(wake, Math.min(link.replayMono, link.answers.dueMono()));
        wake = storing ? Math.min(wake, link.wants.dueMono()) : wake;
        if (link.sent < ledger.arrivals()) {
          wake =
              Math.min(
                  wake,
                  Math.max(
                      nowMono + 1,
                      Math.max(
                          link.pausedUntilMono, link.burstMono + LinkLimits.BURST_PAUSE_MILLIS)));
        }
      }
    }
    return wake;
  }

  /** Broadcasts a head signature on every link that is up. */
  public void announce(HeadSig proof) {
    for (LinkSession link : links.values()) {
      if (link.up) {
        host.send(link.name, Channel.DELTA, 0, new Message.HeadSigMessage(proof));
      }
    }
  }

  /** In the order of names. */
  public List<LinkView> views() {
    List<LinkView> views = new ArrayList<>();
    for (LinkSession link : links.values()) {
      views.add(
          new LinkView(
              link.name,
              link.up,
              ledger.arrivals() - link.cursor,
              link.cursor,
              link.resync,
              new ArrayList<>(link.listeners.keySet())));
    }
    return views;
  }

  /** Entries that some link still owes. */
  public long owed() {
    long owed = 0;
    for (LinkSession link : links.values()) {
      owed = Math.max(owed, ledger.arrivals() - link.cursor);
    }
    return owed;
  }

  private void pump(LinkSession link, long nowMono) {
    if (nowMono >= link.beaconDueMono) {
      sendBeacon(link, nowMono);
    }
    if (nowMono >= link.headDueMono) {
      sendHeads(link, nowMono);
    }
    if (nowMono >= link.answers.dueMono()) {
      link.answers
          .answer(ledger, link.packer)
          .forEach(m -> host.send(link.name, Channel.DELTA, 0, m));
    }
    if (storing && nowMono >= link.wants.dueMono()) {
      WantPlan.Asked asked = link.wants.ask(ledger, nowMono);
      if (!asked.isEmpty()) {
        Message want = new Message.Want(nextStamp(), asked.ranges(), List.of(), asked.signatures());
        host.send(link.name, Channel.SYNC, 0, want);
      }
    }
    if (nowMono >= link.replayMono) {
      replay(link);
    }
    sendNew(link, nowMono);
    if (nowMono >= link.tailDueMono) {
      sendTail(link);
    }
  }

  private void sendBeacon(LinkSession link, long nowMono) {
    Message.Stamp stamp = nextStamp();
    IdSum heads = HeadsDigest.sum(ledger);
    int logs = ledger.logs().size();
    SyncHost.Digests digests =
        new SyncHost.Digests(
            ledger.live().count(),
            hash.fingerprint(
                HeadsDigest.SPACE_LIVE,
                stamp.counter(),
                ledger.live().sum(),
                ledger.live().count()),
            logs,
            hash.fingerprint(HeadsDigest.SPACE_HEADS, stamp.counter(), heads, logs));
    host.send(link.name, Channel.BEACON, 0, host.beacon(stamp, digests));
    link.beaconStamp = stamp;
    link.lastBeaconMono = nowMono;
    link.beaconDueMono = nowMono + settings.beaconMillis();
  }

  private void sendHeads(LinkSession link, long nowMono) {
    List<LogState> logs = new ArrayList<>(ledger.logs().values());
    int room = link.limits.frameBytesMax() - codec.overheadBytes();
    int perPart = Math.max(1, (room - HEAD_PROOF_BYTES * HEAD_PROOFS_MAX) / HEADS_ITEM_BYTES);
    int parts = Math.max(1, (logs.size() + perPart - 1) / perPart);
    for (int part = 0; part < parts; part++) {
      int to = Math.min(logs.size(), (part + 1) * perPart);
      List<LogState> states = logs.subList(part * perPart, to);
      int proofsMax =
          Math.min(HEAD_PROOFS_MAX, (room - states.size() * HEADS_ITEM_BYTES) / HEAD_PROOF_BYTES);
      List<Message.Heads.Item> items = new ArrayList<>();
      List<HeadSig> proofs = new ArrayList<>();
      for (LogState state : states) {
        items.add(HeadsDigest.item(state));
        if (state.log().author().equals(self) && proofs.size() < proofsMax) {
          state.proof().ifPresent(proofs::add);
        }
      }
      Message.Stamp stamp = nextStamp();
      link.headStamp = part == 0 ? stamp : link.headStamp;
      Bytes lower = part == 0 ? Bytes.EMPTY : states.get(0).log().key();
      Bytes upper = to == logs.size() ? Bytes.EMPTY : logs.get(to).log().key();
      Message.Heads heads = new Message.Heads(items, stamp, lower, upper, false);
      host.send(link.name, Channel.HEAD, 0, new Message.Head(heads, proofs));
    }
    link.lastHeadMono = nowMono;
    link.headDueMono = LinkSession.NEVER;
  }

  private void sendNew(LinkSession link, long nowMono) {
    List<StoredEntry> batch = new ArrayList<>();
    int left = link.burstLeft(nowMono);
    while (left > 0 && link.sent < ledger.arrivals()) {
      List<StoredEntry> page = ledger.reader().arrivals(link.sent, OUTBOX_PAGE_ENTRIES);
      if (page.isEmpty()) {
        link.sent = ledger.arrivals();
      }
      for (StoredEntry stored : page) {
        if (left <= 0) {
          break;
        }
        if (!link.learnedHere.contains(stored.arrival())) {
          batch.add(stored);
          int cost = link.packer.costBytes(stored);
          left -= cost;
          link.burstBytes += cost;
        }
        link.sent = stored.arrival();
      }
    }
    link.packer.pack(batch).forEach(message -> host.send(link.name, Channel.DELTA, 0, message));
  }

  private void sendTail(LinkSession link) {
    for (TailRing.Segment segment :
        link.tail.refresh(ledger.reader(), ledger.arrivals(), link.cursor)) {
      TailRing.message(segment)
          .ifPresent(m -> host.send(link.name, Channel.TAIL, segment.slot(), m));
    }
    link.tailDueMono = LinkSession.NEVER;
  }

  /**
   * Goes back to what is proven delivered, or gives the replay up for comparison when that is too
   * far.
   */
  private void replay(LinkSession link) {
    link.replayMono = LinkSession.NEVER;
    if (ledger.arrivals() - link.cursor > BACKLOG_ENTRIES_MAX) {
      link.resync = true;
    } else {
      link.sent = Math.min(link.sent, link.cursor);
    }
  }

  /** The arrival up to which every entry was learned here or is held by somebody heard here. */
  private long delivered(LinkSession link) {
    long cursor = link.cursor;
    while (true) {
      List<StoredEntry> page = ledger.reader().arrivals(cursor, OUTBOX_PAGE_ENTRIES);
      for (StoredEntry stored : page) {
        if (!delivered(link, stored)) {
          return cursor;
        }
        cursor = stored.arrival();
      }
      if (page.size() < OUTBOX_PAGE_ENTRIES) {
        return cursor;
      }
    }
  }

  private boolean delivered(LinkSession link, StoredEntry stored) {
    if (link.learnedHere.contains(stored.arrival())) {
      return true;
    }
    for (LinkSession.Listener listener : link.listeners.values()) {
      if (listener.possession.holds(stored, ledger)) {
        return true;
      }
    }
    return false;
  }

  private void advance(LinkSession link, long arrival, long nowMono) {
    if (arrival > link.cursor) {
      if (link.limits.retained()) {
        link.tailDueMono = Math.min(link.tailDueMono, nowMono + TAIL_MILLIS);
      }
      link.cursor = arrival;
      link.learnedHere = link.learnedHere.above(arrival);
      link.resync = link.resync && arrival < ledger.arrivals();
      host.cursor(link.name, arrival);
    }
  }

  /**
   * A member heard live; a new one is owed the backlog, after a moment for comparing, and wants to
   * hear this node too.
   */
  private LinkSession.Listener listener(LinkSession link, Author sender, long nowMono) {
    LinkSession.Listener listener = link.listeners.get(sender);
    if (listener == null || nowMono - listener.heardMono > settings.healthMaxAgeMillis()) {
      listener = new LinkSession.Listener();
      link.listeners.put(sender, listener);
      link.wants.hurry(nowMono);
      link.replayMono = Math.min(link.replayMono, nowMono + REPLAY_DELAY_MILLIS);
      link.beaconDueMono =
          Math.min(
              link.beaconDueMono, Math.max(nowMono, link.lastBeaconMono + CHANGE_BEACON_MILLIS));
      link.headDueMono =
          Math.min(link.headDueMono, Math.max(nowMono, link.lastHeadMono + CHANGE_HEAD_MILLIS));
    }
    listener.heardMono = nowMono;
    return listener;
  }

  private void promptHead(LinkSession link, long nowMono) {
    long earliest = link.lastHeadMono + PROMPT_HEAD_MILLIS;
    link.headDueMono =
        Math.min(
            link.headDueMono, Math.max(nowMono + random.nextLong(CHANGE_HEAD_MILLIS), earliest));
  }

  private Message.Stamp nextStamp() {
    return new Message.Stamp(session, ++counter);
  }
}
