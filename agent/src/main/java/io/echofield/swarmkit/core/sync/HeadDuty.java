package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.LogState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Publishes HEAD: what this node holds of its own logs and of those that changed last, with the
 * signatures of its own, in one frame that the medium keeps. Where there are few logs that is all
 * of them.
 */
final class HeadDuty implements Duty {
  /** Logs in one HEAD; of more it tells those that changed last, and RANGES find the rest. */
  static final int LOGS_MAX = 16;

  private static final int SIGNATURES_MAX = 4;
  private static final long CHANGE_MILLIS = 500;
  private static final long LARGE_GROUP_CHANGE_MILLIS = 15_000;
  private static final int LARGE_GROUP_WAITS = 10;
  private static final long PROMPT_MILLIS = 2_000;
  private static final int SIGNATURE_BYTES = 160;
  private static final long NOTHING = -1;

  private final LinkSession link;
  private long dueMono = NEVER;
  private boolean prompted;
  private long lastMono = -NEVER / 2;
  private Message.Stamp stamp = new Message.Stamp(0, 0);
  // over all sessions of this process: changes of logs when somebody heard here held the same
  private long agreedChanges = NOTHING;
  private long briefedChanges = NOTHING;

  HeadDuty(LinkSession link) {
    this.link = link;
  }

  @Override
  public void linkUp(long nowMono) {
    dueMono = silent() ? NEVER : nowMono;
    prompted = false;
    stamp = new Message.Stamp(link.context.sessions().session(), 0);
  }

  /** By radio heads are told log by log, where they differ. */
  private boolean silent() {
    return link.limits.radio() || link.context.settings().liveOnly();
  }

  /** Whether one HEAD names every log held here. */
  boolean tellsAll() {
    return !silent() && link.context.ledger().logs().size() <= logsMax();
  }

  /** Logs that one HEAD names at most: fewer where frames are small. */
  int logsMax() {
    return Math.min(LOGS_MAX, TellDuty.room(link) / TellDuty.ITEM_BYTES);
  }

  /** The stamp under which this link's medium keeps the newest HEAD. */
  Message.Stamp stamp() {
    return stamp;
  }

  void now(long nowMono) {
    if (!silent()) {
      dueMono = Math.min(dueMono, nowMono);
      prompted = false;
    }
  }

  /** What is held changed; {@code learnedHere}: by what was heard on this link. */
  void changed(boolean learnedHere, long nowMono) {
    if (!silent()) {
      boolean lazy = learnedHere && !link.small();
      // In a large group everybody learned it at once: let few say so, and not at once.
      long pause = lazy ? LARGE_GROUP_CHANGE_MILLIS : CHANGE_MILLIS;
      long wait = lazy ? LARGE_GROUP_WAITS * link.backoffMillis() : 0;
      soon(Math.max(nowMono, lastMono + pause) + wait, lazy);
    }
  }

  /** Somebody was found to lack something: tell all that is held here. */
  void promptAll(long nowMono) {
    briefedChanges = link.context.heads().changes();
    prompt(nowMono);
  }

  /** Somebody holds something else: tell what is held here. */
  void prompt(long nowMono) {
    if (!silent()) {
      long wait =
          link.small()
              ? link.context.random().nextLong(CHANGE_MILLIS)
              : CHANGE_MILLIS + link.backoffMillis();
      soon(Math.max(nowMono + wait, lastMono + PROMPT_MILLIS), true);
    }
  }

  private void soon(long atMono, boolean becausePrompted) {
    prompted = becausePrompted && (prompted || dueMono == NEVER);
    dueMono = Math.min(dueMono, atMono);
  }

  /** Somebody heard here holds the same. */
  void agreed() {
    agreedChanges = link.context.heads().changes();
    briefedChanges = NOTHING;
  }

  /** Somebody told as much as this node would have told when it was prompted. */
  void overheard(Message.Heads heads) {
    if (prompted && !link.small()) {
      SortedSet<LogId> untold = new TreeSet<>();
      chosen().forEach(state -> untold.add(state.log()));
      for (Message.Heads.Item item : heads.items()) {
        if (item.count() >= link.context.ledger().log(item.log()).count()) {
          untold.remove(item.log());
        }
      }
      dueMono = untold.isEmpty() ? NEVER : dueMono;
    }
  }

  @Override
  public long dueMono() {
    return dueMono;
  }

  @Override
  public void perform(long nowMono) {
    if (nothingNew()) {
      // Whoever differs has news, not this node; if that does not help, all is told the next time.
      briefedChanges = agreedChanges;
      dueMono = NEVER;
      prompted = false;
      return;
    }
    List<LogState> logs = chosen();
    briefedChanges = mayBeBrief() ? link.context.heads().changes() : briefedChanges;
    List<Message.Heads.Item> items = new ArrayList<>();
    List<HeadSig> signatures = new ArrayList<>();
    int signaturesMax =
        Math.min(
            SIGNATURES_MAX,
            (TellDuty.room(link) - logs.size() * TellDuty.ITEM_BYTES) / SIGNATURE_BYTES);
    for (LogState state : logs) {
      items.add(HeadsIndex.item(state));
      if (state.log().author().equals(link.context.self()) && signatures.size() < signaturesMax) {
        state.signature().ifPresent(signatures::add);
      }
    }
    boolean partial = logs.size() < link.context.ledger().logs().size();
    stamp = link.context.sessions().next();
    Message.Heads heads = new Message.Heads(items, stamp, Bytes.EMPTY, Bytes.EMPTY, partial);
    link.send(Channel.HEAD, 0, new Message.Head(heads, signatures), nowMono);
    lastMono = nowMono;
    dueMono = NEVER;
    prompted = false;
  }

  /**
   * What changed since others held the same, if that may do; else all, or those that changed last.
   */
  private List<LogState> chosen() {
    List<LogState> news = mayBeBrief() ? newsSinceAgreed() : List.of();
    return news.isEmpty() ? link.context.heads().newest(logsMax()) : news;
  }

  /**
   * Nobody reads it later, and nothing changed since others held the same; or all of it would not
   * fit, and RANGES find what differs.
   */
  private boolean nothingNew() {
    boolean unchanged = link.context.heads().changes() == Math.max(0, agreedChanges);
    return !link.limits.retained() && unchanged && (mayBeBrief() || !tellsAll());
  }

  /**
   * Nobody reads it later, somebody held the same before, and the same was not told in vain:
   * whoever differs still then is told everything.
   */
  private boolean mayBeBrief() {
    return !link.limits.retained()
        && link.small()
        && agreedChanges != NOTHING
        && briefedChanges != link.context.heads().changes();
  }

  private List<LogState> newsSinceAgreed() {
    return link.context.heads().changedSince(agreedChanges, logsMax());
  }
}
