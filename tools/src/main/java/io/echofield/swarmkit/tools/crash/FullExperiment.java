package io.echofield.swarmkit.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Takes from a running store what it needs: space, a disk that can be written, descriptors, a
 * thread that is left in peace. The count is of rounds of all four.
 */
final class FullExperiment implements Experiment {
  @Override
  public String name() {
    return "full";
  }

  @Override
  public int smallCount() {
    return 1;
  }

  @Override
  public Optional<String> obstacle() {
    return System.getProperty("user.name").equals("root")
        ? Optional.empty()
        : Optional.of("it mounts small disks, which only root may");
  }

  @Override
  public void run(Trials trials) throws InterruptedException {
    trials.each(
        1,
        (seed, count, folder) -> {
          Findings findings = trials.findings();
          Path space = Files.createDirectory(folder.resolve("space"));
          try (SmallDisk disk = SmallDisk.inMemory(space, SpaceTrial.DISK_BYTES)) {
            new SpaceTrial(seed, disk.folder(), findings).run();
          }
          readOnly(seed, Files.createDirectory(folder.resolve("read-only")), findings);
          new DescriptorTrial(seed, folder.resolve("descriptors"), findings).run();
          new InterruptTrial(seed, folder.resolve("interrupts"), findings).run();
          trials.tick();
        });
  }

  private static void readOnly(long seed, Path folder, Findings findings)
      throws BrokenPromise, IOException, InterruptedException {
    SmallDisk disk;
    try {
      disk = SmallDisk.ofBlocks(folder, ReadOnlyTrial.DISK_BYTES);
    } catch (IOException e) {
      findings.count("read-only not run, no block device: " + e.getMessage());
      return;
    }
    try (disk) {
      new ReadOnlyTrial(seed, disk, findings).run();
    }
  }
}
