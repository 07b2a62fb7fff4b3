package io.echofield.swarmkit.tools.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random scenario: a swarm of some shape, some hundred things that happen to it, then everything
 * is mended and all nodes must become equal. The same seed and size give the same scenario.
 *
 * <p>Clocks may stay wrong for ever; everything else is good again before the ending.
 */
public final class Schedule {
  /**
   * How many nodes there are: from {@code min} to {@code max}, by the seed.
   *
   * @param min 1 or more
   */
  public record Nodes(int min, int max) {
    /** Where nothing else is asked for. */
    public static final Nodes USUAL = new Nodes(3, 15);

    public static Nodes exactly(int count) {
      return new Nodes(count, count);
    }
  }

  static final int CELLS_MAX = 4;

  /** One cell in so many is a radio. */
  private static final int RADIO_OF = 6;

  /** One LAN in so many is slow, and one has small frames; every second slow one is very slow. */
  private static final int RATED_OF = 6;

  private static final int FRAMED_OF = 8;

  /** One day in so many has a long quiet time. */
  private static final int LONG_OF = 8;

  /** What is done to a task of before is done to one of so many newest. */
  private static final int RECENT_TASKS = 8;

  /** A twin, where there is one, is meant instead of a node so often: one time in this many. */
  private static final int TWIN_OF = 20;

  /** Things that happen where nothing else is asked for. */
  public static final int OPERATIONS = 300;

  private static final String ENDING = "expect equal within 30m";

  private final SplittableRandom random;
  private final int nodes;
  private final int operations;
  private final List<List<String>> cellsOf = new ArrayList<>();
  private final List<String> cells = new ArrayList<>();

  /** Whether a cell carries the largest frames of a LAN. */
  private final List<Boolean> large = new ArrayList<>();

  private final List<String> bridges = new ArrayList<>();
  private final List<String> twins = new ArrayList<>();
  private final List<Statement> acts = new ArrayList<>();

  /** Who made each task; task t1 is the first. */
  private final List<String> makers = new ArrayList<>();

  private Schedule(SplittableRandom random, Nodes nodes, int operations) {
    this.random = random;
    this.nodes =
        nodes.min() == nodes.max() ? nodes.min() : random.nextInt(nodes.min(), nodes.max() + 1);
    this.operations = operations;
  }

  /**
   * The schedule of a seed.
   *
   * @param operations how much happens
   */
  public static Scenario of(long seed, Nodes nodes, int operations) {
    return new Schedule(new SplittableRandom(seed), nodes, operations).scenario(seed);
  }

  private Scenario scenario(long seed) {
    List<Statement> set = set();
    for (int i = 0; i < operations; i++) {
      act();
    }
    if (random.nextInt(LONG_OF) == 0) {
      Statement quiet = Statement.of("wait " + random.nextInt(20, 90) + "m");
      acts.add(random.nextInt(acts.size()), quiet);
    }
    List<Statement> ending =
        List.of(
            Statement.of("heal all"),
            Statement.of("wait 5s"),
            Statement.of(ENDING),
            Statement.of("expect silent for 2m"));
    return new Scenario("random", seed, set, acts, ending, List.of());
  }

  private List<Statement> set() {
    List<Statement> set = new ArrayList<>();
    int count = random.nextInt(1, CELLS_MAX + 1);
    for (int i = 0; i < count; i++) {
      cells.add("c" + i);
      String kind = random.nextInt(RADIO_OF) == 0 ? radio() : lan();
      large.add(!kind.contains("frame"));
      set.add(Statement.of("cell c" + i + kind));
    }
    for (int i = 0; i < nodes; i++) {
      List<String> on = new ArrayList<>();
      on.add(cells.get(random.nextInt(count)));
      cellsOf.add(on);
    }
    for (int i = 1; i < count; i++) {
      join(set, i, random.nextInt(i));
    }
    for (int i = 0; i < nodes; i++) {
      set.add(Statement.of("node n" + i + " on " + String.join(" ", cellsOf.get(i))));
    }
    if (random.nextInt(3) > 0) {
      for (String cell : cells) {
        set.add(Statement.of("link " + cell + " " + quality()));
      }
    }
    for (int i = 0; i < nodes; i++) {
      if (random.nextBoolean()) {
        set.add(Statement.of("remedy n" + i + " " + random.nextInt(1, 120) + "s"));
      }
    }
    set.add(Statement.of("start all"));
    return set;
  }

  private String lan() {
    String rate = random.nextInt(RATED_OF) == 0 ? " rate " + lanRate() : "";
    String frame = random.nextInt(FRAMED_OF) == 0 ? " frame " + random.nextInt(256, 8_192) : "";
    return (random.nextInt(5) == 0 ? " forgetful" : "") + frame + rate;
  }

  /** From what nodes say of themselves alone, and a little, to what never delays anything. */
  private int lanRate() {
    return random.nextBoolean()
        ? random.nextInt(20_000, 200_000)
        : random.nextInt(nodes * 500, nodes * 2_000);
  }

  private String radio() {
    int share = random.nextInt(150, 1_500);
    String rate = random.nextBoolean() ? " rate " + share * random.nextInt(nodes, 2 * nodes) : "";
    return " radio frame " + random.nextInt(180, 512) + " share " + share + rate;
  }

  /**
   * Two cells are joined by a node on both, or by a bridge, which carries no LAN's frames by radio.
   */
  private void join(List<Statement> set, int cell, int other) {
    if (large.get(cell) && large.get(other) && random.nextInt(3) == 0) {
      String name = "b" + bridges.size();
      bridges.add(name);
      set.add(Statement.of("bridge " + name + " c" + other + " c" + cell));
    } else {
      List<String> on = cellsOf.get(random.nextInt(nodes));
      for (String name : List.of("c" + other, "c" + cell)) {
        if (!on.contains(name)) {
          on.add(name);
        }
      }
    }
  }

