package io.echofield.swarmkit.tools.sim;

import static io.echofield.swarmkit.tools.sim.ScenarioException.legal;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.lab.swarm.CrashPoint;
import io.echofield.swarmkit.lab.swarm.LinkQuality;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Does to a world what statements say.
 *
 * <p>What cannot be done now is left undone: a node that does not run adds nothing, a task that
 * nobody made is not cancelled. So a list of statements makes sense with any of them left out. A
 * statement that means nothing at all is refused.
 */
final class Interpreter {
  /** A node that was made to crash at a commit is up again after this, in milliseconds. */
  private static final long RESTART_MILLIS = 2_000;

  private static final int ATTEMPTS_MAX = 2;
  private static final int RADIO_FRAME_BYTES = 200;

  /** What a node may say by radio where nothing else is asked for, in bytes a second. */
  private static final int RADIO_SHARE = 200;

  /** How long a node takes for a remedy where nothing else is asked for. */
  private static final long REMEDY_MILLIS = 50;

  private static final String ANY = "any";
  private static final String AT = "at";

  private final SimWorld world;
  private final VirtualSwarm swarm;
  private final Consumer<Statement> told;
  private final Expectations expectations;
  private final SortedMap<String, Consumer<Statement>> verbs = new TreeMap<>();

  /** {@code told}: hears of each statement just before it is carried out. */
  Interpreter(SimWorld world, Consumer<Statement> told) {
    this.world = world;
    this.told = told;
    this.swarm = world.swarm();
    this.expectations = new Expectations(world);
    verbs.put("cell", this::cell);
    verbs.put("bridge", this::bridge);
    verbs.put("node", this::newNode);
    verbs.put("start", this::start);
    verbs.put("wait", s -> swarm.run(Times.millis(s.word(1))));
    verbs.put("leap", s -> leap(Times.millis(s.word(1))));
    verbs.put("crash", this::crash);
    verbs.put("remedy", s -> node(s, 1).remedyMillis = Times.millis(s.word(2)));
    verbs.put("goodbye", this::goodbye);
    verbs.put("restart", s -> ifRunning(s, VirtualNode::restart));
    verbs.put("leave", s -> ifRunning(s, VirtualNode::crash));
    verbs.put("return", this::comeBack);
    verbs.put("backup", s -> world.backup(s.word(1), node(s, 1).backup()));
    verbs.put("restore", this::restore);
    verbs.put("cut", this::cut);
    verbs.put("heal", this::heal);
    verbs.put("mute", s -> cell(s, 2).mute(node(s, 1), true));
    verbs.put("unmute", s -> cell(s, 2).mute(node(s, 1), false));
    verbs.put("deafen", s -> cell(s, 2).deaf(node(s, 1), true));
    verbs.put("undeafen", s -> cell(s, 2).deaf(node(s, 1), false));
    verbs.put("clock", this::clock);
    verbs.put("drift", s -> node(s, 1).clock.driftPpm = number(s, 2));
    verbs.put("fill", s -> node(s, 1).diskFull = true);
    verbs.put("free", s -> node(s, 1).freeDisk());
    verbs.put("suspend", s -> node(s, 1).suspend());
    verbs.put("resume", s -> node(s, 1).resume());
    verbs.put("twin", this::twin);
    verbs.put("retire", s -> retire(s.word(1)));
    verbs.put("wipe", s -> cell(s, 1).wipe());
    verbs.put("keep", s -> world.keep(s.word(1), cell(s, 1).kept()));
    verbs.put("putback", s -> cell(s, 1).putBack(world.kept(s.word(1))));
    verbs.put("swap", s -> VirtualCell.swap(cell(s, 1), cell(s, 2)));
    verbs.put("vanish", s -> cell(s, 1).vanish());
    verbs.put("appear", s -> cell(s, 1).appear());
    verbs.put("hostile", this::hostile);
    verbs.put("link", this::link);
    verbs.put("expect", expectations::check);
  }

  /**
   * Carries one out.
   *
   * @throws ScenarioException if it means nothing
   */
  void perform(Statement statement) {
    try {
      Statement due = statement;
      while (due.word(0).equals(AT)) {
        waitUntil(Times.millis(due.word(1)));
        due = due.from(2);
      }
      told.accept(due);
      verbs.getOrDefault(due.word(0), this::said).accept(due);
    } catch (ScenarioException e) {
      throw e.in(statement);
    }
    for (Checker checker : world.checkers()) {
      checker.statementDone();
    }
  }

  /** NODE adds ACTION ..., NODE cancels TASK, NODE reopens TASK, NODE retries TASK. */
  private void said(Statement s) {
    switch (s.word(1)) {
      case "adds" -> add(s);
      case "cancels" -> govern(s, VirtualNode::cancel);
      case "reopens" -> govern(s, VirtualNode::reopen);
      case "retries" -> govern(s, VirtualNode::retry);
      default -> throw new ScenarioException("no statement begins like this");
    }
  }

