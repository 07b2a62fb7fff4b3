package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Lets each I/O operation of a workload fail in turn, in every way a disk can fail, and does after
 * it what a driver does: close, and open again when the disk is good. The count is of workloads.
 */
final class IoExperiment implements Experiment {
  @Override
  public String name() {
    return "io";
  }

  @Override
  public int smallCount() {
    return 1;
  }

  @Override
  public void run(Trials trials) throws InterruptedException {
    trials.each(
        1,
        (seed, count, folder) -> {
          everyOperation(seed, folder, trials.findings());
          trials.tick();
        });
  }

  private static void everyOperation(long seed, Path folder, Findings findings)
      throws BrokenPromise, IOException {
    Load load = new Load(seed);
    FaultyDisk good = new FaultyDisk(FaultyDisk.Fault.EIO_ONCE, 0);
    new IoTrial(good, load, folder.resolve("good"), findings).run();
    findings.count("operations", good.operations());
    for (FaultyDisk.Fault fault : FaultyDisk.Fault.values()) {
      for (long n = 1; n <= good.operations(); n++) {
        if (!good.canFail(fault, n)) {
          continue;
        }
        FaultyDisk disk = new FaultyDisk(fault, n);
        Path node = folder.resolve("node");
        try {
          new IoTrial(disk, load, node, findings).run();
        } catch (BrokenPromise e) {
          throw new BrokenPromise(
              "%s at %s: %s".formatted(fault.word(), disk.failed(), e.getMessage()), node);
        }
        if (disk.failed().isEmpty()) {
          throw new BrokenPromise("operation %d did not come again".formatted(n), node);
        }
        findings.count(fault.word());
        Folders.delete(node);
      }
    }
  }
}
