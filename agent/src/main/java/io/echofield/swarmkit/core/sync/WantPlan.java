package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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

  /**
   * Logs wanted at once. When full, the one asked for last makes room: the next heads that name it
   * bring it back.
   */
  static final int TARGETS_MAX = 4_096;

  /** Head signatures in one WANT; more wait for the next one. */
  static final int SIGNATURES_MAX = 256;

  /**
   * Seqs asked for at once when some branch is missing and nobody can tell where; the newest first,
   * the next time older ones.
   */
  static final int BRANCH_SEQS = 256;

  static final long NEVER = Long.MAX_VALUE;
  private static final long JITTER_MILLIS = 50;
  private static final long QUIET_MILLIS = 300;
  private static final long PAUSE_MILLIS = 2_000;
  private static final long PAUSE_MAX_MILLIS = 60_000;

  /** Questions without an answer after which a gap is taken for one that nobody can fill. */
  private static final int UNANSWERED_MAX = 3;

  // what is wanted
  private final NavigableMap<LogId, Target> targets = new TreeMap<>();
  private final SortedMap<LogId, Long> branchesAskedFrom = new TreeMap<>();
  // whose turn it is: every log gets one before any gets a second, also behind logs nobody can fill
  private Optional<LogId> lastAsked = Optional.empty();
  // when
  private long dueMono = NEVER;
  private int unanswered;
  private boolean progressed;

  /** The most that somebody has shown of a log; {@code sum}: of the last one who showed both. */
  private record Target(long maxSeq, long count, long signedSeq, IdSum sum) {
    static final Target NOTHING = new Target(0, 0, 0, IdSum.ZERO);

    Target or(Message.Heads.Item item) {
      boolean most = item.maxSeq() >= maxSeq && item.count() >= count;
      return new Target(
          Math.max(maxSeq, item.maxSeq()),
          Math.max(count, item.count()),
          Math.max(signedSeq, item.signedSeq()),
          most ? item.sum() : sum);
    }

    /** As many entries over the same seqs, but not the same ones: each side has a branch. */
    boolean otherBranch(LogState state) {
      return state.maxSeq() == maxSeq && state.count() == count && !state.sum().equals(sum);
    }
  }

  /** Somebody showed what it holds: remember what is missing here. */
  void heard(Message.Heads.Item item, Ledger ledger, long nowMono, RandomGenerator random) {
    Target target = targets.getOrDefault(item.log(), Target.NOTHING).or(item);
    if (!satisfied(target, ledger.log(item.log()))) {
      if (targets.size() >= TARGETS_MAX && !targets.containsKey(item.log())) {
        makeRoom();
      }
      boolean news = !target.equals(targets.put(item.log(), target));
      if (news || dueMono == NEVER) {
        unanswered = news ? 0 : unanswered;
        dueMono = Math.min(dueMono, nowMono + random.nextLong(JITTER_MILLIS));
      }
    }
  }

  private void makeRoom() {
    LogId victim = lastAsked.map(targets::floorKey).orElse(null);
    targets.remove(victim != null ? victim : targets.firstKey());
  }

  /** Entries came over this link. */
  void progress(long nowMono) {
    if (!targets.isEmpty()) {
      progressed = true;
      unanswered = 0;
      dueMono = nowMono + QUIET_MILLIS;
    }
  }

  /** Somebody new may answer: ask soon. */
  void hurry(long nowMono) {
    if (!targets.isEmpty()) {
      unanswered = 0;
      dueMono = Math.min(dueMono, nowMono + QUIET_MILLIS);
    }
  }

  long dueMono() {
    return dueMono;
  }

  /** The ranges and signatures to ask for now; empty lists if all came. Plans the next time. */
  Asked ask(Ledger ledger, long nowMono) {
    List<Message.Want.LogRange> ranges = new ArrayList<>();
    List<LogId> signatures = new ArrayList<>();
    targets.entrySet().removeIf(t -> satisfied(t.getValue(), ledger.log(t.getKey())));
    branchesAskedFrom.keySet().retainAll(targets.keySet());
    boolean roundOver = true;
    for (Map.Entry<LogId, Target> wanted : inTurn()) {
      if (ranges.size() >= RANGES_MAX || signatures.size() >= SIGNATURES_MAX) {
        roundOver = false;
        break;
      }
      add(wanted.getValue(), ledger.log(wanted.getKey()), ranges, signatures);
      lastAsked = Optional.of(wanted.getKey());
    }
    plan(nowMono, roundOver);
    return new Asked(ranges, signatures);
  }

  /** All that is wanted, beginning after the one asked for last. */
  private List<Map.Entry<LogId, Target>> inTurn() {
    List<Map.Entry<LogId, Target>> turn = new ArrayList<>();
    if (lastAsked.isPresent()) {
      turn.addAll(targets.tailMap(lastAsked.get(), false).entrySet());
      turn.addAll(targets.headMap(lastAsked.get(), true).entrySet());
    } else {
      turn.addAll(targets.entrySet());
    }
    return turn;
  }

  /** What goes into one WANT. */
  record Asked(List<Message.Want.LogRange> ranges, List<LogId> signatures) {
    boolean isEmpty() {
      return ranges.isEmpty() && signatures.isEmpty();
    }
  }

  /** Pauses grow only when everything wanted was asked for and nobody answered. */
  private void plan(long nowMono, boolean roundOver) {
    if (targets.isEmpty()) {
      dueMono = NEVER;
      unanswered = 0;
    } else {
      long pause = PAUSE_MILLIS << Math.min(5, progressed ? 0 : unanswered);
      dueMono = nowMono + Math.min(PAUSE_MAX_MILLIS, pause);
      unanswered += roundOver ? 1 : 0;
    }
    progressed = false;
  }

  private void add(
      Target target, LogState state, List<Message.Want.LogRange> ranges, List<LogId> signatures) {
    List<SeqRanges.Range> missing =
        state.held().missing(target.maxSeq(), RANGES_MAX - ranges.size());
    for (SeqRanges.Range range : missing) {
      ranges.add(new Message.Want.LogRange(state.log(), range.from(), range.to()));
    }
    if (branchMissing(target, state, missing.isEmpty())) {
      ranges.add(nextBranches(target, state.log()));
    }
    if (missing.isEmpty() && target.signedSeq() > state.provenSeq()) {
      signatures.add(state.log());
    }
  }

  private boolean branchMissing(Target target, LogState state, boolean noGap) {
    long gap = target.maxSeq() - state.held().countTo(target.maxSeq());
    return target.otherBranch(state)
        || target.count() > state.count() + gap
        || (target.count() > state.count() && (noGap || unanswered >= UNANSWERED_MAX));
  }

  /** A window that goes down from the newest seq to 1 and begins again. */
  private Message.Want.LogRange nextBranches(Target target, LogId log) {
    long before = branchesAskedFrom.getOrDefault(log, 1L);
    long to = before > 1 && before <= target.maxSeq() ? before - 1 : target.maxSeq();
    long from = Math.max(1, to - BRANCH_SEQS + 1);
    branchesAskedFrom.put(log, from);
    return new Message.Want.LogRange(log, from, to);
  }

  private static boolean satisfied(Target target, LogState state) {
    return state.held().missing(target.maxSeq(), 1).isEmpty()
        && state.count() >= target.count()
        && !target.otherBranch(state)
        && state.provenSeq() >= target.signedSeq();
  }
}
