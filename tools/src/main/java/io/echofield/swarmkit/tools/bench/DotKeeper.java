package io.echofield.swarmkit.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The peer in "lost after restore": a write is known by its origin and a counter, and what a node
 * has is the highest counter of each origin, as in version vectors. One thread.
 */
final class DotKeeper implements RestoreSchedule.Keeper {
  private final List<List<SortedMap<Integer, Integer>>> stores = new ArrayList<>();
  private final List<List<SortedMap<Integer, Integer>>> backups = new ArrayList<>();

  DotKeeper() {
    for (int node = 0; node < RestoreSchedule.NODES; node++) {
      stores.add(empty());
      backups.add(empty());
    }
  }

  private static List<SortedMap<Integer, Integer>> empty() {
    List<SortedMap<Integer, Integer>> logs = new ArrayList<>();
    for (int origin = 0; origin < RestoreSchedule.NODES; origin++) {
      logs.add(new TreeMap<>());
    }
    return logs;
  }

  @Override
  public void write(int node, int text) {
    SortedMap<Integer, Integer> own = stores.get(node).get(node);
    own.put(highest(own) + 1, text);
  }

  @Override
  public void tell(int from, int to) {
    for (int origin = 0; origin < RestoreSchedule.NODES; origin++) {
      SortedMap<Integer, Integer> theirs = stores.get(to).get(origin);
      theirs.putAll(stores.get(from).get(origin).tailMap(highest(theirs) + 1));
    }
  }

  private static int highest(SortedMap<Integer, Integer> log) {
    return log.isEmpty() ? 0 : log.lastKey();
  }

  @Override
  public void backup(int node) {
    backups.set(node, copy(stores.get(node)));
  }

  @Override
  public void restore(int node) {
    stores.set(node, copy(backups.get(node)));
  }

  private static List<SortedMap<Integer, Integer>> copy(List<SortedMap<Integer, Integer>> store) {
    List<SortedMap<Integer, Integer>> copy = new ArrayList<>();
    store.forEach(log -> copy.add(new TreeMap<>(log)));
    return copy;
  }

  @Override
  public SortedSet<Integer> texts(int node) {
    SortedSet<Integer> texts = new TreeSet<>();
    stores.get(node).forEach(log -> texts.addAll(log.values()));
    return texts;
  }
}
