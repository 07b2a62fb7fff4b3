package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.Hostile;
import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualBridge;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * A virtual swarm with names for everything in it, the checkers that watch it, and what they found.
 * One thread.
 */
public final class SimWorld {
  /** Violations kept; one is enough to end a run, and its first ones say the most. */
  static final int VIOLATIONS_MAX = 16;

  /** How often it is looked whether something holds by now, in milliseconds of virtual time. */
  private static final long LOOK_MILLIS = 250;

  // fixed
  private final VirtualSwarm swarm;
  private final List<Checker> checkers;
  private final Hostile hostile;
  // by name
  private final SortedMap<String, VirtualCell> cells = new TreeMap<>();
  private final SortedMap<String, VirtualBridge> bridges = new TreeMap<>();
  private final SortedMap<String, VirtualNode> nodes = new TreeMap<>();
  private final SortedSet<String> twins = new TreeSet<>();
  private final SortedSet<String> retired = new TreeSet<>();
  private final SortedMap<String, TaskId> tasks = new TreeMap<>();
  private final SortedMap<TaskKey, String> taskNames = new TreeMap<>();
  private final SortedMap<String, List<List<Write>>> backups = new TreeMap<>();
  private final SortedMap<String, SortedMap<VirtualCell.Topic, VirtualCell.Kept>> keeps =
      new TreeMap<>();
  // what came of it
  private final List<Violation> violations = new ArrayList<>();
  private boolean fair;
  private boolean rested;

  SimWorld(VirtualSettings settings, List<Checker> checkers, Tamper tamper) {
    this.swarm = new VirtualSwarm(settings);
    this.checkers = List.copyOf(checkers);
    this.hostile = new Hostile(swarm, settings.seed());
    swarm.tamper(tamper);
    for (Checker checker : checkers) {
      checker.attach(this);
      swarm.watch(checker);
    }
    swarm.watch(hostile);
  }

  public VirtualSwarm swarm() {
    return swarm;
  }

  public Hostile hostile() {
    return hostile;
  }

  /** All links are good, everybody runs, and who wished ill is gone. */
  public boolean fair() {
    return fair;
  }

  void fair(boolean now) {
    fair = now;
  }

  /** All nodes are equal and the world is fair: checkers look at them. */
  void rest() {
    rested = true;
    checkers.forEach(Checker::quiescent);
  }

  /**
   * Lets time pass until something holds; false if it does not in time, or a promise was broken.
   */
  boolean runUntil(BooleanSupplier holds, long withinMillis) {
    long end = swarm.nowMillis() + withinMillis;
    while (!holds.getAsBoolean()) {
      if (swarm.nowMillis() >= end || !violations.isEmpty()) {
        return false;
      }
      swarm.run(LOOK_MILLIS);
    }
    return true;
  }

  /** Whether checkers looked at equal nodes in a fair world at least once. */
  boolean rested() {
    return rested;
  }

  List<Checker> checkers() {
    return checkers;
  }

  void add(String name, VirtualCell cell) {
    cells.put(name, cell);
  }

  void add(String name, VirtualBridge bridge) {
    bridges.put(name, bridge);
  }

  void add(String name, VirtualNode node) {
    nodes.put(name, node);
  }

  /** A second life of a node that is there already. */
  void addTwin(String name, VirtualNode node) {
    nodes.put(name, node);
    twins.add(name);
  }

  boolean twin(String name) {
    return twins.contains(name);
  }

  /** It never comes back. */
  void retire(String name) {
    retired.add(name);
  }

  boolean retired(String name) {
    return retired.contains(name);
  }

  void add(String name, TaskId task) {
    tasks.put(name, task);
    taskNames.put(task.key(), name);
  }

  /** In the order of names. */
  public SortedMap<String, VirtualCell> cells() {
    return Collections.unmodifiableSortedMap(cells);
  }

  SortedMap<String, VirtualBridge> bridges() {
    return Collections.unmodifiableSortedMap(bridges);
  }

  /** In the order of names, twins too. */
  public SortedMap<String, VirtualNode> nodes() {
    return Collections.unmodifiableSortedMap(nodes);
  }

  /**
   * The node of this name.
   *
   * @throws ScenarioException if there is none
   */
  VirtualNode node(String name) {
    VirtualNode node = nodes.get(name);
    if (node == null) {
      throw new ScenarioException("there is no node \"" + name + "\"");
    }
    return node;
  }

  /** Those that run, in the order of names. */
  public List<VirtualNode> running() {
    return nodes.values().stream().filter(VirtualNode::running).toList();
  }

  Optional<TaskId> task(String name) {
    return Optional.ofNullable(tasks.get(name));
  }

  /** The name that its scenario gives a task. */
  Optional<String> nameOf(TaskKey task) {
    return Optional.ofNullable(taskNames.get(task));
  }

  /** The name of a node in this world: a twin has another one than its original. */
  public String nameOf(VirtualNode node) {
    for (Map.Entry<String, VirtualNode> entry : nodes.entrySet()) {
      if (entry.getValue().equals(node)) {
        return entry.getKey();
      }
    }
    return node.id().text();
  }

  void backup(String node, List<List<Write>> backup) {
    backups.put(node, backup);
  }

  /** The newest backup of a node; none: as it was when it was new. */
  List<List<Write>> backup(String node) {
    return backups.getOrDefault(node, List.of());
  }

  void keep(String cell, SortedMap<VirtualCell.Topic, VirtualCell.Kept> kept) {
    keeps.put(cell, kept);
  }

  SortedMap<VirtualCell.Topic, VirtualCell.Kept> kept(String cell) {
    return keeps.getOrDefault(cell, new TreeMap<>());
  }

  void report(Violation violation) {
    if (violations.size() < VIOLATIONS_MAX) {
      violations.add(violation);
    }
  }

  /** Everything found so far, oldest first. */
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
