package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.Disk;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** One folder that loses its power again and again. The same seed does the same. One thread. */
final class PowerTrial implements PowerDisk.Moment {
  /** Different folders that one power loss may leave. */
  private static final int STATES_PER_LOSS = 3;

  /** The power goes before one operation in so many. */
  private static final int LOSS_ONE_IN = 30;

  /** The same for operations that are rare. */
  private static final int LOSS_ONE_IN_RARE = 10;

  /** The first loss comes after so many operations at most: early, or with runs and merges. */
  private static final int FIRST_LOSS_AFTER_MAX = 250;

  private static final Set<String> OFTEN = Set.of("write", "force");

  private static final int BATCHES_PER_LIFE_MAX = 30;
  private static final String NODE = "node";

  // fixed
  private final Path folder;
  private final UnaryOperator<Disk> flaw;
  private final Trials trials;
  private final Load load;
  private final SplittableRandom random;

  // how far it is
  private int operationsToFirstLoss;
  private int lossesLeft;
  private int states;
  private long acknowledged;
  private long begun;

  /** A failure that was found while the store was in the middle of something. */
  private Optional<BrokenPromise> broken = Optional.empty();

  // the folder in which the next life begins, and what it must have
  private Optional<Path> next = Optional.empty();
  private long nextAcknowledged;
  private long nextBegun;

  PowerTrial(long seed, int losses, Path folder, UnaryOperator<Disk> flaw, Trials trials)
      throws IOException {
    this.folder = folder.toRealPath();
    this.flaw = flaw;
    this.trials = trials;
    this.load = new Load(seed);
    this.random = new SplittableRandom(seed);
    this.operationsToFirstLoss = random.nextInt(FIRST_LOSS_AFTER_MAX);
    this.lossesLeft = losses;
  }

  void run() throws BrokenPromise, IOException {
    Path top = Files.createDirectories(folder.resolve("life-1"));
    for (int life = 2; lossesLeft > 0; life++) {
      live(top, new PowerDisk(top, folder.resolve("removed-" + life), this));
      if (next.isPresent()) {
        top = Files.move(next.get(), folder.resolve("life-" + life));
        acknowledged = nextAcknowledged;
        begun = nextBegun;
        next = Optional.empty();
      }
    }
  }

  /** Opens, writes for some time, and closes; power losses happen beside it. */
  private void live(Path top, PowerDisk disk) throws BrokenPromise, IOException {
    try (MapDbStore store = TestStore.on(flaw.apply(disk), top.resolve(NODE))) {
      Restored restored = store.open();
      long found = Load.batchesIn(restored);
      if (found < acknowledged || found > begun) {
        throw new BrokenPromise(
            "%d to %d batches were written but %d are there".formatted(acknowledged, begun, found),
            top);
      }
      acknowledged = found;
      begun = found;
      for (int i = random.nextInt(BATCHES_PER_LIFE_MAX); i >= 0 && goesOn(); i--) {
        begun++;
        store.commit(load.batch(begun));
        acknowledged++;
      }
    } catch (StoreException | RuntimeException e) {
      throw new BrokenPromise("on a good disk it failed: " + e, top);
    }
    if (broken.isPresent()) {
      throw broken.get();
    }
  }

  private boolean goesOn() {
    return lossesLeft > 0 && broken.isEmpty();
  }

  @Override
  public void before(PowerDisk disk, String operation) throws IOException {
    int oneIn = OFTEN.contains(operation) ? LOSS_ONE_IN : LOSS_ONE_IN_RARE;
    operationsToFirstLoss--;
    if (operationsToFirstLoss < 0 && goesOn() && random.nextInt(oneIn) == 0) {
      lossesLeft--;
      trials.findings().count("before " + operation);
      for (int i = 0; i < STATES_PER_LOSS && broken.isEmpty(); i++) {
        try {
          inspect(disk, random.nextLong());
        } catch (BrokenPromise e) {
          broken =
              Optional.of(
                  new BrokenPromise(
                      "power lost before %s: %s".formatted(operation, e.getMessage()), e.folder()));
        }
      }
      trials.tick();
    }
  }

  private void inspect(PowerDisk disk, long luck) throws BrokenPromise, IOException {
    states++;
    Path left = folder.resolve("left-" + states);
    disk.materialize(left, new Luck(luck));
    MapDbStore store = TestStore.on(flaw.apply(Disk.real()), left.resolve(NODE));
    try {
      Inspection inspection = Inspection.of(store, left, load, acknowledged, begun);
      trials.findings().opened(inspection.withoutLoss(left));
      trials.findings().count("folders opened");
    } catch (BrokenPromise e) {
      // As it was left, not as the open made it.
      Path evidence = folder.resolve("evidence-" + states);
      disk.materialize(evidence, new Luck(luck));
      throw new BrokenPromise(e.getMessage(), evidence);
    }
    Folders.delete(left);
    if (random.nextInt(STATES_PER_LOSS) == 0) {
      if (next.isPresent()) {
        Folders.delete(next.get());
      }
      disk.materialize(left, new Luck(luck));
      next = Optional.of(left);
      nextAcknowledged = acknowledged;
      nextBegun = begun;
    }
  }
}
