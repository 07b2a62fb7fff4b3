package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.tools.measure.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs of peers that run on Node.js, with the libraries that they need.
 *
 * <p>The programs ship in {@code lib/bench/peers}; the libraries are fetched by npm on first use
 * into the user's cache, one folder for each state of programs and lock file. Blocking.
 */
final class PeerPrograms {
  /** The distribution that this program was started from; set by the launcher. */
  static final String HOME_PROPERTY = "echofield.home";

  static final String PROGRAM = "peer.mjs";

  /** How long npm may take. */
  private static final long FETCH_SECONDS_MAX = 600;

  private static final long VERSION_SECONDS_MAX = 30;

  private static final int NAME_HEX_DIGITS = 16;
  private static final int LAST_LINES = 5;

  private final Path source;
  private final Path cache;
  private final String npm;

  /** A peer cannot run here: why, and what to do. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }

  /**
   * The programs in a folder.
   *
   * @param cache where folders with libraries are kept; made if it is not there
   * @param npm the command that fetches
   */
  PeerPrograms(Path source, Path cache, String npm) {
    this.source = source;
    this.cache = cache;
    this.npm = npm;
  }

  /** Those of this distribution. */
  static PeerPrograms ofDistribution(Map<String, String> environment) {
    String home = System.getProperty(HOME_PROPERTY, "");
    String base =
        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
            .filter(dir -> !dir.isBlank())
            .orElse(System.getProperty("user.home") + "/.cache");
    return new PeerPrograms(
        Path.of(home, "lib", "bench", "peers"), Path.of(base, "echofield", "bench-peers"), "npm");
  }

  /** A folder in which the programs run. */
  Path ready() throws MissingException, IOException, InterruptedException {
    if (!Files.exists(source.resolve(PROGRAM))) {
      throw new MissingException(
          "its program is not in " + source + ": start this by bin/echofield");
    }
    require("node");
    Path folder = cache.resolve(name());
    if (!Files.isDirectory(folder)) {
      require(npm);
      fetchInto(folder);
    }
    return folder;
  }

  private static void require(String command) throws MissingException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(VERSION_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return;
      }
      process.destroyForcibly();
    } catch (IOException e) {
      // Not there: said below.
    }
    throw new MissingException(
        command + " does not run here: install Node.js 18 or newer with npm, then try again");
  }

  /** Whole or not at all, also when two runs fetch at once. */
  private void fetchInto(Path folder) throws MissingException, IOException, InterruptedException {
    Files.createDirectories(cache);
    Path making = Files.createTempDirectory(cache, "making-");
    try {
      for (Path file : files()) {
        Path to = making.resolve(source.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
      Path log = making.resolve("npm.log");
      Process process =
          new ProcessBuilder(npm, "ci", "--ignore-scripts")
              .directory(making.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(FETCH_SECONDS_MAX, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      if (!ended || process.exitValue() != 0) {
        throw new MissingException(
            "npm could not fetch its libraries (" + last(log) + "): try again with a network");
      }
      Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another run was faster, with the same.
    } finally {
      Folders.remove(making);
    }
  }

  private static String last(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    return String.join(" ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** Of the folder: a hash over all files with their names. */
  private String name() throws IOException {
    MessageDigest digest = SwarmHash.sha256();
    for (Path file : files()) {
      digest.update(source.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return Bytes.copyOf(digest.digest()).hex().substring(0, NAME_HEX_DIGITS);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !source.relativize(file).startsWith("node_modules"))
          .sorted()
          .toList();
    }
  }
}
