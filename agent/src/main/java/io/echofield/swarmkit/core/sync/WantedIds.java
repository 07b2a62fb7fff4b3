package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Entries that are wanted by the beginning of their ids, in turns: one that nobody sends keeps no
 * other from being asked for, and is given up after a few questions. The next comparison that still
 * lists it brings it back. One thread.
 */
final class WantedIds {
  /** Ids wanted at once; of more the next comparison tells again. */
  static final int IDS_MAX = 4_096;

  /** Ids in one WANT; more wait for the next one. */
  static final int ASKED_MAX = 1_000;

  /** Questions after which an id is taken for one that nobody can send. */
  static final int QUESTIONS_MAX = 4;

  /** To the questions so far. */
  private final NavigableMap<Bytes, Integer> ids = new TreeMap<>();

  private Bytes last = Bytes.EMPTY;

  /** True if any of them is new. */
  boolean add(Collection<Bytes> wanted) {
    boolean news = false;
    for (Bytes id : wanted) {
      news |= ids.size() < IDS_MAX && ids.putIfAbsent(id, 0) == null;
    }
    return news;
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  /** Whether one of them begins this id. */
  boolean wants(Bytes id) {
    Bytes wanted = ids.floorKey(id);
    return wanted != null && id.startsWith(wanted);
  }

  /** Forgets those that are held, and those that were asked for in vain too often. */
  void settle(Predicate<Bytes> held) {
    ids.entrySet().removeIf(id -> id.getValue() >= QUESTIONS_MAX || held.test(id.getKey()));
  }

  /** The next to ask for, which fill at most so many bytes; they count as asked. */
  List<Bytes> next(int bytes) {
    List<Bytes> turn = new ArrayList<>(ids.tailMap(last, false).keySet());
    turn.addAll(ids.headMap(last, true).keySet());
    List<Bytes> asked = new ArrayList<>();
    int left = bytes;
    for (Bytes id : turn) {
      left -= WantPlan.itemBytes(id);
      if (left < 0 || asked.size() == ASKED_MAX) {
        break;
      }
      asked.add(id);
    }
    for (Bytes id : asked) {
      ids.merge(id, 1, Integer::sum);
      last = id;
    }
    return asked;
  }

  /** Whether each was asked for so often. */
  boolean allVain(int times) {
    return ids.values().stream().allMatch(questions -> questions >= times);
  }
}