  private String quality() {
    return switch (random.nextInt(4)) {
      case 0 -> "good";
      case 1 -> "bad";
      case 2 -> "loss 0.05 dup 0.02 delay 5ms 200ms";
      default -> "loss 0.3 dup 0.2 delay 1ms 1s";
    };
  }

  private void act() {
    int kind = random.nextInt(100);
    if (kind < 34) {
      add();
    } else if (kind < 40) {
      govern();
    } else if (kind < 60) {
      link();
    } else if (kind < 76) {
      process();
    } else if (kind < 82) {
      clock();
    } else if (kind < 90) {
      broker();
    } else if (kind < 95) {
      say(
          "hostile %s %s",
          cell(),
          List.of("junk", "replay", "forge", "foreign", "lie", "lie", "usurp", "will")
              .get(pick(8)));
    } else {
      disk();
    }
    long pause = random.nextInt(12) == 0 ? random.nextLong(20_000) : random.nextLong(1_500);
    say("wait %s", Times.text(pause));
  }

  private void add() {
    String action = List.of("noop", "noop", "noop", "broken", "wait", "unheard-of").get(pick(6));
    String target = random.nextInt(4) == 0 ? "any" : node();
    String maker = node();
    String after = random.nextInt(12) == 0 ? " after " + recent() : "";
    String exclusive = random.nextInt(12) == 0 ? " exclusive" : "";
    makers.add(maker);
    say("%s adds %s for %s%s%s as t%d", maker, action, target, after, exclusive, makers.size());
  }

  /** Mostly by who may do that. */
  private void govern() {
    String task = recent();
    int number = Integer.parseInt(task.substring(1));
    String maker = number > 0 && random.nextInt(4) > 0 ? makers.get(number - 1) : node();
    String how =
        List.of("cancels", "cancels", "cancels", "reopens", "reopens", "retries").get(pick(6));
    say("%s %s %s", maker, how, task);
  }

  /** One of the newest tasks; t0 is none. */
  private String recent() {
    int newest = makers.size();
    return "t" + Math.max(0, newest - random.nextInt(RECENT_TASKS));
  }

  private void link() {
    int node = random.nextInt(nodes);
    String cell = cellsOf.get(node).get(random.nextInt(cellsOf.get(node).size()));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> say("cut n%d %s", node, cell);
      case 3, 4, 5 -> say("heal n%d %s", node, cell);
      case 6 -> say("mute n%d %s", node, cell);
      case 7 -> say("unmute n%d %s", node, cell);
      case 8 -> say("deafen n%d %s", node, cell);
      case 9 -> say("undeafen n%d %s", node, cell);
      case 10 -> say("link %s %s", cell, quality());
      default -> {
        if (!bridges.isEmpty()) {
          String bridge = bridges.get(random.nextInt(bridges.size()));
          say("%s bridge %s", random.nextBoolean() ? "cut" : "heal", bridge);
        }
      }
    }
  }

  private void process() {
    switch (random.nextInt(16)) {
      case 0, 1 -> say("restart %s", node());
      case 2, 3 -> say("crash %s before commit", node());
      case 4, 5 -> say("crash %s after commit", node());
      case 6 -> say("crash %s before keep", node());
      case 7 -> say("suspend %s", node());
      case 8, 9 -> say("resume %s", node());
      case 10 -> say("leave %s", node());
      case 11 -> say("return %s%s", node(), random.nextInt(4) == 0 ? " after 90d" : "");
      case 12, 13 -> say("crash %s at start", node());
      case 14 -> say("goodbye %s", node());
      default -> {
        int node = random.nextInt(nodes);
        say("twin n%d as n%d-twin on %s", node, node, String.join(" ", cellsOf.get(node)));
        twins.add("n" + node + "-twin");
      }
    }
  }

  private void clock() {
    String node = node();
    switch (random.nextInt(6)) {
      case 0 -> say("clock %s 1970", node);
      case 1 -> say("clock %s 2099", node);
      case 2 -> say("clock %s true", node);
      case 3 -> say("clock %s +%dm", node, random.nextInt(1, 200));
      case 4 -> say("clock %s -%dm", node, random.nextInt(1, 200));
      default -> say("drift %s %d", node, random.nextInt(-50_000, 50_000));
    }
  }

  private void broker() {
    switch (random.nextInt(8)) {
      case 0 -> say("wipe %s", cell());
      case 1, 2 -> say("keep %s", cell());
      case 3 -> say("putback %s", cell());
      case 4 -> say("swap %s %s", cell(), cell());
      case 5 -> say("vanish %s", cell());
      default -> say("appear %s", cell());
    }
  }

  private void disk() {
    switch (random.nextInt(8)) {
      case 0, 1 -> say("fill %s", node());
      case 2, 3 -> say("free %s", node());
      case 4, 5, 6 -> say("backup %s", node());
      default -> say("restore %s%s", node(), random.nextBoolean() ? " store" : "");
    }
  }

  private String node() {
    return twins.isEmpty() || random.nextInt(TWIN_OF) > 0
        ? "n" + random.nextInt(nodes)
        : twins.get(random.nextInt(twins.size()));
  }

  private String cell() {
    return cells.get(random.nextInt(cells.size()));
  }

  private int pick(int count) {
    return random.nextInt(count);
  }

  private void say(String form, Object... with) {
    acts.add(Statement.of(String.format(java.util.Locale.ROOT, form, with)));
  }
}
