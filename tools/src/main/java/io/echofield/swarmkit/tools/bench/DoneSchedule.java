package io.echofield.swarmkit.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A bad day of one task and a few nodes, drawn from a seed: each node claims, takes over, runs,
 * fails or ends it where its own view lets it, and hears of the others late, in any order. In the
 * end everybody has heard everything, and what somebody has done must show as done. Nobody cancels
 * or begins anew.
 */
final class DoneSchedule {
  static final int NODES = 3;

  private static final int STEPS = 60;
  private static final double ACTS = 0.5;

  /** What a node tries; it does nothing where it is not legal. */
  enum Act {
    CLAIM,
    TAKE_OVER,
    START,
    FAIL,
    END
  }

  /** A way to keep one task on several nodes. One thread. */
  interface Keeper {
    /**
     * A node tries something at a time that all clocks agree on.
     *
     * @return what the others shall hear; empty if it was not legal
     */
    List<Object> act(int node, Act act, int time);

    /** A node hears what another one said. */
    void hear(int node, Object said);

    /** Whether a node ever ended the task. */
    boolean ended();

    boolean showsDone(int node);
  }

  private record OnTheWay(int to, Object said) {}

  private DoneSchedule() {}

  /** Whether the task was done and some node does not show it in the end. */
  static boolean loses(Keeper keeper, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<OnTheWay> onTheWay = new ArrayList<>();
    for (int time = 0; time < STEPS; time++) {
      // The same draws for every keeper, whatever it makes of them.
      boolean acts = random.nextDouble() < ACTS;
      int node = random.nextInt(NODES);
      Act act = Act.values()[random.nextInt(Act.values().length)];
      double which = random.nextDouble();
      if (acts) {
        keeper.act(node, act, time).forEach(said -> tell(onTheWay, node, said));
      } else {
        deliverOne(keeper, onTheWay, which);
      }
    }
    while (!onTheWay.isEmpty()) {
      deliverOne(keeper, onTheWay, random.nextDouble());
    }
    boolean shown = true;
    for (int node = 0; node < NODES; node++) {
      shown &= keeper.showsDone(node);
    }
    return keeper.ended() && !shown;
  }

  private static void tell(List<OnTheWay> onTheWay, int from, Object said) {
    for (int to = 0; to < NODES; to++) {
      if (to != from) {
        onTheWay.add(new OnTheWay(to, said));
      }
    }
  }

  private static void deliverOne(Keeper keeper, List<OnTheWay> onTheWay, double which) {
    if (!onTheWay.isEmpty()) {
      OnTheWay one = onTheWay.remove((int) (which * onTheWay.size()));
      keeper.hear(one.to(), one.said());
    }
  }
}
