package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Somebody interrupts the writing thread all the time. That may keep the store from tidying up, and
 * then from taking more; it must not make it forget, fall over or need a repair.
 */
final class InterruptTrial {
  private static final int BATCHES = 120;
  private static final int PAUSE_MICROS_MAX = 400;

  /** After an open, so that what a storm kept from being tidied up is. */
  private static final int BATCHES_IN_PEACE = 2;

  /** A run cannot be built in a storm, so now and then the store refuses; not always. */
  private static final int REFUSALS_MAX = 40;

  private final Load load;
  private final Path node;
  private final Findings findings;
  private final SplittableRandom random;
  private volatile boolean over;
  private long acknowledged;
  private long begun;
  private int refusals;

  InterruptTrial(long seed, Path node, Findings findings) {
    this.load = new Load(seed);
    this.node = node;
    this.findings = findings;
    this.random = new SplittableRandom(seed);
  }

  void run() throws BrokenPromise, InterruptedException {
    while (acknowledged < BATCHES) {
      if (refusals > REFUSALS_MAX) {
        throw new BrokenPromise("interrupts keep it from working at all", node);
      }
      write();
    }
    inspect();
    findings.count("batches acknowledged under interrupts", acknowledged);
  }

  /** Opens in peace, and writes in a storm until all is written or something is refused. */
  private void write() throws BrokenPromise, InterruptedException {
    Thread writer = Thread.currentThread();
    over = false;
    Thread storm = new Thread(() -> storm(writer), "storm");
    try (MapDbStore store = TestStore.in(node)) {
      Restored restored = store.open();
      if (Load.batchesIn(restored) < acknowledged || Load.batchesIn(restored) > begun) {
        throw new BrokenPromise(
            "of %d batches %d are there".formatted(acknowledged, Load.batchesIn(restored)), node);
      }
      acknowledged = Load.batchesIn(restored);
      long inPeace = acknowledged + BATCHES_IN_PEACE;
      while (acknowledged < BATCHES) {
        if (acknowledged == inPeace) {
          storm.start();
        }
        begun = acknowledged + 1;
        store.commit(load.batch(begun));
        acknowledged = begun;
      }
    } catch (StoreException e) {
      refusals++;
      findings.count("refused under interrupts: " + e.reason());
    } catch (RuntimeException e) {
      throw new BrokenPromise(
          "interrupted, it fell over at batch %d: %s".formatted(begun, e), node);
    } finally {
      over = true;
      boolean unused = Thread.interrupted();
      join(storm);
    }
  }

  private void inspect() throws BrokenPromise {
    Inspection inspection =
        Inspection.of(TestStore.in(node), node, load, acknowledged, acknowledged);
    findings.opened(inspection.withoutLoss(node));
  }

  private void storm(Thread writer) {
    while (!over) {
      writer.interrupt();
      try {
        TimeUnit.MICROSECONDS.sleep(random.nextInt(PAUSE_MICROS_MAX));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** The last interrupt may come while it waits for the end of them. */
  private static void join(Thread storm) throws InterruptedException {
    try {
      storm.join();
    } catch (InterruptedException e) {
      storm.join();
    }
  }
}
