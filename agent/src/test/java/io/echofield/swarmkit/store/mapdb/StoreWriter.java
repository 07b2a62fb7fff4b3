package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.testkit.NodeStoreContract;
import io.echofield.swarmkit.lab.RandomWrites;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that writes until it is killed and says after each batch that it is durable.
 *
 * <p>The n-th batch is the n-th one drawn from the seed and carries n as its session, so whoever
 * opens the folder later knows how many are there, and what they are.
 */
public final class StoreWriter {
  /** Small, so that kills hit segments and checkpoints at their beginnings and ends. */
  static final StoreSettings SETTINGS = new StoreSettings("writer", 65_536, 16_384, 131_072);

  private static final int TURNS = 8;

  private StoreWriter() {}

  /** Arguments: folder, seed. */
  public static void main(String[] arguments) throws Exception {
    RandomWrites source = new RandomWrites(Long.parseLong(arguments[1]), NodeStoreContract.CODEC);
    try (MapDbStore store =
        new MapDbStore(Path.of(arguments[0]), NodeStoreContract.CODEC, SETTINGS)) {
      long written = store.open().counter(Write.Counter.Name.SESSION);
      for (long i = 1; i <= written; i++) {
        batch(source, i);
      }
      System.out.println("begin " + written);
      for (long i = written + 1; ; i++) {
        store.commit(batch(source, i));
        System.out.println("ack " + i);
      }
    }
  }

  static List<Write> batch(RandomWrites source, long number) {
    List<Write> writes = new ArrayList<>(source.batch(TURNS));
    writes.add(new Write.Counter(Write.Counter.Name.SESSION, number));
    return writes;
  }
}
