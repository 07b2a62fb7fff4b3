package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * What a scenario says must hold; what does not is a violation of the invariant that it is about.
 */
final class Expectations {
  /** How often it is looked whether something holds by now, in milliseconds of virtual time. */
  private static final long LOOK_MILLIS = 250;

  /** After the last new entry, heads and proofs may still be told for this long. */
  static final long SETTLE_MILLIS = 180_000;

  /** The same where some of it is told by radio. */
  static final long RADIO_SETTLE_MILLIS = 900_000;

  /** What waited for a lease to end is done by then, however long settling takes. */
  private static final long WORK_MILLIS_MAX = 3_600_000;

  private static final long SETTLE_STEP_MILLIS = 1_000;

  /** Shortest interval of Trickle, and between two changes of a status. */
  private static final long RADIO_BEACON_MILLIS = 60_000;

  private static final int BEACONS_BESIDE = 2;

  static final String CONVERGES = "ConvergesAfterFairHeal";
  static final String SILENT = "EqualIsSilent";
  static final String EXPECTED = "Expected";

  private final SimWorld world;

  Expectations(SimWorld world) {
    this.world = world;
  }

  /**
   * expect equal within TIME, expect different, expect silent for TIME, expect task TASK STATUS [at
   * NODE] [within TIME], expect runs TASK NUMBER, expect notice NODE.
   */
  void check(Statement s) {
    switch (s.word(1)) {
      case "equal" -> equal(time(s, "within"));
      case "different" -> hold(!world.swarm().converged(), s, "all nodes hold the same");
      case "silent" -> silent(time(s, "for"));
      case "task" -> task(s);
      case "runs" -> runs(s);
      case "notice" -> notice(s);
      default -> throw new ScenarioException("what is expected?");
    }
  }

  private static long time(Statement s, String word) {
    return s.after(word).map(Times::millis).orElse(0L);
  }

  private void equal(long withinMillis) {
    if (!until(this::equalNow, withinMillis)) {
      report(3, CONVERGES, "not equal after " + Times.text(withinMillis) + ": " + differences());
    } else if (world.fair()) {
      world.rest();
    }
  }

  private boolean equalNow() {
    return world.swarm().converged();
  }

  private boolean until(BooleanSupplier holds, long withinMillis) {
    long end = world.swarm().nowMillis() + withinMillis;
    while (!holds.getAsBoolean()) {
      if (world.swarm().nowMillis() >= end || !world.violations().isEmpty()) {
        return false;
      }
      world.swarm().run(LOOK_MILLIS);
    }
    return true;
  }

  /** The first thing in which two nodes differ. */
  private String differences() {
    List<VirtualNode> running = world.running();
    for (VirtualNode node : running) {
      VirtualNode first = running.get(0);
      if (!node.holdsWhat(first)) {
        return difference(first, node);
      }
    }
    return "nobody differs";
  }

  private String difference(VirtualNode a, VirtualNode b) {
    String names = world.nameOf(a) + " and " + world.nameOf(b);
    if (a.core().roster().version() != b.core().roster().version()) {
      return names + " have different rosters";
    }
    SortedSet<LogId> logs = new TreeSet<>(a.core().ledger().logs().keySet());
    logs.addAll(b.core().ledger().logs().keySet());
    for (LogId log : logs) {
      LogState one = a.core().ledger().log(log);
      LogState other = b.core().ledger().log(log);
      String of = names + ", log " + log.author() + "/" + Integer.toHexString(log.epoch());
      if (one.count() != other.count() || !one.sum().equals(other.sum())) {
        return of + ": " + one.held().ranges() + " and " + other.held().ranges();
      } else if (one.signedSeq() != other.signedSeq()) {
        return of + ": signed to " + one.signedSeq() + " and to " + other.signedSeq();
      }
    }
    return names + " hold the same entries and see other tasks";
  }

  /**
   * Nothing but beacons and health is said, once what was new has been told, and few of them. Where
   * all is mended, all are equal by then.
   */
  private void silent(long forMillis) {
    long latest = world.swarm().nowMillis() + WORK_MILLIS_MAX;
    SortedMap<Channel, Long> before;
    long beaconsBefore;
    long heldBefore;
    do {
      settle(latest);
      if (world.fair() && equalNow()) {
        world.rest();
      } else if (world.fair()) {
        report(3, CONVERGES, "not equal any more: " + differences());
      }
      before = said();
      beaconsBefore = beacons();
      heldBefore = held();
      world.swarm().run(forMillis);
      // A claim of somebody who is gone for good is taken over after a long time.
    } while (held() != heldBefore && world.swarm().nowMillis() < latest);
    SortedMap<Channel, Long> after = said();
    if (!after.equals(before)) {
      String text = "frames beside beacons in " + Times.text(forMillis) + " of equality: ";
      report(13, SILENT, text + before + ", then " + after);
    }
    long beacons = beacons() - beaconsBefore;
    if (beacons > beaconsMax(forMillis)) {
      String text = " beacons in " + Times.text(forMillis) + " of equality, at most ";
      report(13, SILENT, beacons + text + beaconsMax(forMillis) + " are needed");
    }
  }

