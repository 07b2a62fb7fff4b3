package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Decides what to say on each link: beacons, heads, new entries, comparisons, questions and
 * answers, the retained tail.
 *
 * <p>Stateless towards peers in the sense that every message may be lost: what was lost shows as a
 * difference in the next beacon and is compared and asked for again. Eager where it is cheap (new
 * entries go to every other link at once), patient where it is not (replay waits for a comparison).
 * What is said on one link is the matter of that link's duties; here is what concerns all of them.
 * One thread; all times are monotonic milliseconds.
 */
public final class SyncEngine {
  /**
   * Where a cursor lags more a replay that is due is left out: the link is marked RESYNC and
   * comparison replaces it. Entries.
   */
  public static final long BACKLOG_ENTRIES_MAX = 100_000;

  /** Greatest session number on the wire. */
  public static final long SESSION_MAX = 0xffff_ffffL;

  private static final long OWN_REPAIR_MILLIS = 10_000;

  // fixed
  private final SyncContext context;

  // while the process lives
  private final NavigableMap<LinkName, LinkSession> links = new TreeMap<>();
  private final SortedMap<LinkName, Long> ownRepairedMono = new TreeMap<>();
  private boolean storing = true;

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
    this.context =
        new SyncContext(
            self,
            hash,
            ledger,
            new HeadsIndex(self, ledger),
            codec,
            random,
            settings,
            host,
            new Sessions(session, host));
    cursors.forEach((name, cursor) -> links.put(name, new LinkSession(name, cursor, context)));
  }

  /**
   * Goes on with the stamps of an earlier engine of this process: what is sent under a session is
   * newer than all that was sent under it before, also if that session was never stored.
   */
  public void resume(SyncEngine earlier) {
    context.sessions().resume(earlier.context.sessions());
  }

  /**
   * Whether what comes can be stored. If not, nothing is asked for, but what is missing is noted;
   * as soon as it can, that is asked for, and everybody is told what is held here.
   */
  public void storing(boolean possible, long nowMono) {
    if (possible && !storing) {
      links.values().stream().filter(link -> link.up).forEach(link -> link.wants.hurry(nowMono));
      changed(Optional.empty(), nowMono);
    }
    storing = possible;
  }

  /** Declares a configured link that is not up yet, so that what it is owed shows. */
  public void configure(LinkName name) {
    if (!links.containsKey(name)) {
      links.put(name, new LinkSession(name, 0, context));
      // Durable from the beginning, so that the store knows that somebody is owed everything.
      context.host().cursor(name, 0);
    }
  }

  public void linkUp(LinkName name, LinkLimits limits, long nowMono) {
    configure(name);
    links.get(name).linkUp(limits, nowMono);
  }

  public void linkDown(LinkName name) {
    configure(name);
    links.get(name).linkDown();
  }

  /** The link did not take what was handed to it: go on later with that. */
  public void refused(LinkName name, long nowMono) {
    LinkSession link = links.get(name);
    if (link != null && link.up) {
      link.outbox.refused(nowMono);
    }
  }

  /** An entry was merged; {@code from}: the link it came over, empty for this node's own. */
  public void merged(StoredEntry stored, Optional<LinkName> from, long nowMono) {
    context.heads().changed(stored.entry().log());
    from.map(links::get).ifPresent(link -> link.learned(stored.arrival()));
    // Pieces of it need not be asked for any more, on whichever link they began to come.
    links.values().forEach(link -> link.fragments.forget(stored.entry().id()));
    changed(from, nowMono);
  }

  /**
   * A greater head signature of a log is held than before: tell it on every link but the one it was
   * heard on.
   *
   * @param from empty if this node signed
   */
  public void signed(LogId log, Optional<LinkName> from, long nowMono) {
    context.heads().changed(log);
    for (LinkSession link : links.values()) {
      if (link.up && from.filter(link.name::equals).isEmpty()) {
        link.signatures.signed(log, nowMono);
      }
    }
    changed(from, nowMono);
  }

  /** Something that digests cover changed, because of what was heard on a link or made here. */
  private void changed(Optional<LinkName> from, long nowMono) {
    for (LinkSession link : links.values()) {
      if (link.up) {
        boolean learnedHere = from.filter(link.name::equals).isPresent();
        link.beacon.changed(learnedHere, nowMono);
        link.head.changed(learnedHere, nowMono);
        link.tail.changed(learnedHere, nowMono);
      }
    }
  }

  /** What this node tells of itself or of others changed: tell it soon. */
  public void beaconSoon(long nowMono) {
    healthTold(true, nowMono);
  }

  /**
   * There is a new health report: tell it soon on a LAN, by radio only if {@code changed}: its
   * state is another one. Numbers that wander are told at the next time anyway.
   */
  public void healthTold(boolean changed, long nowMono) {
    for (LinkSession link : links.values()) {
      if (link.up && link.limits.radio()) {
        if (changed) {
          link.status.changed(nowMono);
        }
      } else if (link.up) {
        link.beacon.now(nowMono);
      }
    }
  }

  /** The node stops on purpose: tell it now. */
  public void farewell(long nowMono) {
    for (LinkSession link : links.values()) {
      if (link.up) {
        link.status.now(nowMono);
        link.beacon.now(nowMono);
        link.tail.now(nowMono);
      }
    }
  }

  /** A beacon of another node; {@code live}: not kept by the medium. */
  public void beaconHeard(
      LinkName name, Author sender, Message.Beacon beacon, boolean live, long nowMono) {
    LinkSession link = links.get(name);
    boolean liveOnly = beacon.liveOnly() || context.settings().liveOnly();
    boolean liveEqual = link.live.equal(beacon);
    boolean headsEqual = link.heads.equal(beacon);
    boolean equal = liveOnly ? liveEqual : headsEqual;
    if (live) {
      heardLive(link, sender, beacon.stamp(), nowMono);
      link.otherBegan(beacon.stamp());
    }
    // What was overtaken or came twice says nothing of what its sender holds now.
    boolean news = live && link.listeners.newestBeacon(sender, beacon.stamp());
    if (news) {
      link.beacon.heard(equal, nowMono);
    }
    // Who keeps only what is live shows nothing of the rest.
    if (headsEqual && news && link.outbox.allHeld()) {
      link.tail.changed(true, nowMono);
    }
    if (equal || liveEqual) {
      link.live.agrees(sender);
    }
    if (headsEqual) {
      link.heads.agrees(sender);
      link.head.agreed();
    }
    if (equal) {
      return;
    }
    if (liveOnly || (link.limits.radio() && !liveEqual)) {
      compare(link.live, sender, beacon, live, nowMono);
    } else {
      link.head.prompt(nowMono);
      if (beyondHints(link, beacon)) {
        compare(link.heads, sender, beacon, live, nowMono);
      }
    }
  }

  /** What a medium kept may be old: it prompts, but is not worth a comparison. */
  private static void compare(
      CompareDuty duty, Author sender, Message.Beacon beacon, boolean live, long nowMono) {
    if (live) {
      duty.differs(sender, beacon, nowMono);
    }
  }

  /** Whether HEAD cannot tell all of it. */
  private boolean beyondHints(LinkSession link, Message.Beacon beacon) {
    int told = link.head.logsMax();
    return link.limits.radio()
        || beacon.headsCount() > told
        || context.ledger().logs().size() > told;
  }

  /** A part of another node's heads. */
  public void headsHeard(
      LinkName name, Author sender, Message.Heads heads, boolean live, long nowMono) {
    LinkSession link = links.get(name);
    if (context.settings().liveOnly()) {
      return;
    }
    for (Message.Heads.Item item : heads.items()) {
      link.wants.heard(item, live, nowMono);
    }
    if (live) {
      heardLive(link, sender, heads.stamp(), nowMono);
      // What was overtaken may be told in vain; what of it is missing here was not said by others.
      link.head.overheard(heads);
      link.tells.overheard(heads, nowMono);
      link.tells.heard(heads, nowMono);
      Possession possession = link.listeners.possession(sender);
      if (possession.newest(heads.stamp())) {
        evidence(link, possession, heads, nowMono);
      }
    }
  }

  /** What is shown matters as long as something is owed. */
  private void evidence(
      LinkSession link, Possession possession, Message.Heads heads, long nowMono) {
    if (link.outbox.cursor() < context.ledger().arrivals()) {
      possession.show(heads, context.ledger());
      link.outbox.shown(nowMono);
      link.tail.changed(true, nowMono);
    }
    if (link.outbox.cursor() >= context.ledger().arrivals()) {
      possession.clear();
    }
  }

  /** Another node describes a space; {@code live}: not kept by the medium. */
  public void rangesHeard(
      LinkName name, Author sender, Message.Ranges ranges, boolean live, long nowMono) {
    LinkSession link = links.get(name);
    asked(link, sender, ranges.stamp(), live, nowMono);
    if (ranges.space() == Message.Ranges.Space.LIVE) {
      link.live.heard(ranges, nowMono);
    } else if (!context.settings().liveOnly()) {
      link.heads.heard(ranges, nowMono);
    }
  }

  /** A piece of an entry; the bytes of the whole entry when this was the last piece missing. */
  public Optional<Bytes> pieceHeard(LinkName name, Message.Frag piece, long nowMono) {
    LinkSession link = links.get(name);
    List<StoredEntry> held = context.ledger().reader().byPrefix(piece.id(), 1);
    if (held.isEmpty()) {
      return link.fragments.take(piece, nowMono);
    }
    link.answers.overheard(held.get(0).entry(), piece, nowMono);
    return Optional.empty();
  }

  /** Entries were heard on a link, new or not. */
  public void entriesHeard(LinkName name, List<Entry> entries, boolean anyNew, long nowMono) {
    LinkSession link = links.get(name);
    link.answers.overheard(entries, nowMono);
    if (anyNew) {
      link.lastEntryMono = nowMono;
      link.talks(nowMono);
      link.wants.progress(entries, nowMono);
    }
  }

  /** A head signature was heard on a link, new or not. */
  public void signatureHeard(LinkName name, LogId log, long seq) {
    if (seq >= context.ledger().log(log).signedSeq()) {
      links.get(name).signatures.overheard(log);
      links.get(name).answers.overheard(log);
    }
  }

  /**
   * Whether this WANT or RANGES was not heard of its sender lately. One that was overtaken is
   * answered: its sender may have lost its store, and its newest stamps with it.
   */
  public boolean newQuestion(LinkName name, Author sender, Message.Stamp stamp) {
    return links.get(name).listeners.newQuestion(sender, stamp);
  }

  /** Another node asks; {@code live}: not kept by the medium. */
  public void wantHeard(
      LinkName name, Author sender, Message.Want want, boolean live, long nowMono) {
    LinkSession link = links.get(name);
    asked(link, sender, want.stamp(), live, nowMono);
    link.talks(nowMono);
    if (live) {
      link.wants.overheard(want, nowMono);
    }
    link.outbox.asked(nowMono);
    link.answers.asked(want, nowMono);
  }

  /** A question that a medium kept is answered, but is no sign of life. */
  private void asked(
      LinkSession link, Author sender, Message.Stamp stamp, boolean live, long nowMono) {
    if (live) {
      heardLive(link, sender, stamp, nowMono);
    }
    link.listeners.asked(sender, stamp);
  }

  /**
   * A frame of this node came back: what is kept on the link is put right.
   *
   * @param channel BEACON or HEAD
   * @param otherLife another process made it, and this node's own signature on it was checked: a
   *     higher session is begun if it has as high a one, now or after the pause
   */
  public void ownHeard(
      LinkName name, Channel channel, Message.Stamp stamp, boolean otherLife, long nowMono) {
    LinkSession link = links.get(name);
    Message.Stamp published = channel == Channel.BEACON ? link.beacon.stamp() : link.head.stamp();
    boolean stale = stamp.compareTo(published) < 0;
    boolean ahead = otherLife && context.sessions().otherLife(stamp);
    if (stale || ahead) {
      // An older one that came lately took the place of the newest, if the medium keeps any.
      long repaired = ownRepairedMono.getOrDefault(name, -Duty.NEVER / 2);
      // One that is planned serves all that come before it.
      long atMono = repaired > nowMono ? repaired : Math.max(nowMono, repaired + OWN_REPAIR_MILLIS);
      ownRepairedMono.put(name, atMono);
      if (ahead || channel == Channel.BEACON) {
        link.beacon.now(atMono);
      }
      if (ahead || channel == Channel.HEAD) {
        link.head.now(atMono);
      }
    }
    leap(nowMono);
  }

  private void leap(long nowMono) {
    if (storing) {
      context.sessions().leap(nowMono);
    }
  }

  public long session() {
    return context.sessions().session();
  }

  /** The newest stamp given. */
  public Message.Stamp stamp() {
    return context.sessions().stamp();
  }

  /** Sends what is due on all links. */
  public void pump(long nowMono) {
    leap(nowMono);
    context.ledger().liveIndex().build();
    for (LinkSession link : links.values()) {
      if (link.up) {
        link.pump(nowMono, storing);
      }
    }
  }

  /** When {@link #pump} has something to do next. */
  public long wakeMono(long nowMono) {
    boolean building =
        context.ledger().liveIndex().wanted() && !context.ledger().liveIndex().ready();
    long wake = building ? nowMono + 1 : Duty.NEVER;
    for (LinkSession link : links.values()) {
      if (link.up) {
        wake = Math.min(wake, link.wakeMono(nowMono, storing));
      }
    }
    return wake;
  }

  /** In the order of names. */
  public List<LinkView> views() {
    List<LinkView> views = new ArrayList<>();
    for (LinkSession link : links.values()) {
      views.add(
          new LinkView(
              link.name,
              link.up,
              context.ledger().arrivals() - link.outbox.cursor(),
              link.outbox.cursor(),
              link.outbox.resync(),
              link.listeners.authors()));
    }
    return views;
  }

  /**
   * A hash of HEADS: equal on two nodes that hold the same entries and head signatures of every
   * log. 32 bytes; costs time in the number of logs.
   */
  public Bytes headsHash() {
    return context.heads().hash();
  }

  /** Entries that some link still owes. */
  public long owed() {
    long owed = 0;
    for (LinkSession link : links.values()) {
      owed = Math.max(owed, context.ledger().arrivals() - link.outbox.cursor());
    }
    return owed;
  }

  /**
   * A member heard live; a new one is owed the backlog, after a moment for comparing, and wants to
   * hear this node too.
   */
  private void heardLive(LinkSession link, Author sender, Message.Stamp stamp, long nowMono) {
    switch (link.listeners.hear(sender, stamp.session(), link.silenceMillisMax(), nowMono)) {
      case NEW -> {
        link.wants.hurry(nowMono);
        link.outbox.someoneNew(nowMono);
        link.beacon.changed(true, nowMono);
        link.head.changed(true, nowMono);
        link.tail.changed(true, nowMono);
      }
      case OTHER_LIFE -> link.outbox.lostOnItsWay();
      case KNOWN -> {}
    }
  }
}
