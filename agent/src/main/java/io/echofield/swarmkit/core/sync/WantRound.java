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
 * Whose turn it is to be asked for, and how far within a log: what nobody can send must not keep
 * anything behind it from being asked for.
 *
 * <p>Logs take turns in a circle, and a log of which one question holds only a part goes on there
 * in its next turn. A round is over when all of every log was asked for once. One thread.
 */
final class WantRound {
  private final NavigableMap<LogId, Place> places = new TreeMap<>();
  private Optional<LogId> last = Optional.empty();

  /** Where a log goes on, and what of it was asked for in this round. */
  private static final class Place {
    private long gapsFrom = 1;
    private long branchesBelow;
    private boolean allGaps;
    private boolean allBranches;
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

  private Place place(LogId log) {
    return places.computeIfAbsent(log, key -> new Place());
  }

  /** Forgets all other logs. */
  void retain(Collection<LogId> wanted) {
    places.keySet().retainAll(wanted);
  }

  /** Whether all of these were asked for, all of each. */
  boolean isOver(Collection<LogId> wanted) {
    return wanted.stream()
        .map(places::get)
        .allMatch(place -> place != null && place.allGaps && place.allBranches);
  }

  /** A new round. Logs go on where they were. */
  void begin() {
    for (Place place : places.values()) {
      place.allGaps = false;
      place.allBranches = false;
    }
  }
}
