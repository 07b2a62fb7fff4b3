package io.echofield.swarmkit.check.host;

import io.echofield.swarmkit.check.CheckException;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load of the last minute: {@code load1}, from {@code /proc/loadavg}; judged per core. */
public final class LoadCheck implements HealthCheck {
  private static final Pattern FIRST = Pattern.compile("^([0-9]{1,9}\\.[0-9]{1,3}) ");

  private final Path file;
  private final int cores;
  private final Limit perCore;

  /**
   * A check.
   *
   * @param cores of this machine, 1 or more
   */
  public LoadCheck(Path proc, int cores, Limit perCore) {
    this.file = proc.resolve("loadavg");
    this.cores = cores;
    this.perCore = perCore;
  }

  @Override
  public List<Reading> run(long deadlineNanos) throws CheckException {
    String text =
        KernelFiles.text(file).orElseThrow(() -> new CheckException("cannot read " + file));
    Matcher first = FIRST.matcher(text);
    if (!first.find()) {
      throw new CheckException(file + " does not begin with a load");
    }
    return List.of(reading(Double.parseDouble(first.group(1)), cores, perCore));
  }

  static Reading reading(double load, int cores, Limit perCore) {
    long milli = Math.round(load * 1_000);
    return new Reading("load1", milli, perCore.judgeHigh(milli / cores));
  }
}
