package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.LogState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells others what is held of those logs of which they hold less, and of those parts of HEADS that
 * a comparison found to differ. Whoever hears it asks for what it lacks.
 *
 * <p>One thread; times are monotonic milliseconds.
 */
final class TellDuty implements Duty {
  /** The most that one item takes in a frame. */
  static final int ITEM_BYTES = 70;

  /** Bytes of HEADS beside the items: stamp, bounds of up to 10 bytes, list tag. */
  private static final int HEADS_BYTES = 44;

  /** Logs that wait to be told; of more the next comparison finds them again. */
  static final int LOGS_MAX = 4_096;

  /** Parts that wait to be told; of more the next comparison finds them again. */
  static final int SPANS_MAX = 64;

  /** Frames in a row by one link; the rest comes with the next comparison. */
  static final int FRAMES_MAX = 8;

  /** The same state of a log is told again after this time at the earliest. */
  private static final long AGAIN_MILLIS = 2_000;

  private record Told(long mono, long count, long signedSeq) {}

  private final LinkSession link;
  private final SortedSet<LogId> logs = new TreeSet<>();
  private final Deque<RangesAnswer.Span> spans = new ArrayDeque<>();
  private final SortedMap<LogId, Told> told = new TreeMap<>();
  private long dueMono = NEVER;
  private int framesLeft;

  TellDuty(LinkSession link) {
    this.link = link;
  }

  /** What a frame of this link has room for, in bytes of items. */
  static int room(LinkSession link) {
    return link.limits.frameBytesMax() - link.context.codec().overheadBytes() - HEADS_BYTES;
  }

  @Override
  public void linkUp(long nowMono) {
    logs.clear();
    spans.clear();
    told.clear();
    dueMono = NEVER;
  }

  /**
   * Another member told what it holds: answer with the logs of which more is held here. Where HEAD
   * tells of all logs, that is the answer.
   */
  void heard(Message.Heads heads, long nowMono) {
    List<LogId> more = more(heads);
    if (!more.isEmpty() && link.head.tellsAll()) {
      link.head.promptAll(nowMono);
    } else {
      more.forEach(log -> add(log, nowMono));
    }
  }

  private List<LogId> more(Message.Heads heads) {
    List<LogId> more = new ArrayList<>();
    SortedSet<LogId> named = new TreeSet<>();
    for (Message.Heads.Item item : heads.items()) {
      named.add(item.log());
      if (more(link.context.ledger().log(item.log()), item)) {
        more.add(item.log());
      }
    }
    if (!heads.partial()) {
      for (LogState state : link.context.heads().logs(heads.lower(), heads.upper())) {
        if (!named.contains(state.log())) {
          more.add(state.log());
        }
      }
    }
    return more;
  }

  private static boolean more(LogState own, Message.Heads.Item item) {
    return own.count() > item.count()
        || own.maxSeq() > item.maxSeq()
        || own.signedSeq() > item.signedSeq()
        || (own.count() == item.count() && own.count() > 0 && !own.sum().equals(item.sum()));
  }

  private void add(LogId log, long nowMono) {
    LogState state = link.context.ledger().log(log);
    Told before = told.get(log);
    boolean same =
        before != null
            && nowMono - before.mono() < AGAIN_MILLIS
            && before.count() == state.count()
            && before.signedSeq() == state.signedSeq();
    if (!same && logs.size() < LOGS_MAX && logs.add(log)) {
      plan(nowMono);
    }
  }

  /** A comparison found that this part differs and is small, or that the other holds none of it. */
  void tell(RangesAnswer.Span span, long nowMono) {
    if (spans.size() < SPANS_MAX && !spans.contains(span)) {
      spans.add(span);
      plan(nowMono);
    }
  }

  private void plan(long nowMono) {
    if (dueMono == NEVER) {
      dueMono = nowMono + link.backoffMillis();
      framesLeft = FRAMES_MAX;
    }
  }

