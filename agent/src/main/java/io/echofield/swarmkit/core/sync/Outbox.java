package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What one link is owed: hands over new entries at once, and again from what is proven delivered
 * when somebody new may hear them.
 *
 * <p>A cursor into the order of arrival, not copies. An entry counts as delivered once a member
 * heard on the link shows that it holds it. One thread; times are monotonic milliseconds.
 */
final class Outbox implements Duty {
  private static final long REPLAY_DELAY_MILLIS = 1_000;

  /** Whoever is on the same LAN is heard by then; whoever reads a folder later is not. */
  private static final long MEETING_MILLIS = 5_000;

  /** Longer than a slow reader works on an answer, which then shows. */
  private static final long COMPARING_MILLIS = 10_000;

  private static final long REFUSED_PAUSE_MILLIS = 1_000;

  /** In this time a slow link has room for a frame again. */
  private static final long REFUSED_PAUSE_MILLIS_MAX = 60_000;

  private static final int PAGE_ENTRIES = 512;

  /** What was handed over so lately is not sent again because of a question: it is on its way. */
  private static final long ON_ITS_WAY_MILLIS = 2_000;

  /** Batches whose time of handing over is remembered; an older one counts as long gone. */
  private static final int HANDED_MAX = 64;

  /** Arrivals that were handed over at a time. */
  private record Handed(long mono, SeqRanges arrivals) {
    boolean covers(long arrival, long nowMono) {
      return nowMono - mono < ON_ITS_WAY_MILLIS && arrivals.contains(arrival);
    }
  }

  private final LinkSession link;
  // durable: an arrival number
  private long cursor;
  // over all sessions of this process
  private boolean resync;
  // while the link is up
  private long sent;
  private long replayMono = NEVER;
  private long pausedUntilMono;
  private long pauseMillis = REFUSED_PAUSE_MILLIS;
  private long burstMono = -NEVER / 2;
  // the arrival after which the burst begins
  private long burstFrom;
  private int burstBytes;
  private int burstBytesMax;
  private final Deque<Handed> handed = new ArrayDeque<>();

  Outbox(LinkSession link, long cursor) {
    this.link = link;
    this.cursor = cursor;
  }

  @Override
  public void linkUp(long nowMono) {
    sent = link.context.ledger().arrivals();
    replayMono = nowMono + (link.limits.radio() ? REPLAY_DELAY_MILLIS : MEETING_MILLIS);
    pausedUntilMono = nowMono;
    pauseMillis = REFUSED_PAUSE_MILLIS;
    burstBytesMax = link.limits.burstBytes();
    handed.clear();
  }

  /** Every entry up to this arrival is delivered. */
  long cursor() {
    return cursor;
  }

  /** Whether it came from elsewhere, and nobody on this link has shown to hold it so far. */
  boolean owes(StoredEntry stored) {
    return stored.arrival() > cursor && !link.learnedHere.contains(stored.arrival());
  }

  /** Whether the backlog was given up for comparison. */
  boolean resync() {
    return resync;
  }

  /**
   * The link did not take all that was handed to it: go on later, from where the burst began. Not
   * from what is proven delivered: where nobody proves anything, a link that is slower than what it
   * is owed would get the beginning of it for ever. For the same reason a burst is a frame then,
   * and the pause is longer each time, until there is room for all of it.
   */
  void refused(long nowMono) {
    handed.clear();
    if (nowMono >= pausedUntilMono) {
      if (nowMono - burstMono < REFUSED_PAUSE_MILLIS) {
        sent = Math.min(sent, Math.max(cursor, burstFrom));
      }
      pausedUntilMono = nowMono + pauseMillis;
      pauseMillis = Math.min(2 * pauseMillis, REFUSED_PAUSE_MILLIS_MAX);
      burstBytesMax = Math.min(burstBytesMax, link.limits.frameBytesMax());
    }
  }

  /**
   * Whether this link gets the entry without asking: it is next in the outbox, or was handed over a
   * moment ago, because of an earlier question too. Never by radio, where much is lost and the
   * outbox is slow.
   */
  boolean onItsWay(StoredEntry stored, long nowMono) {
    long arrival = stored.arrival();
    return !link.limits.radio()
        && !link.learnedHere.contains(arrival)
        && (arrival > sent || handed.stream().anyMatch(h -> h.covers(arrival, nowMono)));
  }

  private boolean tooFar() {
    return link.context.ledger().arrivals() - cursor > SyncEngine.BACKLOG_ENTRIES_MAX;
  }

  /** Somebody asks. By radio a replay that waited for that begins. */
  void asked(long nowMono) {
    if (link.limits.radio()) {
      replayMono = replayMono == NEVER ? NEVER : Math.min(replayMono, nowMono);
    } else {
      compared(nowMono);
    }
  }

  /**
   * Somebody new is owed the backlog, after a moment for comparing. On a LAN whoever listens
   * compares at once and asks for just what it lacks, so the replay, which brings more, is for when
   * that fails. What was handed over before did not reach it.
   */
  void someoneNew(long nowMono) {
    lostOnItsWay();
    replayMono =
        link.limits.radio()
            ? Math.min(replayMono, nowMono + REPLAY_DELAY_MILLIS)
            : nowMono + COMPARING_MILLIS;
  }

  /**
   * What was handed over before reached nobody who began later; it is said again when asked for.
   */
  void lostOnItsWay() {
    handed.clear();
  }

