package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What this node lacks and has heard of on one link, and when to ask for it.
 *
 * <p>Asks soon after hearing of it, again as soon as an answer has dried up with something still
 * missing, and with growing pauses while nobody answers. One thread; times are monotonic
 * milliseconds.
 */
final class WantPlan {
  /** Ranges in one WANT; more wait for the next one. */
  static final int RANGES_MAX = 32;

  static final long NEVER = Long.MAX_VALUE;
  private static final long JITTER_MILLIS = 50;
  private static final long QUIET_MILLIS = 300;
  private static final long PAUSE_MILLIS = 2_000;
  private static final long PAUSE_MAX_MILLIS = 60_000;

  // what is wanted
  private final SortedMap<LogId, Target> targets = new TreeMap<>();
  // when
  private long dueMono = NEVER;
  private int unanswered;
  private boolean progressed;

  /** The most that somebody has shown of a log. */
  private record Target(long maxSeq, long count, long signedSeq) {
    Target or(Message.Heads.Item item) {
      return new Target(
          Math.max(maxSeq, item.maxSeq()),
          Math.max(count, item.count()),
          Math.max(signedSeq, item.signedSeq()));
    }
  }

  /** Somebody showed what it holds: remember what is missing here. */
  void heard(Message.Heads.Item item, Ledger ledger, long nowMono, RandomGenerator random) {
    Target target = targets.getOrDefault(item.log(), new Target(0, 0, 0)).or(item);
    if (!satisfied(target, ledger.log(item.log()))) {
      boolean news = !target.equals(targets.put(item.log(), target));
      if (news || dueMono == NEVER) {
        unanswered = news ? 0 : unanswered;
        dueMono = Math.min(dueMono, nowMono + random.nextLong(JITTER_MILLIS));
      }
    }
  }

  /** Entries came over this link. */
  void progress(long nowMono) {
    if (!targets.isEmpty()) {
      progressed = true;
      unanswered = 0;
      dueMono = nowMono + QUIET_MILLIS;
    }
  }

  long dueMono() {
    return dueMono;
  }

  /** The ranges and signatures to ask for now; empty lists if all came. Plans the next time. */
  Asked ask(Ledger ledger, long nowMono) {
    List<Message.Want.LogRange> ranges = new ArrayList<>();
    List<LogId> signatures = new ArrayList<>();
    Iterator<Map.Entry<LogId, Target>> each = targets.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<LogId, Target> wanted = each.next();
      LogState state = ledger.log(wanted.getKey());
      if (satisfied(wanted.getValue(), state)) {
        each.remove();
      } else if (ranges.size() < RANGES_MAX) {
        add(wanted.getValue(), state, ranges, signatures);
      }
    }
    plan(nowMono);
    return new Asked(ranges, signatures);
  }

  /** What goes into one WANT. */
  record Asked(List<Message.Want.LogRange> ranges, List<LogId> signatures) {
    boolean isEmpty() {
      return ranges.isEmpty() && signatures.isEmpty();
    }
  }

  private void plan(long nowMono) {
    if (targets.isEmpty()) {
      dueMono = NEVER;
      unanswered = 0;
    } else {
      long pause = PAUSE_MILLIS << Math.min(5, progressed ? 0 : unanswered);
      dueMono = nowMono + Math.min(PAUSE_MAX_MILLIS, pause);
      unanswered++;
    }
    progressed = false;
  }

  private static void add(
      Target target, LogState state, List<Message.Want.LogRange> ranges, List<LogId> signatures) {
    List<SeqRanges.Range> missing =
        state.held().missing(target.maxSeq(), RANGES_MAX - ranges.size());
    for (SeqRanges.Range range : missing) {
      ranges.add(new Message.Want.LogRange(state.log(), range.from(), range.to()));
    }
    if (missing.isEmpty() && target.count() > state.count()) {
      ranges.add(new Message.Want.LogRange(state.log(), 1, target.maxSeq()));
    }
    if (missing.isEmpty() && target.signedSeq() > state.provenSeq()) {
      signatures.add(state.log());
    }
  }

  private static boolean satisfied(Target target, LogState state) {
    return state.held().missing(target.maxSeq(), 1).isEmpty()
        && state.count() >= target.count()
        && state.provenSeq() >= target.signedSeq();
  }
}
