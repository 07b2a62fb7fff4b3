package io.echofield.swarmkit.broker.embed;

import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a broker keeps its files, all below one folder.
 *
 * @param configuration holds the written {@code config.xml}
 * @param data sessions and retained messages
 * @param extensions stays empty: the only extension is built in
 * @param temporary unpacked native libraries; may be emptied whenever the broker is down
 */
record BrokerFolders(Path configuration, Path data, Path extensions, Path temporary) {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerFolders.class);

  static BrokerFolders below(Path folder) {
    Path root = folder.toAbsolutePath();
    return new BrokerFolders(
        root.resolve("conf"),
        root.resolve("data"),
        root.resolve("extensions"),
        root.resolve("tmp"));
  }

  Path configurationFile() {
    return configuration.resolve("config.xml");
  }

  /**
   * Makes the folders that are missing and proves that each takes a file.
   *
   * @throws BrokerException with {@code FOLDER_NOT_WRITABLE}
   */
  void prepare() throws BrokerException {
    for (Path folder : new Path[] {configuration, data, extensions, temporary}) {
      try {
        Files.createDirectories(folder);
        Files.delete(Files.createTempFile(folder, "probe", null));
      } catch (IOException e) {
        throw new BrokerException(
            Reason.FOLDER_NOT_WRITABLE, "cannot write to broker folder " + folder, e);
      }
    }
  }

  /** Removes what killed brokers left. What cannot be removed stays; the next start tries again. */
  void sweepTemporary() {
    try (Stream<Path> files = Files.walk(temporary)) {
      files
          .sorted(Comparator.reverseOrder())
          .filter(file -> !file.equals(temporary))
          .forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("broker folder={} sweep=failed reason=\"{}\"", temporary, e.getMessage());
    }
  }
}
