package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.RandomWrites;
import io.echofield.swarmkit.lab.StoreModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Numbered batches drawn from a seed, and the model after each of them.
 *
 * <p>The n-th batch carries n as its session, so whoever opens a folder later knows how many are
 * there, and with the seed also what they are. Batches have different sizes, as commits of a driver
 * have. One thread.
 */
final class Load {
  /** Turns of a core in one commit, at most: alone, a few, a group. */
  private static final int[] TURNS_MAX = {1, 4, 4, 12, 40};

  private final RandomWrites source;
  private final SplittableRandom sizes;
  private final List<List<Write>> drawn = new ArrayList<>();
  private StoreModel model = new StoreModel();
  private long applied;

  Load(long seed) {
    this.source = new RandomWrites(seed, TestStore.CODEC);
    this.sizes = new SplittableRandom(seed);
  }

  /** The batch with this number, from 1 on. */
  List<Write> batch(long number) {
    while (drawn.size() < number) {
      List<Write> writes =
          new ArrayList<>(source.batch(TURNS_MAX[sizes.nextInt(TURNS_MAX.length)]));
      writes.add(new Write.Counter(Write.Counter.Name.SESSION, drawn.size() + 1L));
      drawn.add(writes);
    }
    return drawn.get((int) number - 1);
  }

  /** What a store must answer after so many batches; good until the next call. */
  StoreModel model(long batches) {
    if (batches < applied) {
      model = new StoreModel();
      applied = 0;
    }
    while (applied < batches) {
      applied++;
      model.apply(batch(applied));
    }
    return model;
  }

  /** Where the batches come from, to ask questions about what is in them. */
  RandomWrites source() {
    return source;
  }

  /** How many batches a store says it has. */
  static long batchesIn(Restored restored) {
    return restored.counter(Write.Counter.Name.SESSION);
  }
}
