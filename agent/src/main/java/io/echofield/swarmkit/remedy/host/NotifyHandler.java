package io.echofield.swarmkit.remedy.host;

import io.echofield.swarmkit.remedy.RemediationHandler;
import io.echofield.swarmkit.remedy.RemedyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people something: one line ({@code text}) in the operator's log and in {@code
 * notifications.log} of the data folder.
 */
public final class NotifyHandler implements RemediationHandler {
  public static final String NAME = "notify";
  public static final String FILE = "notifications.log";

  /**
   * When the file has this many bytes it becomes {@code notifications.log.1}; the one before goes.
   */
  static final long FILE_BYTES_MAX = 262_144;

  private static final Logger LOG = LoggerFactory.getLogger(NotifyHandler.class);
  private static final int TEXT_BYTES_MAX = 512;

  private final Path file;
  private final Path old;
  private final InstantSource clock;

  public NotifyHandler(Path dataFolder, InstantSource clock) {
    this.file = dataFolder.resolve(FILE);
    this.old = dataFolder.resolve(FILE + ".1");
    this.clock = clock;
  }

  @Override
  public String run(SortedMap<String, String> parameters, boolean dryRun, long deadlineNanos)
      throws RemedyException {
    Parameters.only(parameters, "text");
    String text = OneLine.of(Parameters.required(parameters, "text"), TEXT_BYTES_MAX);
    if (dryRun) {
      return OneLine.result("would notify: " + text);
    }
    LOG.warn("notify text=\"{}\"", text);
    try {
      append(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + text + "\n");
    } catch (IOException e) {
      throw new RemedyException("logged, but cannot write " + file, e);
    }
    return OneLine.result("notified: " + text);
  }

  private void append(String line) throws IOException {
    if (Files.exists(file) && Files.size(file) >= FILE_BYTES_MAX) {
      Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