  /** NODE adds ACTION for NODE|any [after TASK] [exclusive] [as TASK]. */
  private void add(Statement s) {
    VirtualNode author = node(s, 0);
    Optional<VirtualNode> target = s.after("for").filter(t -> !t.equals(ANY)).map(world::node);
    String action = legal(() -> new ActionName(s.word(2))).text();
    if (awake(author)) {
      author
          .add(
              target,
              action,
              ATTEMPTS_MAX,
              s.after("after").flatMap(world::task),
              s.has("exclusive"))
          .ifPresent(id -> s.after("as").ifPresent(name -> world.add(name, id)));
    }
  }

  private void govern(Statement s, BiConsumer<VirtualNode, TaskId> how) {
    VirtualNode author = node(s, 0);
    if (awake(author)) {
      world.task(s.word(2)).ifPresent(task -> how.accept(author, task));
    }
  }

  private static boolean awake(VirtualNode node) {
    return node.running() && !node.suspended();
  }

  private void waitUntil(long millis) {
    long wait = millis - swarm.nowMillis();
    if (wait < 0) {
      throw new ScenarioException("that time has passed");
    }
    swarm.run(wait);
  }

  private void cell(Statement s) {
    fresh(s.word(1), world.cells());
    VirtualCell cell = legal(() -> swarm.cell(s.word(1), s.has("radio") ? radio(s) : lan(s)));
    cell.wills = !s.has("radio");
    cell.bytesPerSecond = s.after("rate").map(Interpreter::number).orElse(0L);
    world.add(s.word(1), cell);
  }

  private static LinkLimits lan(Statement s) {
    LinkLimits usual = VirtualSwarm.LAN;
    return new LinkLimits(
        s.after("frame").map(Interpreter::small).orElse(usual.frameBytesMax()),
        !s.has("forgetful"),
        usual.burstBytes());
  }

  private static LinkLimits radio(Statement s) {
    return LinkLimits.radio(
        s.after("frame").map(Interpreter::small).orElse(RADIO_FRAME_BYTES),
        s.after("share").map(Interpreter::small).orElse(RADIO_SHARE));
  }

  private void bridge(Statement s) {
    fresh(s.word(1), world.bridges());
    world.add(s.word(1), legal(() -> swarm.bridge(cell(s, 2), cell(s, 3))));
  }

  private void newNode(Statement s) {
    fresh(s.word(1), world.nodes());
    VirtualNode node = legal(() -> swarm.node(s.word(1), cellsAfterOn(s)));
    node.restartMillis = RESTART_MILLIS;
    world.add(s.word(1), node);
  }

  private static void fresh(String name, Map<String, ?> there) {
    if (there.containsKey(name)) {
      throw new ScenarioException("\"" + name + "\" is there already");
    }
  }

  private VirtualCell[] cellsAfterOn(Statement s) {
    List<String> names = s.words().subList(s.words().indexOf("on") + 1, s.size());
    if (!s.has("on") || names.isEmpty()) {
      throw new ScenarioException("on which cell?");
    }
    return names.stream().map(this::cell).toArray(VirtualCell[]::new);
  }

  private void start(Statement s) {
    List<VirtualNode> nodes =
        s.word(1).equals("all") ? List.copyOf(world.nodes().values()) : List.of(node(s, 1));
    nodes.stream().filter(node -> !node.running()).forEach(VirtualNode::start);
  }

  private void crash(Statement s) {
    VirtualNode node = node(s, 1);
    String point = s.from(2).text();
    if (!point.isEmpty()) {
      node.crashes.add(
          CrashPoint.of(point)
              .orElseThrow(
                  () -> new ScenarioException("before or after commit, before keep, at start?")));
    } else if (node.running()) {
      node.crash();
    }
  }

  private void goodbye(Statement s) {
    VirtualNode node = node(s, 1);
    if (awake(node)) {
      node.leave();
    }
  }

  private void comeBack(Statement s) {
    VirtualNode node = node(s, 1);
    if (!node.running()) {
      s.after("after").map(Times::millis).ifPresent(this::leap);
      node.start();
    }
  }

  private void leap(long millis) {
    swarm.leap(millis);
    world.checkers().forEach(Checker::leapt);
  }

  /** An older copy of the whole folder, or of the store alone. */
  private void restore(Statement s) {
    VirtualNode node = node(s, 1);
    if (node.running()) {
      node.crash();
    }
    if (s.has("store")) {
      node.restoreStore(world.backup(s.word(1)));
    } else {
      node.restore(world.backup(s.word(1)));
    }
    node.start();
  }

  private void cut(Statement s) {
    if (s.word(1).equals("bridge")) {
      Optional.ofNullable(world.bridges().get(s.word(2))).ifPresent(bridge -> bridge.cut());
    } else {
      node(s, 1).cut(cell(s, 2));
    }
  }

  private void heal(Statement s) {
    if (s.word(1).equals("all")) {
      healAll();
    } else if (s.word(1).equals("bridge")) {
      Optional.ofNullable(world.bridges().get(s.word(2))).ifPresent(bridge -> bridge.heal());
    } else {
      node(s, 1).heal(cell(s, 2));
    }
  }