  /**
   * Until nothing new was written for a while: what is asked for in vain is asked for again then.
   */
  private void settle(long latest) {
    boolean radio = world.cells().values().stream().anyMatch(cell -> cell.limits().radio());
    long settleMillis = radio ? RADIO_SETTLE_MILLIS : SETTLE_MILLIS;
    long newest = world.swarm().nowMillis();
    long held = held();
    while (world.swarm().nowMillis() < Math.min(newest + settleMillis, latest)) {
      world.swarm().run(SETTLE_STEP_MILLIS);
      if (held() != held) {
        held = held();
        newest = world.swarm().nowMillis();
      }
    }
  }

  private long held() {
    return world.running().stream().mapToLong(node -> node.core().ledger().arrivals()).sum();
  }

  private long beacons() {
    return world.cells().values().stream()
        .mapToLong(cell -> cell.frames.getOrDefault(Channel.BEACON, 0L))
        .sum();
  }

  /**
   * What timers alone lead to: on a LAN an interval, which a tenth may be taken off, and a health
   * report; by radio the shortest times of Trickle and of the status. One of each may be due.
   */
  private long beaconsMax(long forMillis) {
    VirtualSettings settings = world.swarm().settings();
    long periodic = forMillis * 10 / (9 * settings.beaconMillis());
    long lan = periodic + forMillis / settings.healthMillis() + BEACONS_BESIDE;
    long radio = 2 * (forMillis / RADIO_BEACON_MILLIS) + BEACONS_BESIDE;
    return world.nodes().values().stream()
        .filter(VirtualNode::running)
        .flatMap(node -> node.cells().stream())
        .mapToLong(cell -> cell.limits().radio() ? radio : lan)
        .sum();
  }

  private SortedMap<Channel, Long> said() {
    SortedMap<Channel, Long> said = new TreeMap<>();
    for (VirtualCell cell : world.cells().values()) {
      cell.frames.forEach((channel, count) -> said.merge(channel, count, Long::sum));
    }
    said.remove(Channel.BEACON);
    said.remove(Channel.HEALTH);
    return said;
  }

  private void task(Statement s) {
    Optional<TaskId> task = world.task(s.word(2));
    String wanted = s.word(3);
    List<VirtualNode> at =
        s.after("at").map(name -> List.of(world.node(name))).orElseGet(world::running);
    hold(
        task.isPresent()
            && until(
                () -> at.stream().allMatch(n -> status(n, task.get()).equals(wanted)),
                time(s, "within")),
        s,
        task.map(id -> statuses(at, id)).orElse("there is no such task"));
  }

  private String statuses(List<VirtualNode> at, TaskId task) {
    List<String> statuses = new ArrayList<>();
    at.forEach(node -> statuses.add(world.nameOf(node) + " sees it " + status(node, task)));
    return String.join(", ", statuses);
  }

  private static String status(VirtualNode node, TaskId task) {
    return node.running()
        ? node.task(task).map(TaskView::status).map(status -> status.word()).orElse("unknown")
        : "asleep";
  }

  private void runs(Statement s) {
    long runs =
        world.nodes().values().stream()
            .flatMap(node -> node.executed.stream())
            .filter(job -> world.task(s.word(2)).filter(job.task()::equals).isPresent())
            .count();
    hold(Long.toString(runs).equals(s.word(3)), s, "it ran " + runs + " times");
  }

  private void notice(Statement s) {
    VirtualNode node = world.node(s.word(2));
    hold(
        node.running() && node.core().continuity(node.wallMillis()).shown().isPresent(),
        s,
        "nothing is noticed");
  }

  private void hold(boolean holds, Statement s, String instead) {
    if (!holds) {
      report(0, EXPECTED, s.text() + ": " + instead);
    }
  }

  private void report(int number, String invariant, String text) {
    world.report(new Violation(number, invariant, world.swarm().nowMillis(), "", text));
  }
}
