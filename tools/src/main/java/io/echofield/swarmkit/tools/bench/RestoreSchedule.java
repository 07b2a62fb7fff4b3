package io.echofield.swarmkit.tools.bench;

import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A few nodes that write, exchange what they have, make backups and go on with them, drawn from a
 * seed; nothing tells a node that it was set back. In the end everybody exchanges with everybody,
 * and whatever some node still held before that must be on all of them.
 */
final class RestoreSchedule {
  static final int NODES = 3;

  private static final int STEPS = 40;

  /** Of ten steps so many are writes, exchanges, backups, and the rest restores. */
  private static final int OF = 20;

  private static final int WRITES = 10;
  private static final int EXCHANGES = 8;
  private static final int BACKUPS = 1;

  /** A way to keep what several nodes write. One thread. */
  interface Keeper {
    /** A node writes something that nobody else writes. */
    void write(int node, int text);

    /** One node tells another one what that lacks, as far as the two can tell. */
    void tell(int from, int to);

    void backup(int node);

    /** The node goes on with its last backup; with nothing if there is none. */
    void restore(int node);

    /** What a node holds. */
    SortedSet<Integer> texts(int node);
  }

  private RestoreSchedule() {}

  /** Whether something that was there is not everywhere in the end. */
  static boolean loses(Keeper keeper, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < STEPS; step++) {
      int node = random.nextInt(NODES);
      int other = (node + 1 + random.nextInt(NODES - 1)) % NODES;
      int what = random.nextInt(OF);
      if (what < WRITES) {
        keeper.write(node, step);
      } else if (what < WRITES + EXCHANGES) {
        keeper.tell(node, other);
        keeper.tell(other, node);
      } else if (what < WRITES + EXCHANGES + BACKUPS) {
        keeper.backup(node);
      } else {
        keeper.restore(node);
      }
    }
    SortedSet<Integer> held = new TreeSet<>();
    for (int node = 0; node < NODES; node++) {
      held.addAll(keeper.texts(node));
    }
    exchangeAll(keeper);
    boolean everywhere = true;
    for (int node = 0; node < NODES; node++) {
      everywhere &= keeper.texts(node).equals(held);
    }
    return !everywhere;
  }

  /** As often as news could need from one end to the other. */
  private static void exchangeAll(Keeper keeper) {
    for (int round = 0; round < NODES; round++) {
      for (int from = 0; from < NODES; from++) {
        for (int to = 0; to < NODES; to++) {
          if (from != to) {
            keeper.tell(from, to);
          }
        }
      }
    }
  }
}
