package io.echofield.swarmkit.check.host;

import io.echofield.swarmkit.check.CheckException;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Space on the file store that holds a folder: {@code disk_pct} in use, {@code disk_free_pct},
 * {@code disk_free_mb} (millions of bytes). Free is what this user may still write; the percentages
 * are those of {@code df}. Only {@code disk_free_pct} is judged, so that a full disk counts once.
 */
public final class DiskCheck implements HealthCheck {
  private final Path folder;
  private final Limit freePct;

  public DiskCheck(Path folder, Limit freePct) {
    this.folder = folder;
    this.freePct = freePct;
  }

  @Override
  public List<Reading> run(long deadlineNanos) throws CheckException {
    try {
      FileStore store = Files.getFileStore(folder);
      return readings(store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace());
    } catch (IOException e) {
      throw new CheckException("cannot read the free space of " + folder, e);
    }
  }

  List<Reading> readings(long totalBytes, long unallocatedBytes, long usableBytes) {
    long usedBytes = totalBytes - unallocatedBytes;
    if (usedBytes + usableBytes <= 0) {
      // A file store without a size, like some network mounts.
      return List.of();
    }
    long used = Measure.percentMilli(usedBytes, usedBytes + usableBytes);
    long free = 100_000 - used;
    long megabytes = usableBytes / 1_000_000;
    return List.of(
        new Reading("disk_pct", used, HealthState.OK),
        new Reading("disk_free_pct", free, freePct.judgeLow(free)),
        new Reading("disk_free_mb", megabytes * 1_000, HealthState.OK));
  }
}
