package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.TaskView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tasks that may concern this node, in the order in which it attends to them: the highest
 * priority first, among equals the oldest.
 *
 * <p>Each is to be looked at, or waits for free hands, or rests until something changes; so a
 * change costs a look at what it concerns, and not at all tasks. One thread.
 */
final class DueTasks {
  /** What a due task waits for that needs no further look before it comes. */
  enum For {
    /** Nothing else runs here. */
    HANDS,
    /** Nothing else runs here, and a further claim is allowed. */
    ROOM
  }

  /** Where a task stands in the order. */
  private record Place(int priority, long createdBits, TaskKey key) implements Comparable<Place> {
    static Place of(TaskView task) {
      return new Place(task.spec().priority(), task.create().hlc().bits(), task.id().key());
    }

    @Override
    public int compareTo(Place other) {
      int byPriority = Integer.compare(other.priority, priority);
      int byAge = byPriority != 0 ? byPriority : Long.compare(createdBits, other.createdBits);
      return byAge != 0 ? byAge : key.compareTo(other.key);
    }
  }

  private record Alarm(long mono, TaskKey key) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(mono, other.mono);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  // durable: the keys
  private final SortedMap<TaskKey, Place> places = new TreeMap<>();
  private final Deque<TaskKey> unplaced;
  private final SortedSet<TaskKey> restored;
  // while the process lives
  private final NavigableSet<Place> toLook = new TreeSet<>();
  private final NavigableSet<Place> forHands = new TreeSet<>();
  private final NavigableSet<Place> forRoom = new TreeSet<>();
  private final NavigableSet<Alarm> alarms = new TreeSet<>();
  private final SortedMap<TaskKey, Alarm> alarmOf = new TreeMap<>();
  private final SortedMap<TaskKey, SortedSet<TaskKey>> after = new TreeMap<>();
  private final SortedMap<TaskKey, TaskKey> awaits = new TreeMap<>();

  /** Restored keys find their places with {@link #unplaced} and {@link #put}. */
  DueTasks(List<TaskKey> restored) {
    this.unplaced = new ArrayDeque<>(restored);
    this.restored = new TreeSet<>(restored);
  }

  int size() {
    return places.size() + restored.size();
  }

  boolean contains(TaskKey key) {
    return places.containsKey(key) || restored.contains(key);
  }

  List<TaskKey> keys() {
    Collection<TaskKey> keys = new TreeSet<>(places.keySet());
    keys.addAll(restored);
    return new ArrayList<>(keys);
  }

  /** A restored key that has no place yet; give it one with {@link #put} or drop it. */
  Optional<TaskKey> unplaced() {
    TaskKey key = unplaced.poll();
    while (key != null && !restored.contains(key)) {
      key = unplaced.poll();
    }
    return Optional.ofNullable(key);
  }

  /** Whether it was due in an earlier life and has no place yet. */
  boolean restored(TaskKey key) {
    return restored.contains(key);
  }

  boolean allPlaced() {
    return restored.isEmpty();
  }

  /** Adds a task, or moves it to where it belongs now, and has it looked at. */
  void put(TaskView task) {
    Place place = Place.of(task);
    TaskKey key = place.key();
    restored.remove(key);
    rest(key);
    places.put(key, place);
    toLook.add(place);
  }

  /** True if it was there. */
  boolean drop(TaskKey key) {
    rest(key);
    boolean wasRestored = restored.remove(key);
    return places.remove(key) != null || wasRestored;
  }

  void look(TaskKey key) {
    Place place = places.get(key);
    if (place != null) {
      toLook.add(place);
    }
  }

  void lookAtAll() {
    toLook.addAll(places.values());
  }

  /** Those that were put behind this one. */
  void lookBehind(TaskKey key) {
    for (TaskKey behind : after.getOrDefault(key, new TreeSet<>())) {
      look(behind);
    }
  }

  /** Has those looked at whose time has come. */
  void ring(long nowMono) {
    while (!alarms.isEmpty() && alarms.first().mono() <= nowMono) {
      Alarm alarm = alarms.first();
      clear(alarm.key());
      look(alarm.key());
    }
  }

  /** When {@link #ring} has something to do. */
  long ringsMono() {
    return alarms.isEmpty() ? Long.MAX_VALUE : alarms.first().mono();
  }

  boolean anyToLook() {
    return !toLook.isEmpty();
  }

  /** The first to be looked at; it rests from here on. */
  Optional<TaskKey> next() {
    return Optional.ofNullable(toLook.pollFirst()).map(this::taken);
  }

  /** The first for which there are free hands. */
  Optional<TaskKey> nextReady(boolean room) {
    Place hands = forHands.isEmpty() ? null : forHands.first();
    Place claim = room && !forRoom.isEmpty() ? forRoom.first() : null;
    if (hands == null || (claim != null && claim.compareTo(hands) < 0)) {
      return Optional.ofNullable(claim).map(this::taken);
    }
    return Optional.of(taken(hands));
  }

  boolean anyReady(boolean room) {
    return !forHands.isEmpty() || (room && !forRoom.isEmpty());
  }

  private TaskKey taken(Place place) {
    rest(place.key());
    return place.key();
  }

  /** It waits for nothing and rests. */
  private void rest(TaskKey key) {
    Place place = places.get(key);
    if (place != null) {
      toLook.remove(place);
      forHands.remove(place);
      forRoom.remove(place);
    }
    clear(key);
    TaskKey earlier = awaits.remove(key);
    if (earlier != null) {
      SortedSet<TaskKey> behind = after.get(earlier);
      behind.remove(key);
      if (behind.isEmpty()) {
        after.remove(earlier);
      }
    }
  }

  private void clear(TaskKey key) {
    Alarm alarm = alarmOf.remove(key);
    if (alarm != null) {
      alarms.remove(alarm);
    }
  }

  void await(TaskKey key, For what) {
    NavigableSet<Place> set = what == For.HANDS ? forHands : forRoom;
    Optional.ofNullable(places.get(key)).ifPresent(set::add);
  }

  /** It is looked at again at this time, if not before. */
  void wake(TaskKey key, long mono) {
    if (mono != Long.MAX_VALUE && places.containsKey(key)) {
      clear(key);
      Alarm alarm = new Alarm(mono, key);
      alarmOf.put(key, alarm);
      alarms.add(alarm);
    }
  }

  /** It is looked at again when that other task changes. */
  void behind(TaskKey key, TaskId earlier) {
    awaits.put(key, earlier.key());
    after.computeIfAbsent(earlier.key(), k -> new TreeSet<>()).add(key);
  }

  /** Whether its place differs from where the task belongs now. */
  boolean misplaced(TaskView task) {
    return !Place.of(task).equals(places.get(task.id().key()));
  }
}