  /** What is lacking is asked for and comes: no replay meanwhile. */
  private void compared(long nowMono) {
    if (replayMono != NEVER && !link.limits.radio()) {
      replayMono = Math.max(replayMono, nowMono + COMPARING_MILLIS);
    }
  }

  /** A member showed something: go on as far as everything is held by somebody. */
  void shown(long nowMono) {
    long before = cursor;
    advance(delivered());
    if (cursor > before) {
      compared(nowMono);
    }
  }

  /** A member holds all that is held here; whether something was owed until now. */
  boolean allHeld() {
    long before = cursor;
    advance(link.context.ledger().arrivals());
    return cursor > before;
  }

  @Override
  public long dueMono() {
    boolean news = sent < link.context.ledger().arrivals();
    long burstOver =
        burstBytes < burstBytesMax ? burstMono : burstMono + LinkLimits.BURST_PAUSE_MILLIS;
    return Math.min(replayMono, news ? Math.max(pausedUntilMono, burstOver) : NEVER);
  }

  @Override
  public void perform(long nowMono) {
    if (nowMono >= replayMono) {
      replay();
    } else {
      sendNew(nowMono);
    }
  }

  /**
   * Goes back to what is proven delivered, or gives the replay up for comparison when that is too
   * far.
   */
  private void replay() {
    replayMono = NEVER;
    if (tooFar()) {
      resync = true;
    } else {
      sent = Math.min(sent, cursor);
    }
  }

  private void sendNew(long nowMono) {
    List<StoredEntry> batch = new ArrayList<>();
    int left = openBurst(nowMono);
    long arrivals = link.context.ledger().arrivals();
    long before = sent;
    while (left > 0 && sent < arrivals) {
      List<StoredEntry> page = link.context.ledger().reader().arrivals(sent, PAGE_ENTRIES);
      if (page.isEmpty()) {
        sent = arrivals;
      }
      for (StoredEntry stored : page) {
        int cost = link.packer.costBytes(stored);
        boolean due = due(stored);
        if (left <= 0 || (due && !batch.isEmpty() && cost > left && link.limits.radio())) {
          left = 0;
          break;
        }
        if (due) {
          batch.add(stored);
          left -= cost;
          burstBytes += cost;
        }
        sent = stored.arrival();
      }
    }
    if (sent > before) {
      handedOver(new SeqRanges(List.of(new SeqRanges.Range(before + 1, sent))), nowMono);
    }
    for (Packer.Unit unit : link.packer.pack(batch)) {
      unit.frames().forEach(frame -> link.send(Channel.DELTA, 0, frame, nowMono));
    }
  }

  /** These were said just now, here or as an answer. */
  void handedOver(SeqRanges arrivals, long nowMono) {
    handed.addLast(new Handed(nowMono, arrivals));
    if (handed.size() > HANDED_MAX) {
      handed.removeFirst();
    }
  }

  /** How many bytes may be handed over now: the rest of a burst, by radio one frame. */
  private int openBurst(long nowMono) {
    if (nowMono - burstMono >= LinkLimits.BURST_PAUSE_MILLIS) {
      if (burstMono >= pausedUntilMono) {
        taken();
      }
      burstMono = nowMono;
      burstFrom = sent;
      burstBytes = 0;
    }
    if (link.limits.radio()) {
      burstBytes = 0;
      return link.limits.frameBytesMax() - link.context.codec().overheadBytes();
    }
    return burstBytesMax - burstBytes;
  }

  /** Nothing of the burst was refused: the next one may be larger. */
  private void taken() {
    pauseMillis = REFUSED_PAUSE_MILLIS;
    burstBytesMax = Math.min(2 * burstBytesMax, link.limits.burstBytes());
  }

  /** Not what came over this link; by radio not what has lost its meaning meanwhile either. */
  private boolean due(StoredEntry stored) {
    return !link.learnedHere.contains(stored.arrival()) && (!link.limits.radio() || live(stored));
  }

  private boolean live(StoredEntry stored) {
    LedgerReader reader = link.context.ledger().reader();
    return stored
        .entry()
        .key()
        .map(key -> reader.live(key).stream().anyMatch(e -> e.arrival() == stored.arrival()))
        .orElse(true);
  }

  /** The arrival up to which every entry was learned here or is held by somebody heard here. */
  private long delivered() {
    long to = cursor;
    while (true) {
      List<StoredEntry> page = link.context.ledger().reader().arrivals(to, PAGE_ENTRIES);
      for (StoredEntry stored : page) {
        if (!delivered(stored)) {
          return to;
        }
        to = stored.arrival();
      }
      if (page.size() < PAGE_ENTRIES) {
        return to;
      }
    }
  }

  private boolean delivered(StoredEntry stored) {
    if (link.learnedHere.contains(stored.arrival())) {
      return true;
    }
    for (Listeners.Listener listener : link.listeners.all()) {
      if (listener.possession.holds(stored, link.context.ledger())) {
        return true;
      }
    }
    return false;
  }

  private void advance(long arrival) {
    if (arrival > cursor) {
      cursor = arrival;
      link.learnedHere = link.learnedHere.above(arrival);
      resync = resync && arrival < link.context.ledger().arrivals();
      link.context.host().cursor(link.name, arrival);
    }
  }
}
