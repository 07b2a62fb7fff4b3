package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.lab.StoreComparison;
import io.echofield.swarmkit.lab.StoreModel;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.store.mapdb.Disk;
import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A workload of two opens and some batches on a disk that fails somewhere. One thread. */
final class IoTrial {
  /** So many that there are several runs and a merge of all of them. */
  private static final int BATCHES = 24;

  /** The store is closed and opened again after so many. */
  private static final int BATCHES_FIRST = 18;

  /** Batches that are refused for space before the writer closes the store. */
  private static final int REFUSALS_MAX = 2;

  /** A failing disk says nothing about the content. */
  private static final Set<StoreException.Reason> FITTING =
      EnumSet.of(
          StoreException.Reason.IO,
          StoreException.Reason.NO_SPACE,
          StoreException.Reason.NOT_WRITABLE);

  private final FaultyDisk disk;
  private final Load load;
  private final Path node;
  private final Findings findings;
  private long acknowledged;
  private long begun;

  IoTrial(FaultyDisk disk, Load load, Path node, Findings findings) {
    this.disk = disk;
    this.load = load;
    this.node = node;
    this.findings = findings;
  }

  void run() throws BrokenPromise {
    write(TestStore.on(disk, node), BATCHES_FIRST);
    write(TestStore.on(disk, node), BATCHES);
    if (acknowledged < BATCHES && disk.failed().isEmpty()) {
      throw new BrokenPromise("without a failure it stopped at batch " + acknowledged, node);
    }
    MapDbStore store = TestStore.on(Disk.real(), node);
    Inspection inspection = Inspection.of(store, node, load, acknowledged, begun);
    findings.opened(inspection.withoutLoss(node));
    acknowledged = inspection.batches();
    begun = acknowledged;
    // It is as good as new: takes more, and has that too when it is opened again.
    write(TestStore.on(Disk.real(), node), acknowledged + 2);
    write(TestStore.on(Disk.real(), node), acknowledged);
    if (acknowledged != begun) {
      throw new BrokenPromise("on a good disk it still fails", node);
    }
  }

  /** Opens and writes up to a batch, or to the first failure; closes. */
  private void write(MapDbStore store, long last) throws BrokenPromise {
    try (store) {
      Restored restored = store.open();
      long found = Load.batchesIn(restored);
      if (found < acknowledged || found > begun) {
        throw new BrokenPromise(
            "%d to %d batches were written but %d are there".formatted(acknowledged, begun, found),
            node);
      }
      acknowledged = found;
      begun = found;
      int refusalsLeft = REFUSALS_MAX;
      while (acknowledged < last) {
        begun = acknowledged + 1;
        try {
          store.commit(load.batch(begun));
          acknowledged = begun;
        } catch (StoreException e) {
          refusalsLeft = refused(store, e, refusalsLeft);
        }
      }
    } catch (StoreException e) {
      if (!FITTING.contains(e.reason())) {
        throw new BrokenPromise("it blames the content for the disk: " + e.getMessage(), node);
      }
      findings.count("refused: " + e.reason());
    } catch (UncheckedIOException e) {
      findings.count("look-up failed");
    } catch (RuntimeException | Error e) {
      throw new BrokenPromise("it fell over: " + e, node);
    }
  }

  /** No space is no reason to give up at once: nothing of the batch was kept, and all else is. */
  private int refused(MapDbStore store, StoreException refusal, int refusalsLeft)
      throws StoreException, BrokenPromise {
    if (refusal.reason() != StoreException.Reason.NO_SPACE) {
      throw refusal;
    }
    begun = acknowledged;
    StoreModel model = load.model(begun);
    Optional<String> difference =
        StoreComparison.restored(store.restored(), model.restored())
            .or(
                () ->
                    StoreComparison.entries(
                        "arrivals",
                        store.reader().arrivals(0, Integer.MAX_VALUE),
                        model.ledger().all()));
    if (difference.isPresent()) {
      throw new BrokenPromise("after a refusal for space: " + difference.get(), node);
    }
    if (refusalsLeft == 0) {
      throw refusal;
    }
    return refusalsLeft - 1;
  }
}
