package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LogId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whose turn it is to be asked for, how far within a log, and when again: what nobody can send must
 * not keep anything else from being asked for, and is itself asked for more and more seldom.
 *
 * <p>Logs take turns in a circle, and a log of which one question holds only a part goes on there
 * in its next turn. Each time that all of a log was asked for and nothing of it came counts as
 * {@link #vain}. One thread; times are monotonic milliseconds.
 */
final class WantTurns {
  private final NavigableMap<LogId, Place> places = new TreeMap<>();
  private Optional<LogId> last = Optional.empty();

  /** Where a log goes on, and when. */
  private static final class Place {
    private long gapsFrom = 1;
    private long branchesBelow;
    private boolean allGaps;
    private boolean allBranches;
    private int vain;
    private long nextMono = -Duty.NEVER;
  }

  /** All that is wanted, beginning after the log that had its turn last. */
  <T> List<Map.Entry<LogId, T>> inTurn(NavigableMap<LogId, T> wanted) {
    List<Map.Entry<LogId, T>> turn = new ArrayList<>();
    if (last.isPresent()) {
      turn.addAll(wanted.tailMap(last.get(), false).entrySet());
      turn.addAll(wanted.headMap(last.get(), true).entrySet());
    } else {
      turn.addAll(wanted.entrySet());
    }
    return turn;
  }

  /** The log that had its turn last; empty if none had. */
  Optional<LogId> last() {
    return last;
  }

  void turnOver(LogId log) {
    last = Optional.of(log);
  }

  /** Forgets all other logs. */
  void retain(Collection<LogId> wanted) {
    places.keySet().retainAll(wanted);
  }

  /** The seq from which on gaps of a log are asked for. */
  long gapsFrom(LogId log) {
    Place place = places.get(log);
    return place == null ? 1 : place.gapsFrom;
  }

  /** Gaps were asked for; the next time those from there on. */
  void gapsGoOnFrom(LogId log, long seq) {
    place(log).gapsFrom = seq;
  }

  /** The last of the gaps were asked for; the next time begins with the first again. */
  void allGapsAsked(LogId log) {
    place(log).gapsFrom = 1;
    place(log).allGaps = true;
  }

  /** The seq below which branches of a log are asked for; empty: from the newest on. */
  Optional<Long> branchesBelow(LogId log) {
    return Optional.ofNullable(places.get(log))
        .map(place -> place.branchesBelow)
        .filter(seq -> seq > 0);
  }

  /** Branches were asked for down to a seq; the next time those below, after 1 anew. */
  void branchesAskedFrom(LogId log, long seq) {
    place(log).branchesBelow = seq > 1 ? seq : 0;
    place(log).allBranches |= seq == 1;
  }

  /** Of this log no branch is missing as far as one can tell now. */
  void noBranchMissing(LogId log) {
    place(log).allBranches = true;
  }

  /** Whether a log may be asked for. */
  boolean isDue(LogId log, long nowMono) {
    Place place = places.get(log);
    return place == null || place.nextMono <= nowMono;
  }

  /**
   * A log was asked for: all of it, or a part. It goes on after the pause, and all of it comes
   * again after twice as long each time.
   */
  void asked(LogId log, long nowMono, long pauseMillis, int doublingsMax) {
    Place place = place(log);
    if (place.allGaps && place.allBranches) {
      place.allGaps = false;
      place.allBranches = false;
      place.nextMono = nowMono + (pauseMillis << Math.min(doublingsMax, place.vain));
      place.vain++;
    } else {
      place.nextMono = nowMono + pauseMillis;
    }
  }

  /** How often all of a log was asked for since something of it came. */
  int vain(LogId log) {
    Place place = places.get(log);
    return place == null ? 0 : place.vain;
  }

  /** Whether all of each was asked for so often in vain. */
  boolean allVain(Collection<LogId> wanted, int times) {
    return wanted.stream().allMatch(log -> vain(log) >= times);
  }

  /** Something of a log came, or more of it was shown than before: it is asked for anew. */
  void news(LogId log) {
    Optional.ofNullable(places.get(log)).ifPresent(WantTurns::anew);
  }

  /** Somebody new may have any of it. */
  void newsOfAll() {
    places.values().forEach(WantTurns::anew);
  }

  private static void anew(Place place) {
    place.vain = 0;
    place.nextMono = -Duty.NEVER;
  }

  /** An answer comes: what was asked for with it for the first time need not wait. */
  void answerComes() {
    for (Place place : places.values()) {
      place.nextMono = place.vain <= 1 ? -Duty.NEVER : place.nextMono;
    }
  }

  /** When the first of these may be asked for; long ago if one was not asked for yet. */
  long nextMono(Collection<LogId> wanted) {
    long next = Duty.NEVER;
    for (LogId log : wanted) {
      Place place = places.get(log);
      next = Math.min(next, place == null ? -Duty.NEVER : place.nextMono);
    }
    return next;
  }

  private Place place(LogId log) {
    return places.computeIfAbsent(log, key -> new Place());
  }
}
