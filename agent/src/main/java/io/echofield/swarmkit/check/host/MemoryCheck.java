package io.echofield.swarmkit.check.host;

import io.echofield.swarmkit.check.CheckException;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory in use: {@code mem_pct}, from {@code MemTotal} and {@code MemAvailable} of {@code
 * /proc/meminfo}. On kernels without {@code MemAvailable} (before 3.14) free memory, buffers and
 * cache count as available.
 */
public final class MemoryCheck implements HealthCheck {
  private final Path file;
  private final Limit limit;

  public MemoryCheck(Path proc, Limit limit) {
    this.file = proc.resolve("meminfo");
    this.limit = limit;
  }

  @Override
  public List<Reading> run(long deadlineNanos) throws CheckException {
    String text =
        KernelFiles.text(file).orElseThrow(() -> new CheckException("cannot read " + file));
    OptionalLong total = kilobytes(text, "MemTotal");
    OptionalLong available = kilobytes(text, "MemAvailable");
    if (available.isEmpty()) {
      available = sum(text, "MemFree", "Buffers", "Cached");
    }
    if (total.isEmpty() || total.getAsLong() < 1 || available.isEmpty()) {
      throw new CheckException(file + " does not tell how much memory there is");
    }
    return List.of(reading(total.getAsLong() - available.getAsLong(), total.getAsLong(), limit));
  }

  static Reading reading(long used, long total, Limit limit) {
    long percent = Measure.percentMilli(used, total);
    return new Reading("mem_pct", percent, limit.judgeHigh(percent));
  }

  private static OptionalLong sum(String text, String... names) {
    long sum = 0;
    for (String name : names) {
      OptionalLong part = kilobytes(text, name);
      if (part.isEmpty()) {
        return part;
      }
      sum += part.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  private static OptionalLong kilobytes(String text, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s+([0-9]{1,15}) kB$").matcher(text);
    return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
  }
}
