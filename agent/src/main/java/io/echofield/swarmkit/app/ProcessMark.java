package io.echofield.swarmkit.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process id, and when that process was started: ids are used again.
 *
 * @param start compared, never read. On Linux the boot's id and the ticks since boot: {@link
 *     ProcessHandle} would calculate a time of day, which moves when a clock without a battery is
 *     set. Elsewhere what it says, in milliseconds. Empty if unknown.
 */
public record ProcessMark(long pid, String start) {
  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");

  /** Fields of {@code /proc/PID/stat} behind the command's name: state is number 3, start 22. */
  private static final int START_FIELD = 22 - 3;

  public static ProcessMark ofThisProcess() {
    return of(ProcessHandle.current());
  }

  static ProcessMark of(ProcessHandle process) {
    return new ProcessMark(process.pid(), start(process));
  }

  /** Whether that very process is alive. */
  public boolean isAlive() {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return handle.isPresent() && (start.isEmpty() || start.equals(start(handle.get())));
  }

  private static String start(ProcessHandle process) {
    try {
      String stat = Files.readString(PROC.resolve(process.pid() + "/stat"));
      // The name may hold spaces and parentheses: fields are counted from the last one.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Files.readString(BOOT_ID).strip() + ":" + fields[START_FIELD];
    } catch (IOException e) {
      // Not Linux, or just gone.
      return process
          .info()
          .startInstant()
          .map(Instant::toEpochMilli)
          .map(String::valueOf)
          .orElse("");
    }
  }
}