  /**
   * Every link is good, every disk has space, remedies are quick, everybody runs; clocks stay as
   * wrong as they are.
   */
  private void healAll() {
    world.fair(true);
    for (String name : world.nodes().keySet()) {
      if (world.twin(name)) {
        retire(name);
      }
    }
    for (VirtualCell cell : world.cells().values()) {
      cell.quality = LinkQuality.GOOD;
      for (VirtualNode node : world.nodes().values()) {
        cell.mute(node, false);
        cell.deaf(node, false);
      }
      cell.appear();
    }
    world.bridges().values().forEach(bridge -> bridge.heal());
    for (VirtualNode node : world.nodes().values()) {
      node.crashes.clear();
      node.remedyMillis = REMEDY_MILLIS;
      node.freeDisk();
      node.resume();
      node.cells().forEach(node::heal);
    }
    for (Map.Entry<String, VirtualNode> entry : world.nodes().entrySet()) {
      if (!entry.getValue().running() && !world.retired(entry.getKey())) {
        entry.getValue().start();
      }
    }
  }

  private void clock(Statement s) {
    VirtualNode node = node(s, 1);
    String to = s.word(2);
    switch (to) {
      case "true" -> {
        node.clock.skewMillis = 0;
        node.clock.driftPpm = 0;
      }
      case "1970" -> node.clock.set(0);
      case "2099" -> node.clock.set(4_070_908_800_000L);
      default -> {
        boolean back = to.startsWith("-");
        if (!back && !to.startsWith("+")) {
          throw new ScenarioException("a clock is true, 1970, 2099, +TIME or -TIME");
        }
        node.clock.skewMillis += (back ? -1 : 1) * Times.millis(to.substring(1));
      }
    }
  }

  /** NODE runs a second time, from a copy of its folder as it is now. */
  private void twin(Statement s) {
    VirtualNode original = node(s, 1);
    String name = s.after("as").orElseThrow(() -> new ScenarioException("as whom?"));
    if (world.nodes().containsKey(name)) {
      return;
    }
    VirtualNode copy = swarm.copyOf(original, cellsAfterOn(s));
    copy.restartMillis = RESTART_MILLIS;
    world.addTwin(name, copy);
    copy.start();
  }

  /** A twin is switched off and its folder is gone. */
  private void retire(String name) {
    VirtualNode node = world.nodes().get(name);
    if (node == null || world.retired(name)) {
      return;
    }
    world.retire(name);
    node.restartMillis = -1;
    if (node.running()) {
      node.crash();
    }
    node.restore(List.of());
  }

  private void hostile(Statement s) {
    VirtualCell cell = cell(s, 1);
    switch (s.word(2)) {
      case "junk" -> world.hostile().junk(cell);
      case "replay" -> world.hostile().replay(cell);
      case "forge" -> world.hostile().forge(cell);
      case "foreign" -> world.hostile().foreign(cell);
      case "lie" -> world.hostile().lie(cell);
      case "usurp" -> world.hostile().usurp(cell);
      case "will" -> world.hostile().will(cell);
      default -> throw new ScenarioException("junk, replay, forge, foreign, lie, usurp or will?");
    }
  }

  /** link CELL good|bad, link CELL loss P dup P delay TIME TIME. */
  private void link(Statement s) {
    VirtualCell cell = cell(s, 1);
    switch (s.word(2)) {
      case "good" -> cell.quality = LinkQuality.GOOD;
      case "bad" -> cell.quality = LinkQuality.BAD;
      case "loss" -> {
        long delayMin = Times.millis(s.word(7));
        long delayMax = Times.millis(s.word(8));
        if (delayMin > delayMax) {
          throw new ScenarioException("the longer delay comes second");
        }
        cell.quality = new LinkQuality(share(s.word(3)), share(s.word(5)), delayMin, delayMax);
      }
      default -> throw new ScenarioException("good, bad, or loss P dup P delay TIME TIME?");
    }
  }

  private void ifRunning(Statement s, Consumer<VirtualNode> what) {
    VirtualNode node = node(s, 1);
    if (node.running()) {
      what.accept(node);
    }
  }

  private VirtualNode node(Statement s, int index) {
    return world.node(s.word(index));
  }

  private VirtualCell cell(Statement s, int index) {
    return cell(s.word(index));
  }

  private VirtualCell cell(String name) {
    VirtualCell cell = world.cells().get(name);
    if (cell == null) {
      throw new ScenarioException("there is no cell \"" + name + "\"");
    }
    return cell;
  }

  private static long number(Statement s, int index) {
    return number(s.word(index));
  }

  private static long number(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new ScenarioException("\"" + word + "\" is no number");
    }
  }

  private static double share(String word) {
    return legal(() -> Double.parseDouble(word));
  }

  private static int small(String word) {
    long number = number(word);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new ScenarioException("\"" + word + "\" must be 1 to 2147483647");
    }
    return (int) number;
  }
}