  /** Somebody else told as much of these logs: that need not be told again. */
  void overheard(Message.Heads heads, long nowMono) {
    for (Message.Heads.Item item : heads.items()) {
      if (logs.contains(item.log()) && !more(link.context.ledger().log(item.log()), item)) {
        logs.remove(item.log());
      }
    }
    if (trim(heads)) {
      if (--framesLeft <= 0) {
        logs.clear();
        spans.clear();
      }
      // Whoever began to tell goes on: wait for the rest, but not all until the same moment.
      dueMono = Math.max(dueMono, nowMono + link.backoffMaxMillis() + link.backoffMillis());
    }
    forgetIfDone();
  }

  /** Leaves of each part what these heads do not tell from its beginning on; whether they do. */
  private boolean trim(Message.Heads heads) {
    List<RangesAnswer.Span> left = new ArrayList<>();
    for (RangesAnswer.Span span : spans) {
      Bytes upper = earlier(heads.upper(), span.upper());
      if (!told(span.lower(), upper, heads)) {
        left.add(span);
      } else if (!upper.equals(span.upper())) {
        left.add(new RangesAnswer.Span(upper, span.upper()));
      }
    }
    boolean trimmed = !left.equals(List.copyOf(spans));
    spans.clear();
    spans.addAll(left);
    return trimmed;
  }

  /** The earlier of two upper bounds; empty is the end. */
  private static Bytes earlier(Bytes one, Bytes other) {
    boolean first = other.isEmpty() || (!one.isEmpty() && one.compareTo(other) < 0);
    return first ? one : other;
  }

  /** Whether these heads tell of every log between two bounds as much as would be told here. */
  private boolean told(Bytes lower, Bytes upper, Message.Heads heads) {
    boolean covered =
        !heads.partial()
            && heads.lower().compareTo(lower) <= 0
            && (upper.isEmpty() || lower.compareTo(upper) < 0);
    if (!covered) {
      return false;
    }
    SortedMap<LogId, Message.Heads.Item> items = new TreeMap<>();
    heads.items().forEach(item -> items.put(item.log(), item));
    for (LogState own : link.context.heads().logs(lower, upper)) {
      Message.Heads.Item item = items.get(own.log());
      if (item == null || more(own, item)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long dueMono() {
    return dueMono;
  }

  @Override
  public void perform(long nowMono) {
    int perFrame = Math.max(1, room(link) / ITEM_BYTES);
    if (!spans.isEmpty()) {
      tellPart(spans.removeFirst(), perFrame, nowMono);
    } else {
      tellLogs(perFrame, nowMono);
    }
    if (--framesLeft <= 0) {
      logs.clear();
      spans.clear();
    }
    forgetIfDone();
  }

  private void forgetIfDone() {
    dueMono = logs.isEmpty() && spans.isEmpty() ? NEVER : dueMono;
  }

  /** One frame of a part; what does not fit is a part of its own. */
  private void tellPart(RangesAnswer.Span span, int perFrame, long nowMono) {
    List<LogState> states = link.context.heads().logs(span.lower(), span.upper());
    Bytes upper = span.upper();
    if (states.size() > perFrame) {
      upper = states.get(perFrame).log().key();
      spans.addFirst(new RangesAnswer.Span(upper, span.upper()));
      states = states.subList(0, perFrame);
    }
    send(states, span.lower(), upper, false, nowMono);
  }

  private void tellLogs(int perFrame, long nowMono) {
    List<LogState> states = new ArrayList<>();
    while (states.size() < perFrame && !logs.isEmpty()) {
      LogId log = logs.first();
      logs.remove(log);
      states.add(link.context.ledger().log(log));
    }
    if (!states.isEmpty()) {
      send(states, Bytes.EMPTY, Bytes.EMPTY, true, nowMono);
    }
  }

  private void send(
      List<LogState> states, Bytes lower, Bytes upper, boolean partial, long nowMono) {
    List<Message.Heads.Item> items = new ArrayList<>();
    if (told.size() > LOGS_MAX) {
      told.clear();
    }
    for (LogState state : states) {
      items.add(HeadsIndex.item(state));
      told.put(state.log(), new Told(nowMono, state.count(), state.signedSeq()));
    }
    Message.Stamp stamp = link.context.sessions().next();
    link.send(Channel.SYNC, 0, new Message.Heads(items, stamp, lower, upper, partial), nowMono);
  }
}
