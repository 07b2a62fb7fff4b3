package io.echofield.swarmkit.tools.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Counters of bytes written, for the difference between two moments. Empty where the system does
 * not count.
 *
 * <p>Not {@code write_bytes} of {@code /proc/self/io}: on kernels with large folios it counts up to
 * a megabyte for each page that is changed, while the device gets the page alone (seen on Linux
 * 6.18 with ext4).
 */
public final class DiskWrites {
  private static final Path PROCESS = Path.of("/proc/self/io");
  private static final String HANDED_OVER = "wchar";

  /** The seventh number of a block device's statistics. Source: block/stat.rst of Linux. */
  private static final int SECTORS_WRITTEN_AT = 6;

  private static final int SECTOR_BYTES = 512;

  private DiskWrites() {}

  /**
   * What this process handed to the system by write calls; what it changes in mapped files is not
   * in it. Source: proc(5).
   */
  public static OptionalLong ofProcess() {
    try {
      return Machine.firstValue(Files.readAllLines(PROCESS), HANDED_OVER, ":").stream()
          .mapToLong(Long::parseLong)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** What the device below a folder got, from every process and from its file system. */
  public static OptionalLong ofDevice(Path folder) {
    try {
      long device = (long) Files.getAttribute(folder, "unix:dev");
      Path statistics = Path.of("/sys/dev/block", number(device), "stat");
      return OptionalLong.of(sectors(Files.readString(statistics)) * SECTOR_BYTES);
    } catch (IOException | UnsupportedOperationException e) {
      // Another system, or a file system that is on no device of its own.
      return OptionalLong.empty();
    }
  }

  static long sectors(String statistics) {
    return Long.parseLong(List.of(statistics.strip().split(" +")).get(SECTORS_WRITTEN_AT));
  }

  /** {@code major:minor}, from the bits in which Linux keeps them. */
  static String number(long device) {
    long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    long minor = (device & 0xff) | ((device >>> 12) & 0xffffff00L);
    return major + ":" + minor;
  }
}
